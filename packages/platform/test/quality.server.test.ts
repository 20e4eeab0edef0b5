import { type QualityPoint, type QualityReport } from '@lienthong/core';
import { createCodeList, loadCodeListCsv, personalId } from '@lienthong/dictionary';
import { waitFor } from '@lienthong/testbed';
import { describe, expect, it } from 'vitest';
import type { Platform } from '../src/index.ts';
import { storeReport } from '../src/quality/results.ts';
import { endOfSnapshot, remove } from './lines.ts';
import { people, peopleYaml, testPlatforms } from './platform.ts';
import { type Answer, ask, registerPublisher } from './publisher.ts';
import { query } from './server.ts';
import { openStorage } from './storage.ts';

const platforms = testPlatforms();
const path = `/v1/datasets/${people.dataset}/quality`;
const purpose = { 'lienthong-purpose': 'quality' };
const none = { quality: { everyHours: 0 } };

/** Contract 1.1.0: a personal number beside the key, a code of the dictionary's list, one of a list that nobody has. */
const yaml = peopleYaml({
  version: '1.1.0',
  more: [
    '{ name: so, logicalType: string, classification: personal, customProperties: [{ property: semanticType, value: personal-id }] }',
    '{ name: dan_toc, logicalType: string, customProperties: [{ property: codeList, value: ethnic-group }] }',
    '{ name: nghe, logicalType: string, customProperties: [{ property: codeList, value: nghe-nghiep }] }',
  ],
});

const good = '001099012345';
const line = (ma: string, more: Readonly<Record<string, unknown>>) => JSON.stringify({ op: 'r', version: '0', after: { ma, ...more } });

async function reader(
  platform: Platform,
  publishers?: readonly string[],
): Promise<(to: string, headers?: Record<string, string>) => Promise<Answer>> {
  await platform.admin.registerAgency({ agency: 'G01' });
  const { token } = await platform.admin.registerConsumer({
    agency: 'G01',
    name: 'x',
    datasets: '*',
    ...(publishers === undefined ? {} : { publishers }),
  });
  return (to, headers = {}) => ask(platform.url, 'GET', to, { ...purpose, authorization: `Bearer ${token}`, ...headers });
}

const fieldOf = (report: QualityReport, name: string) => report.fields.find(({ property }) => property === name);
const countsOf = (report: QualityReport) =>
  Object.fromEntries(report.findings.map(({ property, code, count }) => [`${property ?? ''} ${code}`, count]));

describe('a measurement', () => {
  it('looks at every living record, and at what was refused', async () => {
    const { platform, publisher } = await platforms.start(none);
    await platform.admin.registerContract({ yaml });
    const lines = [
      line('1', { ten: 'Nguyễn Văn An', so: good, dan_toc: '01', nghe: '1' }),
      line('2', { ten: 'Nguy\ufffdn', so: '12345', dan_toc: 'Kinh' }),
      line('3', { ten: 'Lê', so: good, dan_toc: '99999' }),
      line('4', { ten: 'x'.repeat(101) }),
      line('5', {}),
    ];
    await publisher.send(publisher.batch(lines, { contractVersion: '1.1.0' }));
    await publisher.send(publisher.batch([remove('5', 1)], { contractVersion: '1.1.0' }));
    const report = await platform.admin.measureQuality({ dataset: people.dataset });
    expect([report.records, report.rejected, report.version, report.side]).toEqual([4, 1, '1.1.0', 'platform']);
    expect(countsOf(report)).toMatchObject({
      'ten text-lost': 1,
      'ten too-long': 1,
      'so personal-id-form': 1,
      'so duplicate-value': 1,
      'dan_toc code-name-in-place': 1,
      'dan_toc code-unknown': 1,
      'nghe code-list-missing': 1,
    });
    expect(report.identifiersShort).toEqual(['so']);
    expect(fieldOf(report, 'dan_toc')?.criteria.find(({ criterion }) => criterion === 'unified')?.score).toBe(33.33);
    // A list that the platform does not have is no reason to praise or to blame.
    expect(fieldOf(report, 'nghe')?.rules.find(({ rule }) => rule === 'code-list')).toMatchObject({ evaluated: 0, colour: 'not-measured' });
    // No target in the contract; registered, active, nobody may read.
    expect(report.criteria.find(({ criterion }) => criterion === 'alive')?.colour).toBe('not-measured');
    expect(report.rules.find(({ rule }) => rule === 'readable')?.score).toBe(0);
  });

  it('says of protected values that they were received as such, and no more', async () => {
    const { platform, publisher } = await platforms.start(none);
    const item =
      '{ name: so, logicalType: string, classification: personal, customProperties: [{ property: semanticType, value: personal-id }, { property: protection, value: mask }] }';
    await platform.admin.registerContract({ yaml: peopleYaml({ version: '1.1.0', more: [item] }) });
    await publisher.send(publisher.batch([line('1', { so: '***' }), line('2', { so: good })], { contractVersion: '1.1.0' }));
    const report = await platform.admin.measureQuality({ dataset: people.dataset });
    expect(fieldOf(report, 'so')?.rules).toMatchObject([
      { rule: 'contract', evaluated: 2, passing: 1 },
      { rule: 'form', evaluated: 0, colour: 'not-measured' },
    ]);
  });

  it('uses lists that the platform was given', async () => {
    const loaded = loadCodeListCsv({
      ...{
        csv: 'code,name\n1,Thợ\n',
        list: 'nghe-nghiep',
        version: '1',
        from: '2000-01-01',
        to: undefined,
        source: 'test',
        certainty: 'published',
      },
    });
    if (loaded.kind !== 'loaded') throw new Error('the list was refused');
    const list = createCodeList([loaded.value]);
    if (list.kind !== 'loaded') throw new Error('the list was refused');
    const { platform, publisher } = await platforms.start({ quality: { everyHours: 0, codeLists: [list.value] } });
    await platform.admin.registerContract({ yaml });
    await publisher.send(publisher.batch([line('1', { nghe: '1' }), line('2', { nghe: '7' })], { contractVersion: '1.1.0' }));
    const report = await platform.admin.measureQuality({ dataset: people.dataset });
    expect(fieldOf(report, 'nghe')?.rules.find(({ rule }) => rule === 'code-list')).toMatchObject({ evaluated: 2, passing: 1 });
  });

  it('goes through more records than one page holds, each once', async () => {
    const { platform, publisher } = await platforms.start(none);
    const lines = Array.from({ length: 2500 }, (_, index) => line(`${index}`, { ten: index % 100 === 0 ? 'Nguy\ufffdn' : 'Lê' }));
    await publisher.send(publisher.batch(lines));
    const report = await platform.admin.measureQuality({ dataset: people.dataset });
    expect([report.records, countsOf(report)]).toEqual([2500, { 'ten text-lost': 25 }]);
  });

  it('tells of keys that two agencies publish, unless the contract says whose counts', async () => {
    const { platform, publisher } = await platforms.start(none);
    const other = await registerPublisher(platform, { ...people, agency: 'H29' });
    await publisher.send(publisher.batch([line('1', {}), line('2', {})]));
    await other.send(other.batch([line('2', {}), line('3', {})]));
    const report = await platform.admin.measureQuality({ dataset: people.dataset });
    expect(report.rules.find(({ rule }) => rule === 'one-publisher')).toMatchObject({ evaluated: 4, doubtful: 1 });
    expect(report.findings).toMatchObject([{ code: 'key-of-two-agencies', criterion: 'unified', count: 1 }]);
    await platform.admin.registerContract({ yaml: peopleYaml({ version: '1.1.0', authoritativePublisher: 'H29' }) });
    const settled = await platform.admin.measureQuality({ dataset: people.dataset });
    expect([settled.findings, settled.rules.find(({ rule }) => rule === 'one-publisher')?.colour]).toEqual([[], 'not-measured']);
  });

  it('knows who may read, who did, and how fresh the streams are', async () => {
    const { platform, publisher, url } = await platforms.start(none);
    const fresh = peopleYaml({ version: '2.0.0' }).replace(
      'schema:',
      'slaProperties: [{ property: latency, value: 100, unit: s }]\nschema:',
    );
    await platform.admin.registerContract({ yaml: fresh });
    await publisher.send(publisher.batch([line('1', {})], { contractVersion: '2.0.0' }));
    await publisher.send(publisher.batch([], { contractVersion: '2.0.0' }));
    const get = await reader(platform);
    await reader(platform);
    await get(`/v1/datasets/${people.dataset}/records`);
    await query(url, "update lienthong.batches set received_at = received_at - interval '200 seconds' where sequence = 1");
    const report = await platform.admin.measureQuality({ dataset: people.dataset });
    const rules = Object.fromEntries(report.rules.map(({ rule, score }) => [rule, score]));
    expect(rules).toMatchObject({ heartbeat: 100, registered: 100, readable: 100, read: 50, stable: 50 });
    expect(rules['newest-change']).toBeGreaterThan(45);
    expect(rules['newest-change']).toBeLessThanOrEqual(50);
  });

  it('of what is not there is refused in words', async () => {
    const { platform } = await platforms.start(none);
    await expect(platform.admin.measureQuality({ dataset: 'khong-co' })).rejects.toThrow('khong-co has no contract');
  });
});

describe('when', () => {
  it('a snapshot has ended', async () => {
    const { platform, publisher, url } = await platforms.start(none);
    await publisher.send(publisher.batch([line('1', {})]));
    await publisher.send(publisher.batch([endOfSnapshot()]));
    const score = 'lienthong_platform_quality_score{dataset="thu-nghiem.nguoi",criterion="all"}';
    await waitFor(async () => (await ask(platform.url, 'GET', '/metrics', {})).text.includes(score), {
      what: 'the score among the metrics',
    });
    expect(await query(url, 'select from lienthong.quality')).toHaveLength(1);
  });
  it('the interval is over, again and again, and never two at once', async () => {
    const { publisher, url } = await platforms.start({ quality: { everyHours: 0.2 / 3600 } });
    await publisher.send(publisher.batch([line('1', {})]));
    await waitFor(async () => (await query(url, 'select from lienthong.quality')).length >= 3, { what: 'three measurements' });
    expect((await query(url, 'select from lienthong.quality where report is not null')).length).toBe(1);
  });
});

it('ends with the platform, and leaves nothing half done', async () => {
  const { platform, publisher, url } = await platforms.start(none);
  for (let batch = 0; batch < 3; batch++) {
    const lines = Array.from({ length: 5000 }, (_, index) => line(`${batch}-${index}`, { ten: 'Nguyễn Văn An' }));
    await publisher.send(publisher.batch(lines));
  }
  const measured = platform.admin.measureQuality({ dataset: people.dataset });
  const outcome = measured.then(
    () => 'stored',
    () => 'ended',
  );
  await platform.close(0);
  expect(await outcome).toBe('ended');
  expect(await query(url, 'select from lienthong.quality')).toEqual([]);
});

it('keeps a bounded number of measurements, and the whole report of the newest', async () => {
  const { url, platform } = await platforms.start(none);
  const { database } = await openStorage(url);
  const report = await platform.admin.measureQuality({ dataset: people.dataset });
  for (let day = 1; day <= 405; day++) {
    await storeReport(database, { ...report, at: new Date(Date.parse(report.at) + day * 86_400_000).toISOString() });
  }
  await database.close();
  const rows = await query(
    url,
    'select count(*), count(report), max(measured_at) = (select measured_at from lienthong.quality where report is not null) from lienthong.quality',
  );
  expect(rows).toEqual([['400', '1', 't']]);
});

describe('over HTTP', () => {
  async function measured() {
    const started = await platforms.start(none);
    const { platform, publisher } = started;
    await platform.admin.registerContract({ yaml });
    const id = personalId.generate(() => 0.5);
    await publisher.send(
      publisher.batch([line('1', { so: id.slice(0, 11).concat('x') }), line('2', { so: `${good.slice(1)}` })], {
        contractVersion: '1.1.0',
      }),
    );
    const report = await platform.admin.measureQuality({ dataset: people.dataset });
    return { ...started, report };
  }
  it('gives the report as an object, a table and a page', async () => {
    const { platform, report } = await measured();
    const get = await reader(platform);
    const json = await get(path);
    expect(JSON.parse(json.text)).toEqual(report);
    const csv = await get(`${path}?format=csv`);
    expect([csv.headers['content-type'], csv.text.split('\r\n')[0]]).toEqual([
      'text/csv; charset=utf-8; header=present',
      'dataset,contract,at,side,property,rule,criterion,weight,evaluated,passing,doubtful,score,colour,findings',
    ]);
    const page = await get(path, { accept: 'text/html,application/xhtml+xml' });
    expect(page.text).toContain('<html lang="vi">');
    expect(page.headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'");
    expect((await get(`${path}?format=html&lang=en`)).text).toContain('Shorter than the rule by its leading zeros');
    expect((await get(path, { accept: 'text/csv' })).text).toMatch(/^dataset,/);
    expect((await get(`${path}?format=pdf`)).problem).toBe('request-malformed');
    expect((await get(`${path}?lang=fr`)).problem).toBe('request-malformed');
    for (const { text } of [json, csv, page]) expect(text).not.toContain(good.slice(1));
  });
  it('gives the trend', async () => {
    const { platform } = await measured();
    await platform.admin.measureQuality({ dataset: people.dataset });
    const { points } = JSON.parse((await (await reader(platform))(`${path}/history`)).text) as { readonly points: readonly QualityPoint[] };
    expect(points).toHaveLength(2);
    expect(points[0]).toMatchObject({ records: 2, version: '1.1.0' });
    expect(points[0]?.criteria.correct).toBeTypeOf('number');
  });
  it('asks the questions that records ask, and puts the access on record', async () => {
    const { platform, publisher, url } = await measured();
    for (const to of [path, `${path}/history`]) {
      expect((await ask(platform.url, 'GET', to, purpose)).problem).toBe('token-missing');
      expect((await publisher.call('GET', to)).status).toBe(200);
    }
    const get = await reader(platform);
    expect((await get('/v1/datasets/khong-co/quality')).problem).toBe('dataset-unknown');
    await get(path);
    expect(await query(url, 'select action, records from lienthong.access_log')).toEqual([['quality', '0']]);
    const other = await registerPublisher(platform, { ...people, agency: 'H29' });
    await platform.admin.withdrawPublishing({ agency: 'H29', dataset: people.dataset });
    expect((await other.call('GET', path)).problem).toBe('reading-forbidden');
  });
  it('hides examples, masked as they are, from who may not read every record', async () => {
    const { platform, publisher, report } = await measured();
    const examples = (text: string) => (JSON.parse(text) as QualityReport).findings.flatMap((finding) => finding.examples);
    expect(report.findings.flatMap((finding) => finding.examples)).toEqual(['*********345']);
    expect(examples((await (await reader(platform))(path)).text)).toEqual(['*********345']);
    expect(examples((await (await reader(platform, ['H29']))(path)).text)).toEqual([]);
    expect(examples((await publisher.call('GET', path)).text)).toEqual([]);
  });
  it('says that nothing was measured yet', async () => {
    const { platform } = await platforms.start(none);
    expect((await (await reader(platform))(path)).problem).toBe('quality-unmeasured');
  });
});
