import { expect, it } from 'vitest';
import { openAdmin, type Platform, type RegisterEntry, registerCsv } from '../src/index.ts';
import { read, remove } from './lines.ts';
import { people, peopleYaml, testPlatforms } from './platform.ts';
import { ask, type Publisher } from './publisher.ts';
import { query } from './server.ts';

const platforms = testPlatforms();
const base = '/v1/datasets/thu-nghiem.nguoi';

async function consumer(
  platform: Platform,
  agency: string,
): Promise<(path: string, purpose: string, headers?: Record<string, string>) => Promise<string>> {
  await platform.admin.registerAgency({ agency });
  const { token } = await platform.admin.registerConsumer({ agency, name: `máy của ${agency}`, datasets: '*' });
  return async (path, purpose, headers = {}) => {
    const answer = await ask(platform.url, 'GET', `${base}${path}`, {
      ...{ authorization: `Bearer ${token}`, 'lienthong-purpose': encodeURIComponent(purpose), ...headers },
    });
    return answer.text;
  };
}

async function sendAll(publisher: Publisher, ...lines: readonly string[]): Promise<void> {
  expect((await publisher.send(publisher.batch(lines))).status).toBe(200);
}

it('tells who received how much of what data for which purpose, by every way of reading, and no value', async () => {
  const { platform, publisher, url } = await platforms.start();
  await sendAll(publisher, read('canary-1', 'canary An'), read('canary-2', 'canary Bình'), read('canary-3', 'canary Chi'));
  const [one, other] = [await consumer(platform, 'G01'), await consumer(platform, 'G02')];
  await one('/records?limit=2', 'Đối soát');
  const { next } = JSON.parse(await one('/records?limit=2', 'Đối soát')) as { next: string };
  await one(`/records?limit=2&cursor=${next}`, 'Đối soát');
  await one('/records/canary-1', 'Đối soát');
  await one('/records/canary-9', 'Đối soát');
  await one('/changes', 'Thống kê');
  await one('/changes?cursor=999999', 'Thống kê');
  // A new version with a sensitive property: from here on the register says so.
  const newer = peopleYaml({
    version: '1.1.0',
    more: [
      '{ name: danToc, logicalType: string, classification: sensitive, customProperties: [{ property: personalDataKind, value: sensitive.ethnicity }] }',
    ],
  });
  await platform.admin.registerContract({ yaml: newer });
  await sendAll(publisher, remove('canary-2', 5));
  await other('/changes', 'Đối soát');
  const entries = await platform.admin.readRegister();
  const common = { dataset: people.dataset, legalBasis: 'state-agency-activity', first: expect.any(String), last: expect.any(String) };
  expect(entries).toEqual([
    {
      ...{ ...common, agency: 'G01', consumer: 'máy của G01', consumerId: 1, purpose: 'Thống kê', contractVersion: '1.0.0' },
      ...{ requests: 1, records: 3, classifications: ['personal'], kinds: [] },
    },
    {
      ...{ ...common, agency: 'G01', consumer: 'máy của G01', consumerId: 1, purpose: 'Đối soát', contractVersion: '1.0.0' },
      ...{ requests: 5, records: 6, classifications: ['personal'], kinds: [] },
    },
    {
      ...{ ...common, agency: 'G02', consumer: 'máy của G02', consumerId: 2, purpose: 'Đối soát', contractVersion: '1.1.0' },
      ...{ requests: 1, records: 3, classifications: ['personal', 'sensitive'], kinds: ['sensitive.ethnicity'] },
    },
  ]);
  expect(JSON.stringify(entries) + registerCsv(entries)).not.toContain('canary');
  const hashes = (await query(url, 'select distinct key_hash from lienthong.access_log where key_hash is not null')).flat();
  expect(hashes).toHaveLength(2);
  for (const hash of hashes) expect(JSON.stringify(entries)).not.toContain(hash);
});

it('counts what goes out as server-sent events', async () => {
  const { platform, publisher } = await platforms.start();
  await sendAll(publisher, read('1', 'An'), read('2', 'Bình'));
  await platform.admin.registerAgency({ agency: 'G01' });
  const { token } = await platform.admin.registerConsumer({ agency: 'G01', name: 'thử', datasets: '*' });
  const gone = new AbortController();
  const headers = { authorization: `Bearer ${token}`, 'lienthong-purpose': 'theo doi', accept: 'text/event-stream' };
  const answer = await fetch(`${platform.url}${base}/changes`, { headers, signal: gone.signal });
  let text = '';
  for await (const part of answer.body ?? []) {
    text += Buffer.from(part).toString();
    if (text.includes('"Bình"')) break;
  }
  gone.abort();
  expect(await platform.admin.readRegister()).toMatchObject([{ purpose: 'theo doi', requests: 1, records: 2 }]);
});

it('answers for a dataset, an agency, a purpose and a period, also without a platform that listens', async () => {
  const { platform, publisher, url } = await platforms.start();
  await sendAll(publisher, read('1', 'An'));
  const [one, other] = [await consumer(platform, 'G01'), await consumer(platform, 'G02')];
  await one('/records', 'Đối soát');
  await other('/records', 'Thống kê');
  await query(url, "update lienthong.access_log set accessed_at = '2026-02-28T16:59:59Z' where purpose = 'Đối soát'");
  await query(url, "update lienthong.access_log set accessed_at = '2026-02-28T17:00:00Z' where purpose = 'Thống kê'");
  await using opened = await openAdmin({ databaseUrl: url });
  const purposes = async (asked: Parameters<typeof opened.admin.readRegister>[0]) =>
    (await opened.admin.readRegister(asked)).map((entry) => entry.purpose);
  expect(await purposes({})).toEqual(['Đối soát', 'Thống kê']);
  expect(await purposes({ agency: 'G02' })).toEqual(['Thống kê']);
  expect(await purposes({ purpose: 'Đối soát', dataset: people.dataset })).toEqual(['Đối soát']);
  expect(await purposes({ dataset: 'khac' })).toEqual([]);
  expect(await purposes({ from: '2026-03-01T00:00:00+07:00' })).toEqual(['Thống kê']);
  expect(await purposes({ to: '2026-03-01T00:00:00+07:00' })).toEqual(['Đối soát']);
  expect(await purposes({ from: '2026-03-01' })).toEqual([]);
  for (const from of ['yesterday', '2026-02-30', '2026-03-01T08:00', '01/03/2026'])
    await expect(purposes({ from })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

it('writes CSV that a spreadsheet reads and does not run', () => {
  const entry: RegisterEntry = {
    ...{ dataset: 'a.b', contractVersion: null, agency: 'G01', consumer: '=HYPERLINK("x")', consumerId: 1, purpose: 'một, "hai"' },
    ...{ requests: 1, records: 2, first: '2026-03-01T00:00:00.000Z', last: '2026-03-01T00:00:00.000Z', legalBasis: null },
    ...{ classifications: ['personal', 'sensitive'], kinds: [] },
  };
  const [head, row, end] = registerCsv([entry]).split('\r\n');
  expect(head).toBe(
    'dataset,contractVersion,agency,consumer,consumerId,purpose,requests,records,first,last,legalBasis,classifications,kinds',
  );
  expect(row).toBe(
    `a.b,,G01,"'=HYPERLINK(""x"")",1,"một, ""hai""",1,2,2026-03-01T00:00:00.000Z,2026-03-01T00:00:00.000Z,,personal sensitive,`,
  );
  expect(end).toBe('');
});
