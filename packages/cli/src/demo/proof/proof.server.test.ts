import { type Contract, identityMapping } from '@lienthong/core';
import { createDictionary } from '@lienthong/dictionary';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresTable } from './postgres-table.ts';
import { proveEqual } from './proof.ts';

const dictionary = createDictionary({ at: '2026-03-01' });

const contract: Contract = {
  dataset: 'proof',
  version: '1.0.0',
  title: undefined,
  status: 'active',
  properties: [
    {
      name: 'id',
      title: undefined,
      type: { kind: 'string' },
      required: true,
      classification: 'internal',
      semanticType: undefined,
      codeList: undefined,
      protection: undefined,
      rules: {},
    },
    {
      name: 'name',
      title: undefined,
      type: { kind: 'string' },
      required: true,
      classification: 'internal',
      semanticType: undefined,
      codeList: undefined,
      protection: undefined,
      rules: { minLength: 2 },
    },
    {
      name: 'fee',
      title: undefined,
      type: { kind: 'decimal', precision: 15, scale: 2 },
      required: false,
      classification: 'internal',
      semanticType: undefined,
      codeList: undefined,
      protection: undefined,
      rules: {},
    },
  ],
  primaryKey: ['id'],
  personalData: undefined,
  freshnessSeconds: undefined,
  authoritativePublisher: undefined,
};

describe('the proof that both sides are equal', () => {
  let server: EmbeddedPostgres;
  let client: pg.Client;
  beforeAll(async () => {
    server = await startPostgres();
    client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await server.stop();
  });
  beforeEach(async () => {
    await client.query(`
      drop table if exists legacy, stored;
      create table legacy (id text primary key, name text, fee numeric(15,2));
      insert into legacy select n::text, 'person ' || n, n * 1.5 from generate_series(1, 12000) n;
      create table stored as select id, name, fee::numeric(15,2) from legacy order by id desc`);
  });

  const prove = () =>
    proveEqual({
      contract,
      mapping: identityMapping(contract.properties),
      dictionary,
      source: postgresTable({ connectionString: server.connectionString, collection: 'public.legacy' }),
      platform: postgresTable({ connectionString: server.connectionString, collection: 'public.stored' }),
      signal: AbortSignal.timeout(30_000),
    });

  it('finds the same records equal in whatever order they lie', async () => {
    const proof = await prove();
    expect(proof).toMatchObject({ equal: true, sourceRecords: 12_000, platformRecords: 12_000, rejected: 0, held: 0 });
    expect(proof.platformHash).toBe(proof.sourceHash);
  });

  it.each([
    ['one value', "update stored set fee = fee + 0.01 where id = '11999'"],
    ['a value that is gone', "update stored set fee = null where id = '5'"],
    ['a missing record', "delete from stored where id = '7'"],
    ['a record too many', "insert into stored values ('x', 'nobody', null)"],
    [
      'two values that changed places',
      "update stored set name = case id when '1' then 'person 2' else 'person 1' end where id in ('1', '2')",
    ],
  ])('finds %s', async (_what, statement) => {
    await client.query(statement);
    const proof = await prove();
    expect(proof.equal).toBe(false);
    expect(proof.platformHash).not.toBe(proof.sourceHash);
  });

  it('leaves a key out on both sides when its present row is refused', async () => {
    await client.query("update legacy set name = '' where id in ('3', '4'); delete from stored where id = '4'");
    const proof = await prove();
    expect(proof).toMatchObject({ equal: true, sourceRows: 12_000, sourceRecords: 11_998, platformRows: 11_999, rejected: 2, held: 1 });
    expect(proof.refusals).toEqual([{ code: 'too-short', property: '/name', count: 2 }]);
  });

  it('is not content with a stored record that breaks the contract', async () => {
    await client.query("update legacy set name = '' where id = '3'; update stored set name = '' where id = '3'");
    expect((await prove()).equal).toBe(false);
  });
});
