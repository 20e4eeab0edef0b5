import { readAll } from '@lienthong/conformance/reading';
import type { RowValues } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

/** `Nguyễn` as TCVN3 has it, all that is below a letter of VNI, and what is UTF-8 by chance. */
const stored = { name: '4e6775796f6e', tcvn3: '4e677579d46e', holes: '818d8f909d', byChance: 'c3a9' } as const;
const texts = Object.values(stored);

/** The bytes of a text, however the driver gave it. */
const hex = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? Buffer.from(value, 'utf8') : value instanceof Uint8Array ? value : []).toString('hex');

describe.each(everywhere)('texts that the character set of their column does not explain, on $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
    await server.sql(
      "create table ho_so (id int primary key, ten varchar(20) character set latin1, ghi text character set latin1, moi varchar(20) character set utf8mb4, loai enum('Đ','é') character set utf8mb4)",
    );
    const rows = texts.map((text, index) => `(${index}, x'${text}', x'${text}', 'Nguyễn', 'Đ')`);
    await server.sql(`insert into ho_so values ${rows.join(', ')}`);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  const selectOf = (columns: readonly string[], key = ['id']) => select('ho_so', columns, key, server.input.database);
  const column = (rows: readonly RowValues[], index: number) => rows.map((row) => hex(row[index]));

  it('come byte for byte with storedText, and texts in UTF-8 beside them as ever', async () => {
    await using source = await openSource({ ...server.input, storedText: true });
    const rows = await readAll(source.snapshot, selectOf(['id', 'ten', 'ghi', 'moi', 'loai']), 1_000, 2);
    expect(column(rows, 1)).toEqual(texts);
    expect(column(rows, 2)).toEqual(texts);
    expect(rows.map((row) => [row[3], row[4]])).toEqual(texts.map(() => ['Nguyễn', 'Đ']));
  });

  it('come so for the columns that are named, and without it as latin1 reads them, every byte a character', async () => {
    await using source = await openSource({ ...server.input, storedText: [`${server.input.database}.ho_so.ten`] });
    const rows = await readAll(source.snapshot, selectOf(['id', 'ten', 'ghi']));
    expect(column(rows, 1)).toEqual(texts);
    expect(rows.map((row) => row[2])).toEqual(['Nguyon', 'NguyÔn', '\u0081\u008d\u008f\u0090\u009d', 'Ã©']);
  });

  it('are a key to walk by, although they are no UTF-8', async () => {
    await server.sql('create table theo_ten (ten varchar(20) character set latin1 collate latin1_bin primary key)');
    await server.sql(`insert into theo_ten values ${texts.map((text) => `(x'${text}')`).join(', ')}`);
    await using source = await openSource({ ...server.input, storedText: true });
    const rows = await readAll(source.snapshot, select('theo_ten', ['ten'], ['ten'], server.input.database), 2, 1);
    expect(column(rows, 0).sort()).toEqual([...texts].sort());
  });
});
