import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CanaryScene, canaryConfig, canaryContract, leaksIn, openCanaryScene } from './canary-scene.ts';
import { canaryColumns, formsOf, propertyOf } from './canary-values.ts';

const seed = Number(process.env['LIENTHONG_TEST_SEED'] ?? Date.now() % 1_000_000);
const dataset = 'thu.canary';

describe(`no value of a row in anything that a person is shown (LIENTHONG_TEST_SEED=${seed})`, () => {
  const columns = canaryColumns(seed);
  let scene: CanaryScene;

  beforeAll(async () => {
    scene = await openCanaryScene(columns);
    const properties = [
      '{ name: id, logicalType: integer, required: true, primaryKey: true }',
      ...columns.map((column) => propertyOf(column)),
    ];
    const mapping = ['id: id', ...columns.map(({ name, mapping: own }) => `${name}: ${own ?? name}`)];
    await writeFile(join(scene.folder, 'contract.yaml'), canaryContract({ dataset, properties }));
    await writeFile(join(scene.folder, 'lienthong.yaml'), canaryConfig({ scene, contract: './contract.yaml', mapping }));
  }, 60_000);

  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
  });

  it('stands there: everything is asked for in both languages, for people and for machines', async () => {
    const { lienthong } = scene;
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
    await lienthong(['run', '--config', 'lienthong.yaml', '--once', '--new-epoch', dataset, '--json'], [4]);
    for (const format of ['text', 'json', 'csv', 'html']) await lienthong(['quality', '--config', 'lienthong.yaml', '--format', format]);
    for (const path of [
      '/metrics',
      '/v1/status',
      '/v1/catalog',
      `/v1/datasets/${dataset}/records?limit=zzz`,
      `/v1/contracts/${dataset}/1.0.0`,
      `/v1/datasets/${dataset}/quality?format=json`,
      `/v1/datasets/${dataset}/quality?format=html&lang=vi`,
    ])
      await scene.get(path);
    // The one place where values are meant to be seen: it shows that the search would find them.
    const records = await scene.get(`/v1/datasets/${dataset}/records`);
    scene.shown.delete(`GET /v1/datasets/${dataset}/records`);
    const unseen = columns.filter(({ stem }) => !formsOf(stem).some((form) => records.includes(form))).map(({ name }) => name);
    expect(unseen.filter((name) => !['dan_toc', 'gioi_tinh', 'ngay_sinh_chu'].includes(name))).toEqual([]);
    await scene.reportBreach(dataset);
    scene.hearPlatform();
  }, 240_000);

  it('is in none of it', () => {
    expect(scene.shown.size).toBeGreaterThan(28);
    expect(leaksIn(scene.shown, columns)).toEqual([]);
  });
});
