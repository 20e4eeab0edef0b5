import { followToNow, never, readAll } from '@lienthong/conformance/reading';
import { isLienThongError, type RowValues } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, select, type TestServer, targets } from './server.ts';

/** `Nguyễn` as TCVN3 has it, a letter that Windows-1258 does not have, and what is UTF-8 by chance. */
const stored = { name: '4e6775796f6e', tcvn3: '4e677579d46e', unknown: '8de1', byChance: 'c3a9' } as const;
const texts = Object.values(stored);

const selection = select('ho_so', ['id', 'ten'], ['id']);

/** The bytes of a row's text, however the driver gave it. */
const hex = ([, value]: RowValues): string =>
  typeof value === 'string'
    ? Buffer.from(value, 'utf8').toString('hex')
    : Buffer.from(value instanceof Uint8Array ? value : []).toString('hex');

describe.each(targets)('texts that the encoding of a database does not explain, on $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open({ wal_level: 'logical' });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  const provider = target.major >= 15 ? " locale_provider 'libc'" : '';
  const makeDatabase = async (encoding: string, values: readonly string[]): Promise<string> => {
    const database = `legacy_${encoding.toLowerCase()}_${values.length}`;
    await server.sql(`create database ${database} template template0 encoding '${encoding}' lc_collate 'C' lc_ctype 'C'${provider}`);
    await server.sql('create table ho_so (id int primary key, ten text)', database);
    await insert(database, encoding, 0, values);
    return database;
  };
  const insert = async (database: string, encoding: string, from: number, values: readonly string[]) => {
    const rows = values.map((value, index) => `(${from + index}, convert_from('\\x${value}', '${encoding}'))`);
    // The statement is ASCII, and what it makes is never sent to us: no conversion stands in its way.
    await server.sql(`insert into ho_so values ${rows.join(', ')}`, database);
  };
  const open = (database: string, storedText: boolean) => {
    const url = new URL(String(server.input.connectionString));
    url.pathname = `/${database}`;
    return openSource({ connectionString: url.href, slot: database, publication: database, storedText });
  };

  it.each(['SQL_ASCII', 'WIN1258', 'WIN1252', 'LATIN1'])('come byte for byte from %s, in snapshot and log', async (encoding) => {
    const database = await makeDatabase(encoding, texts);
    await using source = await open(database, true);
    const start = await source.changes.start([selection], never);
    expect((await readAll(source.snapshot, selection)).map(hex)).toEqual(texts);
    await insert(database, encoding, 100, texts);
    await server.sql('update ho_so set ten = ten where id = 101', database);
    const { changes } = await followToNow(source.changes, [selection], start);
    expect(changes.map((change) => (change.op === 't' ? '' : hex(change.row)))).toEqual([...texts, stored.tcvn3]);
  });

  it.each(['SQL_ASCII', 'WIN1258'])(
    'stop the reading of %s that would convert them, with what to do, and no byte of them is told',
    async (encoding) => {
      const database = await makeDatabase(encoding, [stored.name, stored.unknown]);
      await using source = await open(database, false);
      const failure = await readAll(source.snapshot, selection).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!isLienThongError(failure)) throw new Error('an error of ours was expected');
      expect(failure.code).toBe('SOURCE_NOT_READY');
      expect(failure.retry).toBe('operator');
      expect(failure.remedy).toMatch(/storedText: true/);
      const { findings } = await source.probe(never);
      expect(findings.filter(({ id }) => id === 'encoding-unconvertible').map(({ remedy }) => remedy)).toEqual([
        expect.stringMatching(/storedText: true/),
      ]);
      expect(`${failure.message} ${failure.stack} ${String(failure.cause)}`).not.toMatch(/8d/i);
    },
  );
});
