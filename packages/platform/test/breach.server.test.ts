import { type BreachExtent, type ExtentQuery, recordLine, snapshotVersion } from '@lienthong/core';
import { expect, it } from 'vitest';
import type { Platform } from '../src/index.ts';
import { remove } from './lines.ts';
import { people, peopleYaml, testPlatforms } from './platform.ts';
import { ask, registerPublisher } from './publisher.ts';
import { openTransaction, query } from './server.ts';

const platforms = testPlatforms();
const personalId =
  '{ name: soDinhDanh, logicalType: string, classification: personal, customProperties: [{ property: semanticType, value: personal-id }';

/** A clear number, a token of the mother's, and nothing comparable of the father's. */
const yaml = peopleYaml({
  version: '1.1.0',
  more: [
    `${personalId}] }`,
    `${personalId.replace('soDinhDanh', 'dinhDanhMe')}, { property: protection, value: { tokenize: k } }] }`,
    `${personalId.replace('soDinhDanh', 'dinhDanhCha')}, { property: protection, value: { encrypt: G01 } }] }`,
  ],
});
const token = (letter: string) => `t1.${letter.repeat(42)}A`;

function person(ma: string, more: Readonly<Record<string, string>> = {}): string {
  return recordLine('r', { version: snapshotVersion }, JSON.stringify({ ma, ten: 'canary', ...more }));
}

async function extentOf(platform: Platform, more: Partial<ExtentQuery> = {}, minutes?: number): Promise<BreachExtent> {
  const asked: ExtentQuery = {
    ...{ dataset: people.dataset, exposed: 'stored', publishers: undefined, sources: undefined, recipients: undefined },
    ...{ from: undefined, to: undefined, ...more },
  };
  const { extents } = await platform.admin.readBreachExtents([asked], { minutes });
  if (extents[0] === undefined) throw new Error('the platform does not know the dataset');
  return extents[0];
}

async function filled() {
  const { platform, publisher, url } = await platforms.start();
  await platform.admin.registerContract({ yaml });
  const other = await registerPublisher(platform, { ...people, agency: 'H26.13', source: 'khac' });
  const send = async (from: typeof publisher, lines: readonly string[], contractVersion = '1.1.0'): Promise<void> => {
    expect((await from.send(from.batch(lines, { contractVersion }))).status).toBe(200);
  };
  await send(publisher, [person('1'), person('2')], '1.0.0');
  await send(publisher, [
    person('3', { soDinhDanh: '001099000001', dinhDanhMe: token('a') }),
    person('4', { soDinhDanh: '001099000001', dinhDanhMe: token('b') }),
    person('5', { soDinhDanh: '001099000002' }),
    remove('2', 9),
  ]);
  await send(other, [person('1', { dinhDanhMe: token('a') })]);
  return { platform, publisher, url };
}

it('counts what lies there by stream, under which contracts, and how many persons it names', async () => {
  const { platform } = await filled();
  const all = await extentOf(platform);
  expect(all).toMatchObject({
    records: 5,
    streams: [
      { agency: 'H26.12', source: 'ho-tich', records: 4 },
      { agency: 'H26.13', source: 'khac', records: 1 },
    ],
    // Two clear numbers and two tokens; the first record of all has neither.
    persons: { distinct: 4, properties: ['soDinhDanh', 'dinhDanhMe'], recordsWithout: 1 },
    readers: [],
    known: { publishers: ['H26.12', 'H26.13'], sources: ['ho-tich', 'khac'], recipients: [] },
  });
  expect(all.contracts.map(({ version }) => version)).toEqual(['1.0.0', '1.1.0']);
  const one = await extentOf(platform, { publishers: ['H26.13'] });
  expect(one).toMatchObject({ records: 1, persons: { distinct: 1, recordsWithout: 0 } });
  expect(one.contracts.map(({ version }) => version)).toEqual(['1.1.0']);
  expect(await extentOf(platform, { sources: ['ho-tich'] })).toMatchObject({ records: 4 });
  expect(JSON.stringify([all, one])).not.toMatch(/canary|001099|t1\.a/);
});

it('counts no persons where their numbers cannot be compared', async () => {
  const { platform, publisher } = await platforms.start();
  expect((await publisher.send(publisher.batch([person('1')]))).status).toBe(200);
  expect((await extentOf(platform)).persons).toBeUndefined();
});

it('counts what arrived in a time, with what was deleted since', async () => {
  const { platform, url } = await filled();
  expect(await extentOf(platform, { exposed: 'received' })).toMatchObject({ records: 7, persons: undefined });
  await query(
    url,
    "update lienthong.batches set received_at = '2026-03-01T00:00:00Z' where sequence = 1 and stream = (select min(id) from lienthong.streams)",
  );
  const early = await extentOf(platform, { exposed: 'received', from: '2026-03-01T00:00:00Z', to: '2026-03-01T00:00:01Z' });
  expect(early.records).toBe(2);
  expect(early.contracts.map(({ version }) => version)).toEqual(['1.0.0']);
  expect((await extentOf(platform, { exposed: 'received', to: '2026-03-01T00:00:00Z' })).records).toBe(0);
});

it('counts what was handed out, to whom, by the register', async () => {
  const { platform } = await filled();
  const reading = async (agency: string, path: string): Promise<void> => {
    await platform.admin.registerAgency({ agency });
    const { token: secret } = await platform.admin.registerConsumer({ agency, name: `máy của ${agency}`, datasets: '*' });
    const headers = { authorization: `Bearer ${secret}`, 'lienthong-purpose': 'thong ke' };
    expect((await ask(platform.url, 'GET', `/v1/datasets/${people.dataset}${path}`, headers)).status).toBe(200);
  };
  await reading('G01', '/records');
  await reading('G02', '/records?limit=2');
  await reading('G03', '/records?agency=H26.99');
  const read = await extentOf(platform, { exposed: 'read' });
  expect(read).toMatchObject({
    ...{ records: 7, streams: [], persons: undefined },
    readers: [
      { agency: 'G01', purpose: 'thong ke', contractVersion: '1.1.0', requests: 1, records: 5 },
      { agency: 'G02', records: 2 },
    ],
    known: { recipients: ['G01', 'G02', 'G03'] },
  });
  expect(await extentOf(platform, { exposed: 'read', recipients: ['G02'] })).toMatchObject({ records: 2, readers: [{ agency: 'G02' }] });
  expect(await extentOf(platform, { exposed: 'read', to: '2026-01-01T00:00:00Z' })).toMatchObject({ records: 0, readers: [] });
  // Whatever was exposed, whoever read in the time is named.
  expect((await extentOf(platform)).readers).toHaveLength(2);
});

it('ends a count that takes too long, and says which one and what to do', async () => {
  const { platform, url } = await filled();
  const [[table = ''] = []] = await query(url, "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'data'");
  {
    await using _lock = await openTransaction(url, `lock table ${String(table)} in access exclusive mode`);
    await expect(extentOf(platform, {}, 0.005)).rejects.toMatchObject({
      code: 'PLATFORM_BUSY',
      message: expect.stringContaining(`what was stored of ${people.dataset} took longer than 0.005 minutes`),
      remedy: expect.stringContaining('more minutes'),
    });
  }
  // The connection has its own limit again, and no transaction.
  expect((await extentOf(platform)).records).toBe(5);
  for (const minutes of [0, -1, Number.NaN, 35_792])
    await expect(extentOf(platform, {}, minutes)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

it('says which datasets there are when one is unknown', async () => {
  const { platform } = await platforms.start();
  const asked = { dataset: "x'; drop table", exposed: 'stored', publishers: undefined, sources: undefined, recipients: undefined } as const;
  expect(await platform.admin.readBreachExtents([{ ...asked, from: undefined, to: undefined }])).toEqual({
    extents: [undefined],
    datasets: [people.dataset],
  });
});
