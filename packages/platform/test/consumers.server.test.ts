import { waitFor } from '@lienthong/testbed';
import { describe, expect, it } from 'vitest';
import type { Platform } from '../src/index.ts';
import { endOfSnapshot, read, remove, update } from './lines.ts';
import { people, peopleYaml, type Started, testPlatforms } from './platform.ts';
import { type Answer, ask, type Publisher, registerPublisher } from './publisher.ts';
import { query } from './server.ts';

const platforms = testPlatforms();
const base = '/v1/datasets/thu-nghiem.nguoi';
const purpose = { 'lienthong-purpose': encodeURIComponent('Đối soát hồ sơ') };

interface Item {
  readonly op?: string;
  readonly agency: string;
  readonly key: readonly string[];
  readonly record?: Readonly<Record<string, unknown>>;
}

interface Page {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly changes?: string;
  readonly more?: boolean;
}

type Get = (path: string, headers?: Record<string, string>) => Promise<Answer & { readonly page: Page }>;

async function consumer(
  platform: Platform,
  input: { agency?: string; datasets?: readonly string[] | '*'; publishers?: readonly string[] } = {},
): Promise<Get> {
  const { agency = 'G01', datasets = '*', publishers } = input;
  await platform.admin.registerAgency({ agency });
  const { token } = await platform.admin.registerConsumer({ agency, name: 'thử', datasets, publishers });
  return async (path, headers = purpose) => {
    const answer = await ask(platform.url, 'GET', path, { authorization: `Bearer ${token}`, ...headers });
    return { ...answer, page: answer.problem === undefined ? (JSON.parse(answer.text) as Page) : { items: [], next: null } }; // the platform's own form
  };
}

async function sendAll(publisher: Publisher, ...lines: readonly string[]): Promise<void> {
  const answer = await publisher.send(publisher.batch(lines));
  expect(answer.status).toBe(200);
}

describe('authorisation', () => {
  const matrix: readonly [name: string, problem: string | undefined, attempt: (started: Started) => Promise<Answer>][] = [
    ['without a token', 'token-missing', ({ platform }) => ask(platform.url, 'GET', `${base}/records`, purpose)],
    [
      'with an unknown token',
      'token-invalid',
      ({ platform }) => ask(platform.url, 'GET', `${base}/records`, { ...purpose, authorization: 'Bearer ltc_x' }),
    ],
    ['without a purpose', 'purpose-missing', async ({ platform }) => (await consumer(platform))(`${base}/records`, {})],
    [
      'for a dataset outside its rights',
      'reading-forbidden',
      async ({ platform }) => (await consumer(platform, { datasets: ['khac'] }))(`${base}/records`),
    ],
    [
      'for a dataset within its rights',
      undefined,
      async ({ platform }) => (await consumer(platform, { datasets: [people.dataset] }))(`${base}/records`),
    ],
    ['for an unknown dataset', 'dataset-unknown', async ({ platform }) => (await consumer(platform))('/v1/datasets/khong-co/records')],
    [
      'for an agency outside its rights',
      'reading-forbidden',
      async ({ platform }) => (await consumer(platform, { publishers: ['H29'] }))(`${base}/records?agency=H26.12`),
    ],
    [
      'for an agency within its rights',
      undefined,
      async ({ platform }) => (await consumer(platform, { publishers: ['H29'] }))(`${base}/records?agency=H29`),
    ],
    ['with a foreign cursor', 'cursor-invalid', async ({ platform }) => (await consumer(platform))(`${base}/records?cursor=abc`)],
    [
      'when the contract names other recipients',
      'reading-forbidden',
      async ({ platform }) => {
        await platform.admin.registerContract({ yaml: peopleYaml({ version: '2.0.0', recipients: ['G02'] }) });
        return (await consumer(platform))(`${base}/records`);
      },
    ],
    [
      'when the contract names its agency',
      undefined,
      async ({ platform }) => {
        await platform.admin.registerContract({ yaml: peopleYaml({ version: '2.0.0', recipients: ['G01'] }) });
        return (await consumer(platform))(`${base}/records`);
      },
    ],
  ];
  it.each(matrix)('%s', async (_name, problem, attempt) => {
    const started = await platforms.start();
    const answer = await attempt(started);
    expect(answer.problem).toBe(problem);
    for (const path of ['changes', 'records/x']) {
      // The other ways to the same data ask the same questions.
      if (problem === 'token-missing') expect((await ask(started.platform.url, 'GET', `${base}/${path}`, purpose)).problem).toBe(problem);
    }
  });

  it('ends with a revoked token', async () => {
    const { platform } = await platforms.start();
    await platform.admin.registerAgency({ agency: 'G01' });
    const { id, token } = await platform.admin.registerConsumer({ agency: 'G01', name: 'x', datasets: '*' });
    const get = () => ask(platform.url, 'GET', `${base}/records`, { ...purpose, authorization: `Bearer ${token}` });
    expect((await get()).status).toBe(200);
    await platform.admin.revokeConsumer(id);
    expect((await get()).problem).toBe('token-invalid');
  });
});

it('shows only the records of agencies that the consumer may read', async () => {
  const { platform, publisher } = await platforms.start();
  const other = await registerPublisher(platform, { ...people, agency: 'H29' });
  await sendAll(publisher, read('1', 'An'));
  await sendAll(other, read('2', 'Bình'));
  const get = await consumer(platform, { publishers: ['H29'] });
  expect((await get(`${base}/records`)).page.items.map((item) => item.record)).toEqual([{ ma: '2', ten: 'Bình' }]);
  expect((await get(`${base}/changes`)).page.items.map((item) => item.key)).toEqual([['2']]);
  expect((await get(`${base}/records/1`)).problem).toBe('record-unknown');
});

it('pages through all records and shows what the SQL view shows', async () => {
  const { platform, publisher, url } = await platforms.start();
  await sendAll(publisher, ...Array.from({ length: 25 }, (_, index) => read(`${index}`, `Tên ${index}`)));
  await sendAll(publisher, remove('3', 1), update('4', 'Mới', 2));
  const get = await consumer(platform);
  const found: Item[] = [];
  for (let path: string | undefined = `${base}/records?limit=10`; path !== undefined; ) {
    const { page }: { readonly page: Page } = await get(path);
    found.push(...page.items);
    path = page.next === null ? undefined : `${base}/records?limit=10&cursor=${page.next}`;
  }
  const inSql = await query(url, 'select ma, ten from thu_nghiem_nguoi order by ma');
  const inApi = found
    .map(({ record }) => [String(record?.['ma']), String(record?.['ten'])])
    .sort(([left = ''], [right = '']) => (left < right ? -1 : 1));
  expect(inApi).toHaveLength(24);
  expect(inApi).toEqual([...inSql].sort(([left], [right]) => (String(left) < String(right) ? -1 : 1)));
});

it('lets the SQL reader see the view and nothing behind it', async () => {
  const { publisher, url } = await platforms.start();
  await sendAll(publisher, read('1', 'An'), read('2', 'Bình'));
  await sendAll(publisher, remove('1', 1));
  const asReader = `${url}?options=${encodeURIComponent('-c role=lienthong_reader')}`;
  expect(await query(asReader, 'select ma, ten from thu_nghiem_nguoi')).toEqual([['2', 'Bình']]);
  for (const hidden of ['data."thu-nghiem.nguoi"', 'lienthong.access_log', 'lienthong.settings', 'lienthong.streams']) {
    await expect(query(asReader, `select * from ${hidden}`)).rejects.toThrow('permission denied');
  }
});

it('finds a record by its key, the authoritative publisher first', async () => {
  const { platform, publisher } = await platforms.start();
  await platform.admin.registerContract({ yaml: peopleYaml({ version: '1.1.0', authoritativePublisher: 'H29' }) });
  const other = await registerPublisher(platform, { ...people, agency: 'H29' });
  await sendAll(publisher, read('a/b "ă"', 'An'));
  await sendAll(other, read('a/b "ă"', 'Ân'));
  const get = await consumer(platform);
  const plain = await get(`${base}/records/${encodeURIComponent('a/b "ă"')}`);
  expect(plain.page.items.map((item) => [item.agency, item.record?.['ten']])).toEqual([
    ['H29', 'Ân'],
    ['H26.12', 'An'],
  ]);
  expect((await get(`${base}/records/${encodeURIComponent('["a/b \\"ă\\""]')}`)).text).toBe(plain.text);
  expect((await get(`${base}/records/${encodeURIComponent('["a","b"]')}`)).problem).toBe('request-malformed');
});

it('puts every access on record: who, what, why, how much, and no key in clear', async () => {
  const { platform, publisher, url } = await platforms.start();
  await sendAll(publisher, read('1', 'An'), read('2', 'Bình'));
  const get = await consumer(platform);
  await get(`${base}/records`);
  await get(`${base}/records/1`);
  await get(`${base}/records/7`);
  await get(`${base}/changes`);
  const rows = await query(
    url,
    'select consumer, dataset, action, purpose, records, key_hash is not null from lienthong.access_log order by id',
  );
  expect(rows).toEqual([
    ['1', people.dataset, 'records', 'Đối soát hồ sơ', '2', 'f'],
    ['1', people.dataset, 'record', 'Đối soát hồ sơ', '1', 't'],
    ['1', people.dataset, 'record', 'Đối soát hồ sơ', '0', 't'],
    ['1', people.dataset, 'changes', 'Đối soát hồ sơ', '2', 'f'],
  ]);
  const [hashes] = await query(
    url,
    "select array_agg(distinct key_hash), bool_or(key_hash like '%1%' and length(key_hash) < 40) from lienthong.access_log",
  );
  expect(hashes?.[1]).toBe('f');
});

it('tells of deletions, of an ended epoch, and of a record deleted while it was paged over', async () => {
  const { platform, publisher } = await platforms.start();
  await sendAll(publisher, read('1', 'An'), read('2', 'Bình'), read('3', 'Chi'));
  const get = await consumer(platform);
  const first = (await get(`${base}/records?limit=1`)).page;
  await sendAll(publisher, remove('1', 1));
  const epoch = await publisher.send(publisher.batch([read('3', 'Chi'), endOfSnapshot()], { epoch: 2, sequence: 1 }));
  expect(epoch.status).toBe(200);
  const changes = (await get(`${base}/changes?cursor=${first.changes}`)).page.items;
  expect(changes.map((item) => [item.op, item.key[0]])).toEqual([
    ['d', '1'],
    ['u', '3'],
    ['d', '2'],
  ]);
  expect(changes[0]).not.toHaveProperty('record');
});

it('never skips a change while several streams write at once', async () => {
  const { platform, publisher, url } = await platforms.start();
  const writers = [publisher];
  for (const agency of ['H27', 'H28', 'H29']) writers.push(await registerPublisher(platform, { ...people, agency }));
  const get = await consumer(platform);
  const latest = new Map<string, unknown>();
  let cursor = '0';
  const follow = async () => {
    const { page } = await get(`${base}/changes?cursor=${cursor}&limit=7`);
    for (const item of page.items) latest.set(`${item.agency} ${item.key[0]}`, item.record?.['ten']);
    cursor = page.next ?? cursor;
    return page.items.length;
  };
  let writing = true;
  const reading = (async () => {
    while (writing || (await follow()) > 0) await follow();
  })();
  await Promise.all(
    writers.map(async (writer) => {
      for (let commit = 1; commit <= 25; commit++) {
        const lines = [0, 1, 2].map((key) => update(`${key}`, `${commit}`, commit));
        await sendAll(writer, ...(commit % 5 === 0 ? [remove('0', commit), ...lines.slice(1)] : lines));
      }
    }),
  );
  writing = false;
  await reading;
  const rows = await query(url, 'select _agency, ma, ten from thu_nghiem_nguoi');
  const alive = new Map([...latest].filter(([, ten]) => ten !== undefined));
  expect(alive).toEqual(new Map(rows.map(([agency, ma, ten]) => [`${agency} ${ma}`, ten])));
  expect(rows).toHaveLength(8);
});

it('sends changes as they happen and goes on behind the last event', async () => {
  const { platform, publisher } = await platforms.start();
  await platform.admin.registerAgency({ agency: 'G01' });
  const { token } = await platform.admin.registerConsumer({ agency: 'G01', name: 'x', datasets: '*' });
  const headers = { ...purpose, authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const follow = async (lastEventId?: string) => {
    const abort = new AbortController();
    const answer = await fetch(`${platform.url}${base}/changes`, {
      headers: lastEventId === undefined ? headers : { ...headers, 'last-event-id': lastEventId },
      signal: abort.signal,
    });
    let text = '';
    const done = (async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
    })().catch(() => 'aborted');
    return {
      text: () => text,
      stop: async () => {
        abort.abort();
        await done;
      },
    };
  };
  const first = await follow();
  await sendAll(publisher, read('1', 'An'));
  await waitFor(() => first.text().includes('"An"'), { what: 'the first change' });
  await sendAll(publisher, read('2', 'Bình'));
  await waitFor(() => first.text().includes('"Bình"'), { what: 'the second change' });
  await first.stop();
  const ids = [...first.text().matchAll(/^id: (\d+)$/gm)].map(([, id]) => id);
  expect(ids).toHaveLength(2);
  const second = await follow(ids[0]);
  await waitFor(() => second.text().includes('"Bình"'), { what: 'the change after the last event' });
  expect(second.text()).not.toContain('"An"');
  await second.stop();
});
