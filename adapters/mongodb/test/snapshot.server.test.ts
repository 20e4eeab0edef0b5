import { readAll, readRange } from '@lienthong/conformance/reading';
import { type Position, type RowValues, Unfit, valuesOfRows } from '@lienthong/core';
import { Binary, Decimal128, type Document, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, type TestServer } from './server.ts';
import { openSource, selectionOf } from './session.ts';

/** Keys of every type that MongoDB permits, many of each, and numbers whose types are mixed between one another. */
function mixedKeys(): unknown[] {
  const keys: unknown[] = [null, true, false, new MinKey(), new MaxKey(), new Date(0), new Date(-1), new Timestamp({ t: 1, i: 1 })];
  for (let n = 0; n < 60; n++) {
    keys.push(new Int32(n * 3), new Double(n * 3 + 0.5), Long.fromBigInt(2n ** 53n + BigInt(n)), Decimal128.fromString(`${n * 3 + 1}.25`));
    keys.push(`k${n}`, `${n}`, new ObjectId(n.toString(16).padStart(24, '0')), { a: n, b: 'x' }, { b: n }, new Binary(Buffer.from([n, 1])));
  }
  return keys;
}

for (const target of everywhere) {
  describe(`snapshots of ${target.label}`, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await target.open();
    });
    afterAll(() => server?.[Symbol.asyncDispose]());

    it('AC-MO-4: reads every document once whose keys are of mixed types, by any ranges and pages, and goes on behind any page', async () => {
      const keys = mixedKeys();
      await server.db.collection('mixed').insertMany(keys.map((_id, n) => ({ _id, n }) as Document));
      await using source = await openSource(server);
      const selection = selectionOf(server, 'mixed', ['n'], []);
      const expected = keys.map((_, n) => String(n)).sort();
      for (const [rowsPerRange, batchRows] of [
        [1_000_000, 7],
        [50, 11],
        [5, 1_000],
      ] as const) {
        expect((await readAll(source.snapshot, selection, rowsPerRange, batchRows)).map(String).sort()).toEqual(expected);
      }
      const [range] = await source.snapshot.split({ selection, rowsPerRange: 1_000_000, signal: AbortSignal.timeout(10_000) });
      if (range === undefined) throw new Error('a range was expected');
      const seen: string[] = [];
      const behind: { readonly position: Position; readonly count: number }[] = [];
      for await (const batch of source.snapshot.read({
        selection,
        range,
        after: undefined,
        batchRows: 40,
        signal: AbortSignal.timeout(10_000),
      })) {
        seen.push(...valuesOfRows(batch.rows).map(String));
        behind.push({ position: JSON.parse(JSON.stringify(batch.position)) as Position, count: seen.length });
      }
      for (const { position, count } of behind) {
        expect((await readRange(source.snapshot, selection, range, 13, position)).map(String)).toEqual(seen.slice(count));
      }
    });

    it('goes on behind a document that was deleted in the meantime', async () => {
      const people = server.db.collection<{ _id: number }>('deleted');
      await people.insertMany(Array.from({ length: 40 }, (_, _id) => ({ _id })));
      await using source = await openSource(server);
      const selection = selectionOf(server, 'deleted', ['_id']);
      const rows: RowValues[] = [];
      for (const range of await source.snapshot.split({ selection, rowsPerRange: 1_000, signal: AbortSignal.timeout(10_000) })) {
        for await (const batch of source.snapshot.read({
          selection,
          range,
          after: undefined,
          batchRows: 5,
          signal: AbortSignal.timeout(10_000),
        })) {
          rows.push(...valuesOfRows(batch.rows));
          await people.deleteOne({ _id: Number(rows.at(-1)?.[0]) });
        }
      }
      expect(rows.map(([id]) => Number(id))).toEqual(Array.from({ length: 40 }, (_, id) => id));
    });

    it('reads answers that the server ends at 16 MB to their end', async () => {
      const large = server.db.collection<{ _id: number; text: string }>('large');
      for (let _id = 0; _id < 12; _id++) await large.insertOne({ _id, text: 'x'.repeat(3_000_000) });
      await using source = await openSource(server);
      const rows = await readAll(source.snapshot, selectionOf(server, 'large', ['_id']), 1_000_000, 1_000);
      expect(rows.map(([id]) => Number(id)).sort((one, other) => one - other)).toEqual(Array.from({ length: 12 }, (_, id) => id));
    });

    it('MO-01: gives nested fields, fields whose names hold dots, and elements of arrays as rows', async () => {
      await server.db.collection('ho_so').insertMany([
        { _id: 1, dia_chi: { xa: '00004', 'so.nha': '12' }, giay_to: [{ so: 'A1' }, { so: 'A2' }] },
        { _id: 2, dia_chi: { xa: '00007', 'so.nha': '9' }, giay_to: [] },
      ] as Document[]);
      await using source = await openSource(server);
      const documents = await readAll(source.snapshot, selectionOf(server, 'ho_so', ['_id', 'dia_chi.xa', 'dia_chi.so\\.nha']));
      expect(documents).toEqual([
        ['1', '00004', '12'],
        ['2', '00007', '9'],
      ]);
      const papers = selectionOf(server, 'ho_so[giay_to]', ['_id', 'giay_to#', 'giay_to.so'], ['_id', 'giay_to#']);
      expect(await readAll(source.snapshot, papers)).toEqual([
        ['1', '0', 'A1'],
        ['1', '1', 'A2'],
      ]);
    });

    it('marks a value of another type than its column has, without showing it', async () => {
      await server.db
        .collection<{ _id: number; so: unknown }>('unlike')
        .insertMany([...Array.from({ length: 40 }, (_, _id) => ({ _id, so: `s${_id}` })), { _id: 1_000, so: 'later' }]);
      await using source = await openSource(server, { columns: { unlike: { so: 'string' } } });
      await server.db.collection<{ _id: number; so: unknown }>('unlike').insertOne({ _id: 500, so: 4_711 });
      const rows = await readAll(source.snapshot, selectionOf(server, 'unlike', ['_id', 'so']));
      const [, found] = rows.find(([id]) => id === '500') ?? [];
      expect(found).toBeInstanceOf(Unfit);
      expect(JSON.stringify(found)).toMatch(/is int where column so holds string/);
      expect(JSON.stringify(rows)).not.toContain('4711');
    });
  });
}
