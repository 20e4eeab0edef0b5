import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPackageFile } from '../src/package-file.ts';
import { contractStore } from '../src/storage/contracts.ts';
import { type Database, openDatabase } from '../src/storage/database.ts';
import { migrate } from '../src/storage/migrate.ts';
import { readFeed } from '../src/storage/read-feed.ts';
import { rowReader } from '../src/storage/rows.ts';
import { testContract } from './contract.ts';
import { testServer } from './server.ts';

const newDatabase = testServer();
let database: Database;
beforeAll(async () => {
  database = openDatabase({ connectionString: await newDatabase(), connections: 2, applicationName: 'test' });
});
afterAll(() => database.close());

// Two streams whose records were numbered in turns, as the first version of the schema did; more than one entry will hold.
const contract = testContract({ ma: 'string', ten: 'string' });
const records = 12_000;
const before = `
  create table public.lienthong_migrations (file text primary key, applied_at timestamptz not null default now());
  insert into public.lienthong_migrations (file) values ('0001-control.sql');
  insert into lienthong.datasets (dataset, table_name, view_name, layout, change) values ('thu-nghiem.nguoi', 'thu-nghiem.nguoi', 'thu_nghiem_nguoi', 1, 30000);
  insert into lienthong.dataset_columns values ('thu-nghiem.nguoi', 'ma', 'ma', 'string', 1), ('thu-nghiem.nguoi', 'ten', 'ten', 'string', 2);
  insert into lienthong.contracts (dataset, version, yaml, contract, columns) values ('thu-nghiem.nguoi', '1.0.0', '', '${JSON.stringify(contract)}', '{ma,ten}');
  insert into lienthong.streams (agency, source, dataset, epoch) values ('H26', 'a', 'thu-nghiem.nguoi', 1), ('H26', 'b', 'thu-nghiem.nguoi', 1);
  create table data."thu-nghiem.nguoi" (_stream integer not null, _key text collate "C" not null, _epoch bigint not null, _version text collate "C" not null,
    _sequence bigint not null, _line integer not null, _deleted boolean not null, _contract integer not null, _at timestamptz, _tx text,
    _change bigint not null, ma text, ten text, primary key (_stream, _key));
  create index on data."thu-nghiem.nguoi" (_change);
  insert into data."thu-nghiem.nguoi" select 1 + number % 2, format('["%s"]', number), 1, '0', 7, number, number % 10 = 0, 1, null, null, 2 * number, number, 'An'
    from generate_series(1, ${records}) number;
`;

it('brings records that were numbered one by one into the feed, each once, above every number that was given', async () => {
  await database.use(async (client) => {
    await client.query(await readPackageFile('sql/0001-control.sql'));
    await client.query(before);
  });
  await migrate(database);
  const reader = rowReader(contractStore(database));
  const query = { dataset: contract.dataset, streams: [1, 2], after: 30_000, limit: 2 * records, deletions: true };
  const { rows, more } = await database.transaction((client) => readFeed(client, reader, query));
  expect(more).toBe(false);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(records);
  expect(rows).toHaveLength(records);
  expect(rows.filter(({ record }) => record === undefined)).toHaveLength(records / 10);
  const feed = await database.use((client) =>
    client.query('select change::integer, told::integer, passed::integer from lienthong.datasets'),
  );
  expect(feed.rows).toEqual([{ change: 30_000 + records, told: records, passed: 0 }]);
  // By key and place as they are stored now, and their order by key is that of their numbers.
  const found = await database.use((client) =>
    client.query(
      `select number, lienthong.key_text(_key) as key, _place = lienthong.place(1, '0', 7, number) as placed,
         array[lienthong.epoch_of(_place), lienthong.sequence_of(_place)]::integer[] as batch, _deleted as gone
       from (select *, ma::integer as number from data."thu-nghiem.nguoi") record
       where _key = any(array[lienthong.stored_key(2, '["9"]'), lienthong.stored_key(1, '["10"]'), lienthong.stored_key(2, '["10"]'), lienthong.stored_key(2, '["8001"]')])
       order by _key`,
    ),
  );
  expect(found.rows).toEqual([
    { number: 10, key: '["10"]', placed: true, batch: [1, 7], gone: true },
    { number: 9, key: '["9"]', placed: true, batch: [1, 7], gone: false },
    { number: 8001, key: '["8001"]', placed: true, batch: [1, 7], gone: false },
  ]);
  expect(rows.find(({ key }) => key === '["8001"]')).toMatchObject({ epoch: 1, version: '0', record: '{"ma":"8001","ten":"An"}' });
  const indexes = await database.use((client) =>
    client.query(`select pg_get_indexdef(indexrelid) as index from pg_index where indrelid = 'data."thu-nghiem.nguoi"'::regclass`),
  );
  expect(indexes.rows).toEqual([
    { index: expect.stringMatching(/^CREATE UNIQUE INDEX .* USING btree \(_key\) WITH \(fillfactor='?50'?\)$/) },
  ]);
  // Nobody counted them: the next epoch has to look.
  const streams = await database.use((client) => client.query('select records, renewed from lienthong.streams'));
  expect(streams.rows).toEqual([
    { records: null, renewed: null },
    { records: null, renewed: null },
  ]);
});
