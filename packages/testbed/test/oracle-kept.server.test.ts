import { startPostgres } from '@lienthong/embedded-postgres';
import { expect, it } from 'vitest';
import { type OracleSession, type OracleTestEngine, type OracleValue, openOracleEngine } from '../src/oracle/index.ts';

const signal = new AbortController().signal;

async function login(engine: OracleTestEngine, sid: number): Promise<OracleSession> {
  const target = engine.find('service', 'PDB1');
  if (target === undefined) throw new Error('There is no service PDB1.');
  return engine.connect({ target, user: 'SYSTEM', role: undefined, program: 'test', machine: 'here', sid, serial: 1 });
}

async function run(session: OracleSession, text: string): Promise<readonly (readonly OracleValue[])[]> {
  const { cursor } = await session.execute({ text, binds: [[]], commit: false }, signal);
  return cursor === undefined ? [] : cursor.fetch(1_000, signal);
}

it('a database that is kept survives a crash: what was committed stays, what was open is rolled back, and its log says so and goes on', async () => {
  await using postgres = await startPostgres();
  const options = { postgres: postgres.connectionString, keptAs: 'here' };
  const first = await openOracleEngine(options);
  const writer = await login(first, 31);
  await run(writer, 'alter database add supplemental log data');
  await run(writer, 'create table person (id number(10) primary key, name varchar2(20))');
  await run(writer, "insert into person values (1, 'An')");
  await writer.commit();
  const [[dbid, before] = []] = await run(writer, 'select dbid, current_scn from v$database');
  await run(writer, "insert into person values (2, 'Binh')");
  await run(writer, "update person set name = 'Anh' where id = 1");
  expect(await run(await login(first, 32), 'select count(*) from v$transaction')).toEqual([['1']]);

  await postgres.kill();
  await postgres.restart();

  const second = await openOracleEngine(options);
  try {
    const reader = await login(second, 31);
    expect(await run(reader, 'select id, name from person')).toEqual([['1', 'An']]);
    expect(await run(reader, 'select count(*) from v$transaction')).toEqual([['0']]);
    expect(await run(reader, 'select sid from v$session')).toEqual([['31']]);
    const [[same, after] = []] = await run(reader, 'select dbid, current_scn from v$database');
    expect(same).toBe(dbid);
    expect(Number(after)).toBeGreaterThan(Number(before));
    await run(reader, "insert into person values (3, 'Chi')");
    await reader.commit();
    await run(
      reader,
      "begin dbms_logmnr.add_logfile('/opt/oracle/oradata/redo01.log', dbms_logmnr.new); dbms_logmnr.start_logmnr(options => dbms_logmnr.dict_from_online_catalog); end;",
    );
    const told = await run(reader, `select operation, rollback from v$logmnr_contents where scn > ${String(before)}`);
    expect(told.map(([operation, rollback]) => `${String(operation)} ${String(rollback)}`)).toEqual([
      ...['START 0', 'INSERT 0', 'UPDATE 0', 'UPDATE 1', 'DELETE 1', 'ROLLBACK 0'],
      ...['START 0', 'INSERT 0', 'COMMIT 0'],
    ]);
  } finally {
    await second.close();
  }
});
