import { never } from '@lienthong/conformance/reading';
import { type IncrementalReader, type Position, type Selection, valuesOfRows } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

async function pass(reader: IncrementalReader, selection: Selection, watermark: string, after?: Position, settleMs = 0) {
  const rows: unknown[] = [];
  let position = after;
  for await (const batch of reader.read({ selection, watermark, after: position, settleMs, batchRows: 3, signal: never })) {
    rows.push(...valuesOfRows(batch.rows).map(([id]) => id));
    position = batch.position;
  }
  return { rows, position };
}

describe.each(everywhere)('incremental reading of $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('reads by rowversion what was written and written again, and loses no row of an open transaction', async () => {
    await server.sql('create table theo_rv (id int not null primary key, ten nvarchar(9) null, rv rowversion)');
    await server.sql("insert into theo_rv (id, ten) values (1, N'a'), (2, N'b')");
    await using source = await openSource(server.input);
    const selection = select('theo_rv', ['id', 'ten', 'rv'], ['id']);
    const first = await pass(source.incremental, selection, 'rv');
    expect(first.rows).toEqual(['1', '2']);
    await using writer = await server.session();
    await writer.sql('begin transaction');
    await writer.sql("insert into theo_rv (id, ten) values (3, N'c')");
    await server.sql("update theo_rv set ten = N'x' where id = 1");
    const second = await pass(source.incremental, selection, 'rv', first.position);
    expect(second.rows).not.toContain('3');
    await writer.sql('commit transaction');
    const third = await pass(source.incremental, selection, 'rv', second.position);
    expect([...second.rows, ...third.rows].sort()).toEqual(['1', '3']);
    expect((await pass(source.incremental, selection, 'rv', third.position)).rows).toEqual([]);
  });

  it('waits for who is writing below a number, ten seconds at most, and steps over nothing', async () => {
    await server.sql('create table theo_so (w int not null primary key)');
    await server.sql('insert into theo_so values (1)');
    await using writer = await server.session();
    await writer.sql('begin transaction');
    await writer.sql('insert into theo_so values (2)');
    await server.sql('insert into theo_so values (3)');
    await using source = await openSource(server.input);
    const selection = select('theo_so', ['w'], ['w']);
    await expect(pass(source.incremental, selection, 'w')).rejects.toMatchObject({ code: 'SOURCE_BUSY', retry: 'backoff' });
    await writer.sql('commit transaction');
    expect((await pass(source.incremental, selection, 'w')).rows).toEqual(['1', '2', '3']);
  });

  it.each(['datetime', 'datetime2(7)', 'datetimeoffset(3)', 'smalldatetime'])(
    'reads by %s what is old enough by the clock of the server',
    async (type) => {
      const name = `theo_${type.replace(/\W/g, '')}`;
      const now = type.startsWith('datetimeoffset') ? 'sysdatetimeoffset()' : 'sysdatetime()';
      await server.sql(`create table ${name} (id int not null primary key, w ${type} not null)`);
      await server.sql(
        `insert into ${name} values (1, dateadd(hour, -2, ${now})), (2, dateadd(hour, -3, ${now})), (3, dateadd(second, -2, ${now}))`,
      );
      await using source = await openSource(server.input);
      const selection = select(name, ['id', 'w'], ['id']);
      const first = await pass(source.incremental, selection, 'w', undefined, 600_000);
      expect(first.rows).toEqual(['2', '1']);
      await server.sql(`insert into ${name} values (4, dateadd(minute, -15, ${now}))`);
      expect((await pass(source.incremental, selection, 'w', first.position, 600_000)).rows).toEqual(['4']);
    },
  );

  it('reads by date when the day is over', async () => {
    await server.sql('create table theo_ngay (id int not null primary key, w date not null)');
    await server.sql("insert into theo_ngay values (1, convert(date, sysdatetime())), (2, '2020-01-01'), (3, '2019-12-31')");
    await using source = await openSource(server.input);
    expect((await pass(source.incremental, select('theo_ngay', ['id', 'w'], ['id']), 'w')).rows).toEqual(['3', '2']);
  });

  it('refuses rows whose watermark is NULL, and a column that puts nothing in order', async () => {
    await server.sql('create table co_null (id int not null primary key, w int null, ten nvarchar(9) null)');
    await server.sql('insert into co_null (id) values (1)');
    await using source = await openSource(server.input);
    const selection = select('co_null', ['id', 'w', 'ten'], ['id']);
    await expect(pass(source.incremental, selection, 'w')).rejects.toMatchObject({ code: 'SOURCE_NOT_READY' });
    await expect(pass(source.incremental, selection, 'ten')).rejects.toMatchObject({ code: 'CAPABILITY_MISSING' });
  });
});
