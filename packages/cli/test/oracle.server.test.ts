import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@lienthong/embedded-postgres';
import { openOracleEngine, startOracle } from '@lienthong/testbed/oracle';
import oracledb from 'oracledb';
import { expect, it } from 'vitest';
import { runLienthong } from './run-lienthong.ts';

const example = new URL('../../../examples/ho-tich/', import.meta.url);
const reader = 'CANARY';

/** The example's accounts and table, with its first persons. */
async function fill(place: string, administrator: { readonly user: string; readonly password: string }): Promise<void> {
  const { accounts, schema, insertPerson, personValues } = (await import(new URL('legacy.oracle.mjs', example).href)) as {
    accounts(owner: string, reader: string): readonly string[];
    schema: readonly string[];
    insertPerson: string;
    personValues(number: number): (string | number | null)[];
  }; // the example's own file
  const system = await oracledb.getConnection({ ...administrator, connectString: place });
  for (const statement of accounts('Owner0', reader)) await system.execute(statement);
  await system.close();
  const owner = await oracledb.getConnection({ user: 'ho_tich', password: 'Owner0', connectString: place });
  for (const statement of schema) await owner.execute(statement);
  for (let number = 1; number <= 20; number++) await owner.execute(insertPerson, personValues(number));
  await owner.commit();
  await owner.close();
}

it('describes and profiles a database of Oracle by its connection string, examines it by the configuration of the example, and shows no password', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-oracle-'));
  const postgres = await startPostgres();
  try {
    const engine = await openOracleEngine({
      ...{ postgres: postgres.connectionString, version: '21.3.0.0.0', characterSet: 'WE8MSWIN1252', pluggable: 'HTPDB' },
    });
    try {
      await using server = await startOracle({ engine });
      await fill(`${server.host}:${server.port}/HTPDB`, engine.administrator);
      const url = `oracle://lienthong:${reader}@${server.host}:${server.port}/HTPDB`;
      const described = await runLienthong(['describe', '--url', url, '--json']);
      expect(described.stderr).toBe('');
      expect(described.code).toBe(0);
      expect(described.stdout).toContain('"HO_TICH.CONG_DAN"');
      expect(described.stdout).toContain('"SO_DINH_DANH"');
      const profiled = await runLienthong(['profile', '--only', 'HO_TICH.CONG_DAN', '--url', url, '--json']);
      expect(profiled.code).toBe(0);
      expect(profiled.stdout).toContain('"complete":true');

      for (const file of ['contract.yaml', 'lienthong.oracle.yaml'])
        await writeFile(join(folder, file), await readFile(new URL(file, example)));
      for (const file of ['agency.private.pem', 'receipt-key.public.pem']) await writeFile(join(folder, file), 'none');
      const examined = await runLienthong(['doctor', '-c', 'lienthong.oracle.yaml', '--lang', 'en'], {
        ...{ cwd: folder, environment: { HO_TICH_DATABASE: url, LIENTHONG_KEY_ID: 'none', LIENTHONG_PLATFORM: 'http://127.0.0.1:9' } },
      });
      expect(examined.stdout).toContain('Oracle Database 21.3.0.0.0');
      expect(`${described.stdout}${profiled.stdout}${profiled.stderr}${examined.stdout}${examined.stderr}`).not.toContain(reader);
    } finally {
      await engine.close();
    }
  } finally {
    await postgres.stop('immediate');
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
