import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CanaryScene, canaryConfig, canaryContract, leaksIn, openCanaryScene } from './canary-scene.ts';
import { type CanaryColumn, canaryColumns, formsOf, propertyOf } from './canary-values.ts';

const seed = Number(process.env['LIENTHONG_TEST_SEED'] ?? Date.now() % 1_000_000);
const dataset = 'thu.kin';

describe(`no clear value of a protected property anywhere behind the source (LIENTHONG_TEST_SEED=${seed})`, () => {
  const secret = canaryColumns(seed);
  // A key that identifies persons, and a column that is published in the clear: it shows that each place is looked at.
  const key: CanaryColumn = { ...textColumn('ma', 'khoa'), settings: 'logicalType: string, required: true, primaryKey: true' };
  const open: CanaryColumn = textColumn('cong_khai', 'ro');
  const hidden = [...secret, key];
  let scene: CanaryScene;
  let recorder: Recorder;

  beforeAll(async () => {
    scene = await openCanaryScene([...hidden, open]);
    await scene.lienthong(['keys', 'generate', '--kind', 'token', '--name', 'citizen']);
    await scene.lienthong(['keys', 'generate', '--kind', 'recipient', '--name', 'G01']);
    const shielded = secret.flatMap((column) =>
      protectionsOf(column).map((protection, index) => ({ column, protection, as: `${column.name}_${index}` })),
    );
    const contract = canaryContract({
      dataset,
      properties: [
        propertyOf(key, key.name, ['{ property: protection, value: { tokenize: citizen } }']),
        propertyOf(open),
        ...shielded.map(({ column, protection, as }) => propertyOf(column, as, [`{ property: protection, value: ${protection} }`])),
      ],
    });
    const mapping = [
      ...[key, open].map(({ name }) => `${name}: ${name}`),
      ...shielded.map(({ column, as }) => `${as}: ${column.mapping ?? column.name}`),
    ];
    const more = `protection:
  tokenKeys: { citizen: { active: 1, keys: { 1: "\${file:./citizen.token-key}" } } }
  recipients: { G01: { publicKey: "\${file:./G01.public.pem}" } }
`;
    await writeFile(join(scene.folder, 'contract.yaml'), contract);
    await writeFile(join(scene.folder, 'lienthong.yaml'), canaryConfig({ scene, contract: './contract.yaml', mapping, more }));
    recorder = await startRecorder(scene.platform.url, join(scene.folder, 'state'));
    scene.sendTo(recorder.url);
  }, 60_000);

  afterAll(async () => {
    recorder.server.close();
    recorder.server.closeAllConnections();
    await scene[Symbol.asyncDispose]();
  });

  it('stands there: what is published, kept and shown is gathered', async () => {
    const { lienthong } = scene;
    const flags = ['--config', 'lienthong.yaml'];
    await lienthong(['validate', ...flags]);
    await lienthong(['run', ...flags, '--once', '--debug'], [4]);
    await lienthong(['run', ...flags, '--once', '--new-epoch', dataset, '--json'], [4]);
    for (const format of [[], ['--json']]) {
      await lienthong(['doctor', ...flags, ...format], [0, 1]);
      await lienthong(['status', ...flags, ...format]);
      await lienthong(['dead-letters', 'list', ...flags, ...format]);
      await lienthong(['dead-letters', 'show', '1', ...flags, ...format]);
    }
    await lienthong(['dead-letters', 'retry', '--all', ...flags], [0, 4]);
    for (const format of ['text', 'json', 'csv', 'html']) await lienthong(['quality', ...flags, '--format', format]);
    for (const path of ['records', 'changes', 'quality?format=json', 'quality?format=html&lang=vi'])
      await scene.get(`/v1/datasets/${dataset}/${path}`);
    for (const path of ['/metrics', '/v1/status', '/v1/catalog', `/v1/contracts/${dataset}/1.0.0`]) await scene.get(path);
    await scene.reportBreach(dataset);
    scene.hearPlatform();
  }, 240_000);

  it('is in nothing that is shown, handed out or reported', () => {
    expect(leaksIn(scene.shown, hidden)).toEqual([]);
    const records = scene.shown.get(`GET /v1/datasets/${dataset}/records`) ?? '';
    for (const form of [open.stem, '"t1.', '"eyJ', '"***"']) expect(records).toContain(form);
  });

  it('is in no body on the wire', () => {
    const bodies = new Map(recorder.bodies.map((body, index) => [`body ${index}`, readable(body)]));
    expect(leaksIn(bodies, hidden)).toEqual([]);
    expect([...bodies.values()].join('')).toContain(open.stem);
  });

  it('is in no file of the state, neither while batches wait in the spool nor behind it', async () => {
    const files = new Map(
      [...recorder.files, ...(await filesOf(join(scene.folder, 'state')))].map(([name, body]) => [name, readable(body)]),
    );
    expect(leaksIn(files, hidden)).toEqual([]);
    // The first request met batches in the spool.
    expect([...recorder.files].some(([name, body]) => name.includes('spool') && readable(body).includes(open.stem))).toBe(true);
  });

  it('is in no table of the platform', async () => {
    const client = new pg.Client({ connectionString: scene.platform.databaseUrl });
    await client.connect();
    const tables = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    const dumps = new Map<string, string>();
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ line: string }>(`select stored::text as line from ${name} stored`);
      dumps.set(name, rows.map(({ line }) => line).join('\n'));
    }
    await client.end();
    expect(dumps.size).toBeGreaterThan(10);
    expect(leaksIn(dumps, hidden)).toEqual([]);
    expect([...dumps].filter(([, text]) => text.includes(open.stem)).map(([name]) => name)).toEqual([`data."${dataset}"`]);
  });

  it('waits in a dead letter for the operator alone: sealed, and opened when he asks for the values', async () => {
    const shown = await scene.lienthong(['dead-letters', 'show', '1', '--values', '--config', 'lienthong.yaml']);
    expect(formsOf(key.stem).some((form) => shown.includes(form))).toBe(true);
  });
});

/** A column of plain text without a wrong row. */
function textColumn(name: string, word: string): CanaryColumn {
  const stem = `${word}${createHash('sha256').update(`${seed}/${name}`).digest('hex').slice(0, 12)}`;
  return {
    ...{ name, stem, sqlType: 'text', type: 'string', custom: [] },
    value: (i) => `'${stem}-${i}'`,
    settings: 'logicalType: string, classification: internal',
  };
}

/** Every protection that fits the column. */
function protectionsOf({ type }: CanaryColumn): readonly string[] {
  return [
    ...['drop', 'mask', '{ encrypt: G01 }'],
    ...(type === 'json' ? [] : ['{ tokenize: citizen }']),
    ...(type === 'string' ? ['{ mask: keep-first-1 }', '{ mask: keep-last-2 }'] : []),
    ...(type === 'date' || type === 'partial-date' ? ['{ mask: keep-year }'] : []),
  ];
}

interface Recorder {
  readonly url: string;
  readonly server: Server;
  readonly bodies: Buffer[];
  /** The files of the state when the first batches were on their way. */
  readonly files: Map<string, Buffer>;
}

/** Stands between connector and platform, and keeps what goes by. */
async function startRecorder(platformUrl: string, state: string): Promise<Recorder> {
  const bodies: Buffer[] = [];
  const files = new Map<string, Buffer>();
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      bodies.push(body);
      const forward = () => {
        const { method, headers, url = '/' } = incoming;
        const sent = request(new URL(url, platformUrl), { method, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
        sent.on('error', () => outgoing.destroy());
        sent.end(body);
      };
      if (incoming.url !== '/v1/batches' || files.size > 0) return forward();
      filesOf(state).then((found) => {
        for (const [name, content] of found) files.set(`early ${name}`, content);
        forward();
      }, forward);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return { url: `http://127.0.0.1:${port}`, server, bodies, files };
}

async function filesOf(directory: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = await Promise.all(
    entries.map(async ({ parentPath, name }): Promise<readonly [string, Buffer]> => {
      const path = join(parentPath, name);
      // Batches that were delivered, and files of the database's own, go away while they are listed.
      const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return Buffer.alloc(0);
        throw error;
      });
      return [path.slice(directory.length), content];
    }),
  );
  return new Map(files);
}

/** Bytes as text, unpacked where they are packed. */
function readable(bytes: Buffer): string {
  for (const unpack of [gunzipSync, brotliDecompressSync]) {
    try {
      return unpack(bytes).toString('utf8');
    } catch {
      // Not packed in this way.
    }
  }
  return bytes.toString('utf8');
}
