import { mysql } from '@lienthong/adapter-mysql';
import type { Mapping } from '@lienthong/core';
import { type EmbeddedMysql, listMysqlInstallations, type MysqlInstallation, startMysql } from '@lienthong/embedded-mysql';
import { createConnection } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { type ConnectorOptions, createConnector, type DatasetOptions, type ReadOptions } from '../src/index.ts';
import { never } from './connect.ts';
import { citizens, dataset } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { platformRows, type World } from './world.ts';

const newWorld = sourceServer();
const installations = await listMysqlInstallations();

const mapping: Mapping = {
  properties: {
    id: { column: 'id', cast: true },
    name: { column: 'ho_ten', encoding: 'tcvn3' },
    born: { column: 'ngay_sinh' },
    income: { column: 'thu_nhap' },
    updatedAt: { column: 'cap_nhat_luc' },
  },
};

/** `Nguyễn Văn ` as programs with a TCVN3 font kept it in latin1. */
const tcvn3 = '4e677579d46e2056a86e20';

const table = `create table cong_dan (id bigint unsigned primary key, ho_ten varchar(60) character set latin1, ngay_sinh date,
  thu_nhap decimal(15,2), cap_nhat_luc timestamp(6) not null default current_timestamp(6), key (cap_nhat_luc, id))`;

/** Every hundredth day of birth is all zeros. */
function rowsOf(from: number, to: number): string {
  const rows = Array.from({ length: to - from + 1 }, (_, index) => from + index).map(
    (id) =>
      `(${id}, concat(x'${tcvn3}', ${id}), ${id % 100 === 0 ? "'0000-00-00'" : "'1990-02-03'"}, ${id % 1_000}.25, date_add('2026-01-01 00:00:00.123456', interval ${id} second))`,
  );
  return `insert into cong_dan values ${rows.join(', ')}`;
}

/** What the platform must hold; the writer lives at +00:00. */
function expected(ids: readonly number[]): readonly string[] {
  return ids.map((id) => {
    const at = new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString().slice(0, 19).replace('T', ' ');
    const born = id % 100 === 0 ? '' : '|1990-02-03';
    return `${id}|Nguyễn Văn ${id}${born}|${id % 1_000}.25|${at}.123456`;
  });
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe.each(installations)('$product $version', (installation) => {
  test.each<ReadOptions>([{ kind: 'snapshot' }, { kind: 'incremental', watermark: 'cap_nhat_luc', settleSeconds: 0 }])(
    'publishes legacy texts, zero dates and unsigned keys: $kind',
    async (read) => {
      await using world = await newWorld();
      await using server = await startMysql({ installation });
      await using writer = await writerOf(server);
      await writer.sql(table);
      await writer.sql(rowsOf(1, 3_000));
      const options = optionsOf(world, server, read);
      const first = await createConnector(options).run(never, { once: true });
      expect(first.datasets).toMatchObject([{ dataset, rowsRead: 3_000, rejected: 0, failure: undefined }]);
      expect(await platformRows(world, dataset)).toEqual(expected(range(1, 3_000)));
      await writer.sql(rowsOf(3_001, 3_050));
      await createConnector(options).run(never, { once: true });
      expect(await platformRows(world, dataset)).toEqual(expected(range(1, 3_050)));
    },
  );

  test('G-01, G-24: follows the log behind a snapshot, and holds what the table holds', async () => {
    await using world = await newWorld();
    await using server = await startMysql({ installation });
    await using writer = await writerOf(server);
    await writer.sql(table);
    await writer.sql(rowsOf(1, 3_000));
    const options = optionsOf(world, server, { kind: 'changes' });
    const first = await createConnector(options).run(never, { once: true });
    expect(first.datasets).toMatchObject([{ dataset, rowsRead: 3_000, rejected: 0, phase: 'following', failure: undefined }]);
    await writer.sql('update cong_dan set thu_nhap = 0.25 where id <= 5');
    await writer.sql('delete from cong_dan where id between 6 and 10');
    await writer.sql(rowsOf(3_001, 3_050));
    const second = await createConnector(options).run(never, { once: true });
    expect(second.datasets[0]).toMatchObject({ rowsRead: 60, failure: undefined });
    const wanted = expected([...range(1, 5), ...range(11, 3_050)]).map((row, index) =>
      index < 5 ? row.replace(/[|]\d+[.]25/, '|0.25') : row,
    );
    expect(await platformRows(world, dataset)).toEqual(wanted);
  });

  test('what a foreign key deleted by itself, without a word in the log, is gone', async () => {
    await using world = await newWorld();
    await using server = await startMysql({ installation, settings: unloggedKeys(installation) });
    await using writer = await writerOf(server);
    await writer.sql('create table ho (id int primary key)');
    await writer.sql(table);
    await writer.sql('alter table cong_dan add column ho int, add foreign key (ho) references ho (id) on delete cascade');
    await writer.sql('insert into ho values (1), (2)');
    await writer.sql(
      rowsOf(1, 3_000).replace('insert into cong_dan', 'insert into cong_dan (id, ho_ten, ngay_sinh, thu_nhap, cap_nhat_luc)'),
    );
    await writer.sql('update cong_dan set ho = 1 where id between 100 and 2100');
    const options = optionsOf(world, server, { kind: 'changes' });
    await createConnector(options).run(never, { once: true });
    await writer.sql('delete from ho where id = 1');
    await writer.sql('update cong_dan set thu_nhap = 0.25 where id = 1');
    const second = await createConnector(options).run(never, { once: true });
    expect(second.datasets[0]).toMatchObject({ phase: 'following', rejected: 0, failure: undefined });
    const wanted = expected([...range(1, 99), ...range(2_101, 3_000)]).map((row) =>
      row.startsWith('1|') ? row.replace('|1.25', '|0.25') : row,
    );
    expect(await platformRows(world, dataset)).toEqual(wanted);
    // Nothing waits any more: the next run reads nothing again.
    expect((await createConnector(options).run(never, { once: true })).datasets[0]).toMatchObject({ rowsRead: 0 });
  });
});

/** MySQL from 9.6 on carries foreign keys out above the engine, and logs them, unless told otherwise. */
function unloggedKeys({ product, version }: MysqlInstallation): Readonly<Record<string, string>> {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return product === 'MySQL' && (major > 9 || (major === 9 && minor >= 6)) ? { 'innodb-native-foreign-keys': 'ON' } : {};
}

function optionsOf(world: World, server: EmbeddedMysql, read: ReadOptions): ConnectorOptions {
  const { host, port, user, password } = server;
  const zeroDates = { 'ho_tich.cong_dan.ngay_sinh': 'null' } as const;
  const adapter = mysql({ host, port, user, password, database: 'ho_tich', zeroDates });
  const datasets: readonly DatasetOptions[] = [{ ...citizens, from: 'cong_dan', mapping, read }];
  return world.options(datasets, {
    source: { name: 'ho-tich', adapter, limits: { rowsPerRange: 500, batchRows: 200, heartbeatMs: 100 } },
  });
}

interface Writer extends AsyncDisposable {
  sql(text: string): Promise<void>;
}

async function writerOf({ host, port, user, password }: EmbeddedMysql): Promise<Writer> {
  const connection = await createConnection({ host, port, user, password });
  for (const statement of ['create database ho_tich', 'use ho_tich', "set time_zone = '+00:00'", "set sql_mode = ''"])
    await connection.query(statement);
  return { sql: async (text) => void (await connection.query(text)), [Symbol.asyncDispose]: () => connection.end() };
}
