import { readdirSync, readFileSync } from 'node:fs';
import { never } from '@lienthong/conformance/reading';
import { OracleError, startOracle } from '@lienthong/testbed/oracle';
import { expect, it } from 'vitest';
import { type Answer, number, password, scriptedEngine, text } from './scripted-engine.ts';
import { openSource, targets } from './server.ts';

it('G-29, G-32: says of tables what stands in the way, and is silent when it was mended', async () => {
  const [target] = targets;
  if (target === undefined) throw new Error('there is no server');
  await using server = await target.open({ characterSet: 'WE8MSWIN1252' });
  await server.sql('create table khong_khoa (id number(9) not null, ten varchar2(20))');
  await server.sql('create table tep (id number(9) not null primary key, noi_dung bfile)');
  const probe = async (storedText: readonly string[] = []) => {
    await using source = await openSource({ ...server.input, changes: 'flashback', storedText });
    return (await source.probe(never)).findings.filter(({ id }) => !id.startsWith('undo-'));
  };
  const found = await probe();
  expect(found.map(({ id, level }) => [id, level])).toEqual([
    ['key-missing', 'warning'],
    ['character-set-foreign', 'info'],
    ['type-unknown', 'warning'],
  ]);
  await server.sql(found[0]?.remedy?.replace('…', 'id').replace(';', '') ?? '');
  await server.sql('alter table tep drop column noi_dung');
  expect((await probe()).map(({ id }) => id)).toEqual(['character-set-foreign']);
  expect(await probe([`${server.schema}.KHONG_KHOA.TEN`])).toEqual([]);
});

/** What a server says that no engine of ours can be made to say. */
const odd: Readonly<Record<string, Answer>> = {
  v$containers: { types: [number, number], rows: [['7', '8']] },
  current_scn: {
    types: [number, number, text, text, text, text, text, number, text, text],
    rows: [['9', '1', 'READ ONLY WITH APPLY', 'ARCHIVELOG', 'YES', 'NO', 'NO', '500', '2024-02-29 13:45:30.123', '+07:00']],
  },
  session_privs: { types: [text], rows: [['LOGMINING'], ['SELECT ANY TRANSACTION']] },
  start_date: { types: [text, text], rows: [['0A000100C7030000', '2024-02-29 13:45:30']] },
  v$logfile: { types: [number, number, number, number, text, text, text], rows: [['1', '8', '600', null, 'CURRENT', 'NO', '/redo08']] },
  v$archived_log: { types: [number, number, number, number, text, text], rows: [['1', '7', '1', '600', 'YES', null]] },
};

it('tells a log of another database, a standby, logs that are gone, a transaction without end and a version that nobody tried', async () => {
  const engine = scriptedEngine(({ text: sql }) => {
    if (sql.includes('v$logmnr_contents')) throw new OracleError(1306, 'dbms_logmnr.start_logmnr() must be invoked first');
    if (sql.includes('1 = 0')) return { types: [number], rows: [['0']] };
    return Object.entries(odd).find(([part]) => sql.includes(part))?.[1];
  });
  await using wire = await startOracle({ engine: { ...engine, database: { ...engine.database, version: '26.1.0.0.0' } } });
  const login = { host: wire.host, port: wire.port, database: 'hotich', user: 'lienthong', password };
  await using source = await openSource({ ...login, changes: 'logminer', logService: 'hotich' });
  const { findings, readiness } = await source.probe(never);
  expect(findings.map(({ id, level }) => [id, level])).toEqual([
    ['version-untested', 'warning'],
    ['log-foreign', 'error'],
    ['standby', 'warning'],
    ['logs-missing', 'error'],
    ['transaction-long', 'warning'],
  ]);
  expect(readiness).toMatchObject({ snapshot: { ready: false }, changes: { ready: false } });
});

it('each finding of the doctor is looked for by a test', () => {
  const source = new URL('../src/', import.meta.url);
  const read = (folder: URL, name: string) => readFileSync(new URL(name, folder), 'utf8');
  const probes = readdirSync(source).filter((name) => name.startsWith('probe'));
  const ids = probes.flatMap((name) => [...read(source, name).matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map((match) => match[1] ?? ''));
  const tests = new URL('./', import.meta.url);
  const tried = readdirSync(tests).flatMap((name) => (name.endsWith('.server.test.ts') ? [read(tests, name)] : []));
  const looked = (id: string) => tried.some((sql) => sql.includes(`'${id}'`));
  expect(ids.length).toBeGreaterThan(15);
  expect([...new Set(ids)].filter((id) => !looked(id))).toEqual([]);
});
