import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnector, loadConfig } from '@lienthong/connector';
import { generateKeyPair } from '@lienthong/core';
import { datasets, fillPostgres, folderOf, type GeneratedRow } from '@lienthong/datasets';
import { startPostgres } from '@lienthong/embedded-postgres';
import { createPlatform } from '@lienthong/platform';
import pg from 'pg';
import { expect, it } from 'vitest';

const rows = 1_500;
const compared = ['ten', 'loaiHinh', 'ngayDangKy', 'vonDieuLe', 'maCoQuan', 'maTinh', 'nguoiDaiDien', 'soDienThoai', 'email', 'tinhTrang'];

it('a dirty business registry arrives through YAML alone as the truth, but for what was lost or refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-example-'));
  const { privateKey, publicKey, keyId } = generateKeyPair();
  try {
    await using legacy = await startPostgres({ settings: { timezone: 'Asia/Ho_Chi_Minh' } });
    await using platform = await createPlatform();
    await platform.admin.registerAgency({ agency: 'H26.12' });
    await platform.admin.addKey({ agency: 'H26.12', publicKey });
    await platform.admin.allowPublishing({ agency: 'H26.12', dataset: '*' });
    const made: GeneratedRow[] = [];
    await fillPostgres(datasets['business-registry'], {
      connectionString: legacy.connectionString,
      rows,
      dirt: 'heavy',
      onRow: (row) => made.push(row),
    });
    const refused = made.filter(({ dirt }) => dirt.some(({ expected }) => typeof expected.outcome === 'object'));
    expect(refused.length).toBeGreaterThan(rows / 20);

    for (const file of ['contract.yaml', 'lienthong.yaml']) await copyFile(join(folderOf('business-registry'), file), join(folder, file));
    await writeFile(join(folder, 'agency.private.pem'), privateKey, { mode: 0o600 });
    await writeFile(join(folder, 'receipt-key.public.pem'), platform.receiptKey.publicKey);
    const { options } = await loadConfig(join(folder, 'lienthong.yaml'), {
      environment: { LEGACY_DATABASE: legacy.connectionString, LIENTHONG_KEY_ID: keyId, LIENTHONG_PLATFORM: platform.url },
    });
    const connector = createConnector(options);
    const outcome = await connector.run(AbortSignal.timeout(60_000), { once: true });
    expect(outcome.datasets[0]?.rejected).toBe(refused.length);

    const published = new Map((await stored(platform.databaseUrl)).map((record) => [String(record['maSoDoanhNghiep']), record]));
    expect(published.size).toBe(rows - refused.length);
    for (const { truth, dirt } of made.filter((row) => !refused.includes(row))) {
      const lost = dirt.filter(({ expected }) => expected.outcome === 'lost').map(({ property }) => property);
      // Who lost his key cannot be found again by it.
      if (lost.includes('maSoDoanhNghiep')) continue;
      const record = published.get(String(truth['maSoDoanhNghiep']));
      const delivered = compared.filter((name) => !lost.includes(name)).map((name) => [name, record?.[name] ?? undefined]);
      expect(delivered).toEqual(delivered.map(([name]) => [name, truth[String(name)]]));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function stored(connectionString: string): Promise<readonly Readonly<Record<string, string | null>>[]> {
  const client = new pg.Client({ connectionString, types: { getTypeParser: () => (text: unknown) => text } });
  await client.connect();
  try {
    return (await client.query<Record<string, string | null>>('select * from public.doanh_nghiep_dang_ky')).rows;
  } finally {
    await client.end();
  }
}
