import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CanaryColumn, canaryColumns, formsOf } from './canary-values.ts';
import { lastJson, main, runLienthong } from './run-lienthong.ts';

const seed = Number(process.env['LIENTHONG_TEST_SEED'] ?? Date.now() % 1_000_000);
const rows = 300;

describe(`no value of a row in anything that a person is shown (LIENTHONG_TEST_SEED=${seed})`, () => {
  const columns = canaryColumns(seed);
  let folder: string;
  let server: EmbeddedPostgres;
  let platform: ChildProcess;
  let platformUrl: string;
  let platformSaid = '';
  /** What was shown, by what showed it. */
  const shown = new Map<string, string>();

  const lienthong = async (parameters: readonly string[], expected: readonly (number | null)[] = [0]): Promise<string> => {
    const ended = await runLienthong(parameters, {
      cwd: folder,
      environment: { DATABASE: server.connectionString, LIENTHONG_PLATFORM: platformUrl },
    });
    const text = `${ended.stdout}\n${ended.stderr}`;
    expect(expected, `lienthong ${parameters.join(' ')} ended with ${ended.code}: ${text}`).toContain(ended.code);
    shown.set(`lienthong ${parameters.join(' ')}`, text);
    return text;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(process.getuid?.() === 0 ? '/tmp' : tmpdir(), 'lienthong-canary-'));
    await chmod(folder, 0o755);
    server = await startPostgres({ settings: { wal_level: 'logical', fsync: 'off' } });
    await fill(server, columns);
    const made = await runLienthong(['keys', 'generate', '--name', 'agency', '--json'], { cwd: folder });
    const { keyId } = (lastJson(made) as { readonly result: { readonly keyId: string } }).result;
    const started = startPlatform(folder, (text) => (platformSaid += text));
    platform = started.process;
    const ready = await started.ready;
    platformUrl = ready.url;
    await writeFile(join(folder, 'contract.yaml'), contractOf(columns));
    await writeFile(join(folder, 'lienthong.yaml'), configOf(columns, keyId, ready.receiptKeyFile));
  }, 60_000);

  afterAll(async () => {
    platform.kill('SIGKILL');
    await server.stop('immediate');
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  it('stands there: everything is asked for in both languages, for people and for machines', async () => {
    await lienthong(['validate', '--config', 'lienthong.yaml']);
    await lienthong(['doctor', '--config', 'lienthong.yaml'], [0, 1]);
    const ran = await lienthong(['run', '--config', 'lienthong.yaml', '--once', '--debug'], [4]);
    expect(ran).toMatch(/rejected|refused|từ chối/i);
    for (const language of ['en', 'vi']) {
      for (const format of [[], ['--json']]) {
        const flags = ['--config', 'lienthong.yaml', '--lang', language, ...format];
        await Promise.all([
          lienthong(['doctor', ...flags], [0, 1]),
          lienthong(['describe', ...flags]),
          lienthong(['profile', '--only', 'public.ho_so', ...flags], [0, 1]),
          lienthong(['status', ...flags]),
          lienthong(['dead-letters', 'list', ...flags]),
        ]);
      }
    }
    await lienthong(['run', '--config', 'lienthong.yaml', '--once', '--new-epoch', 'thu.canary', '--json'], [4]);
    for (const format of ['text', 'json', 'csv', 'html']) await lienthong(['quality', '--config', 'lienthong.yaml', '--format', format]);
    const token = (await readFile(join(folder, 'token'), 'utf8')).trim();
    const headers = { authorization: `Bearer ${token}`, 'lienthong-purpose': 'test' };
    for (const path of [
      '/metrics',
      '/v1/status',
      '/v1/catalog',
      '/v1/datasets/thu.canary/records?limit=zzz',
      '/v1/contracts/thu.canary/1.0.0',
      '/v1/datasets/thu.canary/quality?format=json',
      '/v1/datasets/thu.canary/quality?format=html&lang=vi',
    ])
      shown.set(`GET ${path}`, await (await fetch(new URL(path, platformUrl), { headers })).text());
    // The one place where values are meant to be seen: it shows that the search would find them.
    const records = await (await fetch(new URL('/v1/datasets/thu.canary/records', platformUrl), { headers })).text();
    const unseen = columns.filter(({ stem }) => !formsOf(stem).some((form) => records.includes(form))).map(({ name }) => name);
    expect(unseen.filter((name) => !['dan_toc', 'gioi_tinh', 'ngay_sinh_chu'].includes(name))).toEqual([]);
    shown.set('what the platform said', platformSaid);
  }, 120_000);

  it('is in none of it', () => {
    expect(shown.size).toBeGreaterThan(25);
    const leaks = [...shown].flatMap(([source, text]) =>
      columns.flatMap(({ name, stem }) =>
        formsOf(stem)
          .filter((form) => text.includes(form))
          .map((form) => `${source}: ${name} as ${form}`),
      ),
    );
    expect(leaks).toEqual([]);
  });
});

async function fill(server: EmbeddedPostgres, columns: readonly CanaryColumn[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  await client.query(`create table ho_so (id int primary key, ${columns.map(({ name, sqlType }) => `${name} ${sqlType}`).join(', ')})`);
  const tuples = Array.from({ length: rows }, (_, i) => `(${i}, ${columns.map((column) => column.value(i)).join(', ')})`);
  await client.query(`insert into ho_so values ${tuples.join(', ')}`);
  await client.end();
}

function contractOf(columns: readonly CanaryColumn[]): string {
  return `apiVersion: v3.1.0
kind: DataContract
id: thu.canary
version: 1.0.0
status: active
description: { purpose: a test }
customProperties:
  - { property: dataSubjects, value: [Nobody] }
  - { property: processingPeriod, value: P1D }
  - { property: deletion, value: With the test }
  - { property: legalBasis, value: state-agency-activity }
  - { property: protectionDuty, value: Both sides }
  - { property: subjectRights, value: The provider }
  - { property: breachCooperation, value: Within 24 hours }
  - { property: retention, value: P1D }
  - { property: recipients, value: ["*"] }
schema:
  - name: ho_so
    properties:
      - { name: id, logicalType: integer, required: true, primaryKey: true }
${columns.map(({ property }) => `      - ${property}`).join('\n')}
`;
}

function configOf(columns: readonly CanaryColumn[], keyId: string, receiptKeyFile: string): string {
  return `agency: H26.12
state: ./state
source: { name: thu, adapter: postgres, options: { connectionString: "\${DATABASE}" } }
platform:
  url: \${LIENTHONG_PLATFORM}
  key: { keyId: ${keyId}, privateKey: "\${file:./agency.private.pem}" }
  receiptKey: \${file:${receiptKeyFile}}
datasets:
  - contract: ./contract.yaml
    from: public.ho_so
    mapping:
      id: id
${columns.map(({ name, mapping }) => `      ${name}: ${mapping ?? name}`).join('\n')}
`;
}

interface Ready {
  readonly url: string;
  readonly receiptKeyFile: string;
}

function startPlatform(folder: string, hear: (text: string) => void): { readonly process: ChildProcess; readonly ready: Promise<Ready> } {
  const parameters = [
    'platform',
    '--port',
    '0',
    '--directory',
    'platform',
    '--agency',
    'H26.12=agency.public.pem',
    '--consumer',
    'G01=token',
    '--lang',
    'en',
  ];
  const child = spawn(process.execPath, [main, ...parameters], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', hear);
  const ready = new Promise<Ready>((resolve, reject) => {
    child.once('message', (message: Ready) => resolve(message));
    child.once('exit', () => reject(new Error('the platform ended before it was ready')));
  });
  return { process: child, ready };
}
