import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnector } from '@lienthong/connector';
import { generateKeyPair } from '@lienthong/core';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import { createPlatform, type Platform } from '@lienthong/platform';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hoTich } from '../src/config.ts';

const example = fileURLToPath(new URL('..', import.meta.url));
const rows = 1_000;

describe('the example of a civil-status table', () => {
  let folder: string;
  let legacy: EmbeddedPostgres;
  let platform: Platform;
  const { privateKey, publicKey, keyId } = generateKeyPair();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lienthong-example-'));
    [legacy, platform] = await Promise.all([startPostgres({ settings: { timezone: 'Asia/Ho_Chi_Minh' } }), createPlatform()]);
    await platform.admin.registerAgency({ agency: 'H26.12' });
    await platform.admin.addKey({ agency: 'H26.12', publicKey });
    await platform.admin.allowPublishing({ agency: 'H26.12', dataset: '*' });
    await query(legacy.connectionString, await readFile(join(example, 'legacy.sql'), 'utf8'));
    await query(legacy.connectionString, `select setseed(0.5); select ho_tich.them(1, ${rows})`);
  });

  afterEach(async () => {
    await Promise.all([legacy.stop(), platform.close(0)]);
    await rm(folder, { recursive: true, force: true });
  });

  it('publishes every right row as a program of its own, with functions in its mapping', async () => {
    const connector = createConnector(
      hoTich({
        database: legacy.connectionString,
        platformUrl: platform.url,
        keyId,
        privateKey,
        receiptKey: platform.receiptKey.publicKey,
        state: join(folder, 'state'),
      }),
    );
    const { datasets, pendingBatches } = await connector.run(AbortSignal.timeout(60_000), { once: true });
    expect(pendingBatches).toBe(0);
    const rejected = datasets[0]?.rejected ?? 0;
    expect(rejected).toBeGreaterThan(0);
    await expectPublished(rows - rejected);
  });

  it('publishes the same from its YAML with the command, and says by code 4 that records were rejected', async () => {
    for (const file of ['contract.yaml', 'lienthong.yaml']) await copyFile(join(example, file), join(folder, file));
    await writeFile(join(folder, 'agency.private.pem'), privateKey, { mode: 0o600 });
    await writeFile(join(folder, 'receipt-key.public.pem'), platform.receiptKey.publicKey);
    const first = await lienthong('run', '--once', '--json');
    expect(first.code).toBe(4);
    const { result } = JSON.parse(first.stdout) as { result: { datasets: [{ recordsDelivered: number; rejected: number }] } }; // the report's promise
    const [{ rejected }] = result.datasets;
    await expectPublished(rows - rejected);

    const doctor = await lienthong('doctor');
    expect(doctor.stdout).toContain('everything is in order');
    expect(doctor.code).toBe(0);

    const status = JSON.parse((await lienthong('status', '--json')).stdout) as { result: { datasets: unknown[] } }; // the report's promise
    expect(status.result.datasets).toMatchObject([
      { dataset: 'ho-tich.cong-dan', epoch: 1, phase: 'following', pendingBatches: 0, waitingDeadLetters: rejected },
    ]);

    // A clerk mends a row: its dead letter is done with the next run. A look-up that is mended publishes the others.
    const letters = await lienthong('dead-letters', 'list', '--code', 'code-unknown', '--json');
    const { deadLetters } = (JSON.parse(letters.stdout) as { result: { deadLetters: { id: number; pointer: string }[] } }).result; // the report's promise
    const sex = deadLetters.filter(({ pointer }) => pointer === '/gioiTinh');
    expect(sex.length).toBeGreaterThan(0);
    const shown = await lienthong('dead-letters', 'show', String(sex[0]?.id));
    expect(shown.stderr).toBe('');
    expect(shown.stdout).toContain('gioi_tinh');
    expect(shown.stdout).toContain('The values are not shown');
    const config = await readFile(join(folder, 'lienthong.yaml'), 'utf8');
    await writeFile(
      join(folder, 'lienthong.yaml'),
      config.replace('lookup: { Nam: nam,', "lookup: { '?': khac, '3': khac, x: khac, Nam: nam,"),
    );
    const retried = await lienthong('dead-letters', 'retry', ...sex.map(({ id }) => String(id)));
    expect(retried.stdout).toContain(`${sex.length} published again, 0 refused again`);
    expect((await lienthong('run', '--once')).code).toBe(0);
    await expectPublished(rows - rejected + sex.length);
  });

  async function expectPublished(count: number): Promise<void> {
    const published = await query(platform.databaseUrl, 'select count(*)::int as count from public.ho_tich_cong_dan');
    expect(published).toEqual([{ count }]);
    const [{ key = '' } = {}] = await query(
      legacy.connectionString,
      "select so_dinh_danh as key from ho_tich.cong_dan where gioi_tinh = 'NỮ' and ngay_sinh ~ '^\\d\\d/\\d\\d/' order by 1 limit 1",
    );
    const [record] = await query(
      platform.databaseUrl,
      `select "gioiTinh", "ngaySinh", "hoTen" from public.ho_tich_cong_dan where "soDinhDanh" = '${String(key)}'`,
    );
    expect(record).toMatchObject({ gioiTinh: 'nu', ngaySinh: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as unknown });
  }

  async function lienthong(
    ...parameters: string[]
  ): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
    const command = join(dirname(createRequire(import.meta.url).resolve('lienthong/package.json')), 'bin/lienthong.mjs');
    const child = spawn(process.execPath, [command, ...parameters], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HO_TICH_DATABASE: legacy.connectionString,
        LIENTHONG_PLATFORM: platform.url,
        LIENTHONG_KEY_ID: keyId,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, stdout, stderr };
  }
});

async function text(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function query(connectionString: string, statement: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const result = (await client.query(statement)) as pg.QueryResult | pg.QueryResult[]; // several statements give several results
    return Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows;
  } finally {
    await client.end();
  }
}
