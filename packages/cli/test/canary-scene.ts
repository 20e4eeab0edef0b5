import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { expect } from 'vitest';
import { type CanaryColumn, formsOf } from './canary-values.ts';
import { lastJson, main, runLienthong } from './run-lienthong.ts';

const canaryRows = 300;

/** A legacy database, a platform, and a folder in which `lienthong` runs: all that it shows is kept. */
export interface CanaryScene extends AsyncDisposable {
  readonly folder: string;
  readonly platform: { readonly url: string; readonly databaseUrl: string; readonly receiptKeyFile: string };
  /** Of the agency's signing key, `agency.private.pem`. */
  readonly keyId: string;
  /** What was shown, by what showed it. */
  readonly shown: Map<string, string>;
  /** Where the connector sends to; the platform itself at first. */
  sendTo(url: string): void;
  /** Runs a command, which must end with one of the codes; gives what it printed. */
  lienthong(parameters: readonly string[], expected?: readonly (number | null)[]): Promise<string>;
  /** Asks the platform as the consumer G01; keeps the answer. */
  get(path: string): Promise<string>;
  /** The report of a breach of a dataset, in every form. */
  reportBreach(dataset: string): Promise<void>;
  /** Keeps what the platform has written into its log until now. */
  hearPlatform(): void;
}

/** Starts everything, with a table `ho_so` that holds the columns beside its key `id`. */
export async function openCanaryScene(columns: readonly CanaryColumn[]): Promise<CanaryScene> {
  const folder = await mkdtemp(join(process.getuid?.() === 0 ? '/tmp' : tmpdir(), 'lienthong-canary-'));
  await chmod(folder, 0o755);
  const server = await startPostgres({ settings: { wal_level: 'logical', fsync: 'off' } });
  await fill(server, columns);
  const made = await runLienthong(['keys', 'generate', '--name', 'agency', '--json'], { cwd: folder });
  const { keyId } = (lastJson(made) as { readonly result: { readonly keyId: string } }).result;
  let said = '';
  const { process: child, ready } = startPlatform(folder, (text) => (said += text));
  const platform = await ready;
  const shown = new Map<string, string>();
  let target = platform.url;
  const lienthong: CanaryScene['lienthong'] = async (parameters, expected = [0]) => {
    const environment = { DATABASE: server.connectionString, LIENTHONG_PLATFORM: target };
    const ended = await runLienthong(parameters, { cwd: folder, environment });
    const text = `${ended.stdout}\n${ended.stderr}`;
    expect(expected, `lienthong ${parameters.join(' ')} ended with ${ended.code}: ${text}`).toContain(ended.code);
    shown.set(`lienthong ${parameters.join(' ')}`, text);
    return text;
  };
  return {
    ...{ folder, platform, keyId, shown, lienthong },
    sendTo: (url) => (target = url),
    async get(path) {
      const token = (await readFile(join(folder, 'token'), 'utf8')).trim();
      const headers = { authorization: `Bearer ${token}`, 'lienthong-purpose': 'test' };
      const text = await (await fetch(new URL(path, platform.url), { headers })).text();
      shown.set(`GET ${path}`, text);
      return text;
    },
    async reportBreach(dataset) {
      await writeFile(join(folder, `breach-${dataset}.yaml`), breachOf(dataset));
      const command = ['platform', 'breach-report', `breach-${dataset}.yaml`, '--database', platform.databaseUrl];
      for (const format of ['text', 'json', 'html']) {
        const text = await lienthong([...command, '--format', format]);
        if (format === 'json') expect(JSON.parse(text)).toMatchObject({ complete: true, nature: { data: [{}, {}, {}] } });
      }
    },
    hearPlatform: () => void shown.set('what the platform said', said),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await server.stop('immediate');
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Every place where a column's values stand in one of these texts. */
export function leaksIn(texts: ReadonlyMap<string, string>, columns: readonly CanaryColumn[]): readonly string[] {
  return [...texts].flatMap(([source, text]) =>
    columns.flatMap(({ name, stem }) =>
      formsOf(stem)
        .filter((form) => text.includes(form))
        .map((form) => `${source}: ${name} as ${form}`),
    ),
  );
}

export interface CanaryContract {
  readonly dataset: string;
  /** Each as YAML of one list item. */
  readonly properties: readonly string[];
}

export function canaryContract({ dataset, properties }: CanaryContract): string {
  return `apiVersion: v3.1.0
kind: DataContract
id: ${dataset}
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
${properties.map((property) => `      - ${property}`).join('\n')}
`;
}

export interface CanaryConfig {
  readonly scene: Pick<CanaryScene, 'keyId' | 'platform'>;
  readonly contract: string;
  /** `property: mapping` each. */
  readonly mapping: readonly string[];
  readonly more?: string;
}

export function canaryConfig({ scene, contract, mapping, more = '' }: CanaryConfig): string {
  return `agency: H26.12
state: ./state
source: { name: thu, adapter: postgres, options: { connectionString: "\${DATABASE}" } }
platform:
  url: \${LIENTHONG_PLATFORM}
  key: { keyId: ${scene.keyId}, privateKey: "\${file:./agency.private.pem}" }
  receiptKey: \${file:${scene.platform.receiptKeyFile}}
${more}datasets:
  - contract: ${contract}
    from: public.ho_so
    mapping:
${mapping.map((line) => `      ${line}`).join('\n')}
`;
}

function breachOf(dataset: string): string {
  const moment = (hoursAgo: number) => new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  return `detectedAt: ${moment(0)}
occurredFrom: ${moment(24)}
occurredTo: ${moment(-1)}
place: a test
act: a test
persons: nobody
concerned: [{ dataset: ${dataset}, exposed: stored }, { dataset: ${dataset}, exposed: received }, { dataset: ${dataset}, exposed: read }]
contact: { unit: a test, email: test@example.com }
consequences: none
measures: none
`;
}

async function fill(server: EmbeddedPostgres, columns: readonly CanaryColumn[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  await client.query(`create table ho_so (id int primary key, ${columns.map(({ name, sqlType }) => `${name} ${sqlType}`).join(', ')})`);
  // A contract may have another key than the table.
  await client.query('alter table ho_so replica identity full');
  const tuples = Array.from({ length: canaryRows }, (_, i) => `(${i}, ${columns.map((column) => column.value(i)).join(', ')})`);
  await client.query(`insert into ho_so values ${tuples.join(', ')}`);
  await client.end();
}

function startPlatform(
  folder: string,
  hear: (text: string) => void,
): { readonly process: ChildProcess; readonly ready: Promise<CanaryScene['platform']> } {
  const parameters = [
    ...['platform', '--port', '0', '--directory', 'platform', '--agency', 'H26.12=agency.public.pem'],
    ...['--consumer', 'G01=token', '--lang', 'en'],
  ];
  const child = spawn(process.execPath, [main, ...parameters], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', hear);
  const ready = new Promise<CanaryScene['platform']>((resolve, reject) => {
    child.once('message', (message: CanaryScene['platform']) => resolve(message));
    child.once('exit', () => reject(new Error('the platform ended before it was ready')));
  });
  return { process: child, ready };
}
