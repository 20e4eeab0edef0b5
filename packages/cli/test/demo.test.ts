import { readdir } from 'node:fs/promises';
import { listMysqlInstallations, missingMysql } from '@lienthong/embedded-mysql';
import { describe, expect, it } from 'vitest';
import { lastJson, runLienthong } from './run-lienthong.ts';

async function demoFolders(): Promise<readonly string[]> {
  return (await readdir('/tmp')).filter((name) => name.startsWith('lienthong-demo-'));
}

const servers = (await listMysqlInstallations()).map(({ product, version }) => ({
  engine: product.toLowerCase(),
  product: `${product} ${version}`,
}));
const missing = await missingMysql();

describe('servers', () => {
  for (const server of missing) it(`without ${server}`, (context) => context.skip());
  it('are shown where they are here', () => {
    expect(servers.length + missing.length).toBe(2);
  });
});

it.each([
  { engine: 'postgres', product: 'PostgreSQL' },
  ...servers,
  { engine: 'sqlserver', product: "our server of SQL Server's wire protocol" },
  { engine: 'oracle', product: "our server of Oracle's wire protocol" },
  { engine: 'mongodb', product: "our server of MongoDB's wire protocol" },
])(
  'publishes a legacy database of $product through a crash and an outage, proves that both sides are equal and leaves nothing behind',
  {
    timeout: 240_000,
  },
  async ({ engine, product }) => {
    const before = new Set(await demoFolders());
    const ended = await runLienthong(['demo', '--engine', engine, '--rows', '2000', '--json'], { environment: { TMPDIR: '/tmp' } });
    expect(ended.stderr).toContain('SIGKILL');
    expect(ended.stderr.includes('not MongoDB')).toBe(engine === 'mongodb');
    expect(ended.stderr.includes('not SQL Server')).toBe(engine === 'sqlserver');
    expect(ended.stderr.includes('not Oracle')).toBe(engine === 'oracle');
    const report = lastJson(ended);
    expect(report).toMatchObject({
      command: 'demo',
      ok: true,
      error: null,
      result: { source: expect.stringContaining(product) as unknown, crashes: 1, outages: 1 },
    });
    const { datasets } = report['result'] as { datasets: readonly Readonly<Record<string, unknown>>[] }; // asked on the next lines
    expect(datasets).toHaveLength(1);
    const [dataset = {}] = datasets;
    expect(dataset).toMatchObject({ id: 'ho-tich.cong-dan', equal: true });
    expect(dataset['sourceHash']).toMatch(/^[0-9a-f]{64}$/);
    expect(dataset['platformHash']).toBe(dataset['sourceHash']);
    expect(dataset['sourceRows']).toBeGreaterThan(1500);
    expect(dataset['rejected']).toBeGreaterThan(0);
    // Counted by both lives of the connector: each row that was read at least once.
    const { records, score } = dataset['quality'] as { records: number; score: number };
    expect(records).toBeGreaterThanOrEqual(2_000);
    expect(score).toBeGreaterThan(0);
    expect(dataset['rowsPerSecond']).toBeGreaterThan(0);
    expect(ended.code).toBe(0);
    expect((await demoFolders()).filter((name) => !before.has(name))).toEqual([]);
  },
);

it('refuses an engine that it does not know', async () => {
  const ended = await runLienthong(['demo', '--engine', 'db2']);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('postgres');
});
