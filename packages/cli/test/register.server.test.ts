import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlatform, type Platform } from '@lienthong/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lastJson, runLienthong } from './run-lienthong.ts';

const contract = `apiVersion: v3.1.0
kind: DataContract
id: mau.du-lieu
version: 1.0.0
status: active
schema:
  - name: bang
    properties:
      - { name: ma, logicalType: string, required: true, primaryKey: true }
`;

let folder: string;
let platform: Platform;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-register-'));
  // The server runs as another user where tests run as root.
  await chmod(folder, 0o755);
  platform = await createPlatform({ directory: join(folder, 'postgres') });
  await platform.admin.registerContract({ yaml: contract });
  await platform.admin.registerAgency({ agency: 'G01' });
  const { token } = await platform.admin.registerConsumer({ agency: 'G01', name: 'máy', datasets: '*' });
  const headers = { authorization: `Bearer ${token}`, 'lienthong-purpose': encodeURIComponent('Đối soát') };
  const answer = await fetch(`${platform.url}/v1/datasets/mau.du-lieu/records`, { headers });
  if (answer.status !== 200) throw new Error(`the platform answered ${answer.status}`);
}, 60_000);
afterAll(async () => {
  await platform.close(0);
  await rm(folder, { recursive: true, force: true });
});

it('answers beside the platform on its database, and from its folder when it has stopped', async () => {
  const environment = { DATABASE_URL: platform.databaseUrl };
  const running = await runLienthong(['platform', 'register', '--json'], { environment });
  expect(lastJson(running)).toMatchObject({
    ...{ command: 'platform register', ok: true },
    result: { entries: [{ dataset: 'mau.du-lieu', agency: 'G01', purpose: 'Đối soát', requests: 1, records: 0 }] },
  });
  const table = await runLienthong(['platform', 'register', '--dataset', 'mau.du-lieu'], { environment });
  expect(table.stdout).toContain('1 entry, 0 records handed out');
  const none = await runLienthong(['platform', 'register', '--to', '2020-01-01', '--lang', 'vi'], { environment });
  expect(none.stdout).toContain('0 mục');
  expect((await runLienthong(['platform', 'register', '--from', '30/02/2026'], { environment })).code).toBe(2);

  const used = await runLienthong(['platform', 'register', '--directory', folder]);
  expect(used.code).toBe(2);
  expect(used.stderr).toContain('is used by process');
  await platform.close(0);
  const stopped = await runLienthong(['platform', 'register', '--directory', folder, '--csv']);
  expect(stopped.stdout.split(/\r?\n/)).toEqual([
    expect.stringMatching(/^dataset,contractVersion,agency/),
    expect.stringMatching(/^mau\.du-lieu,1\.0\.0,G01,máy,1,Đối soát,1,0,/),
    '',
  ]);
});

it('makes no platform where there is none', async () => {
  const ended = await runLienthong(['platform', 'register', '--directory', join(folder, 'nowhere')]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('holds no platform');
});
