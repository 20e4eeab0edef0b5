import { formatType } from '@lienthong/core';
import { type Document, Double, Int32, Long, UUID } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, type TestServer } from './server.ts';
import { never, openSource } from './session.ts';

for (const target of everywhere) {
  describe(`descriptions of ${target.label}`, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await target.open();
    });
    afterAll(() => server?.[Symbol.asyncDispose]());

    const columnsOf = async (name: string, options = {}) => {
      await using source = await openSource(server, options);
      const found = (await source.describe(never)).find(({ collection }) => collection.name === name);
      return Object.fromEntries(
        (found?.columns ?? []).map(({ name: column, nativeType, type }) => [
          column,
          `${nativeType} ${type === undefined ? '' : formatType(type.canonical)}`,
        ]),
      );
    };

    it('tells what the documents hold: types with their shares, fields of documents by their paths, arrays as collections', async () => {
      await server.db.collection('cong_dan').insertMany(
        Array.from(
          { length: 100 },
          (_, n): Document => ({
            _id: new Int32(n),
            ten: 'An',
            so: n < 97 ? new Int32(n) : `${n}`,
            diem: n % 2 === 0 ? new Int32(n) : new Double(0.5),
            nhieu: n === 0 ? Long.fromNumber(1) : new Int32(1),
            dia_chi: { xa: '00004', ...(n === 5 ? { thon: null } : {}) },
            ma: new UUID(),
            con: [{ ten: 'Bình' }],
            the: ['a'],
          }),
        ),
      );
      expect(await columnsOf('cong_dan')).toEqual({
        _id: 'int integer',
        ten: 'string string',
        so: 'mixed (int 97 %, string 3 %) json',
        diem: 'double (int 50 %, double 50 %) number',
        nhieu: 'long (int 99 %, long 1 %) bigint',
        'dia_chi.xa': 'string string',
        'dia_chi.thon': 'mixed (null 100 %) json',
        ma: 'uuid uuid',
        con: 'array json',
        the: 'array json',
      });
      expect(await columnsOf('cong_dan[con]')).toMatchObject({
        _id: 'int integer',
        'con.ten': 'string string',
        'con#': 'place in the array integer',
      });
    });

    it('goes by what a validator enforces and what the options declare, the options first', async () => {
      const properties = {
        a: { bsonType: 'decimal' },
        b: { bsonType: ['string', 'null'] },
        c: { bsonType: 'object', properties: { d: { bsonType: 'date' } } },
      };
      await server.db.createCollection('nghiem', { validator: { $jsonSchema: { bsonType: 'object', required: ['a'], properties } } });
      const declared = { columns: { nghiem: { b: 'text', hiem: 'objectId' } } };
      expect(await columnsOf('nghiem', declared)).toEqual({
        a: 'decimal decimal(34,17)',
        b: 'text (declared) string',
        'c.d': 'date timestamptz(3)',
        hiem: 'objectId (declared) string',
      });
      await using source = await openSource(server);
      const found = (await source.describe(never)).find(({ collection }) => collection.name === 'nghiem');
      expect(found?.columns.map(({ name, nullable }) => [name, nullable])).toEqual([
        ['a', false],
        ['b', true],
        ['c.d', true],
      ]);
    });

    it('names every wrong option at once', async () => {
      const wrong = { columns: { nghiem: { b: 'varchar' } }, sampleDocuments: 1, members: ['x'], readFrom: 'nearest', replicaset: 'rs0' };
      const error = await Promise.resolve()
        .then(() => openSource(server, wrong as never))
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'OPTIONS_INVALID' });
      for (const name of ['replicaset', 'members', 'readFrom', 'sampleDocuments', 'nghiem b']) expect(String(error)).toContain(name);
    });
  });
}
