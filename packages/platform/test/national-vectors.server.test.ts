import { readFileSync } from 'node:fs';
import { startNationalReceiver } from '@lienthong/testbed';
import { describe, expect, it } from 'vitest';
import { testPlatforms } from './platform.ts';
import { ask } from './publisher.ts';
import { registerTestSender } from './sender.ts';
import { query } from './server.ts';

interface VectorRequest {
  readonly type: string;
  readonly body: unknown;
  readonly status: readonly number[];
  readonly currentVersion?: number;
}

interface Vectors {
  readonly dataType: string;
  readonly cases: readonly {
    readonly name: string;
    readonly requests: readonly VectorRequest[];
    readonly visible: Readonly<Record<string, string>>;
  }[];
}

const file = new URL('../../core/vectors/national.json', import.meta.url);
const { dataType, cases } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

interface Receiver {
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Ten by Ma, of the records that are there. */
  visible(): Promise<Readonly<Record<string, string>>>;
  /** As if nothing had ever come. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

const platforms = testPlatforms();

const receivers: Readonly<Record<string, () => Promise<Receiver>>> = {
  'the reference platform': () => startPlatform('conflict'),
  'the reference platform that ignores lower versions': () => startPlatform('ignore'),
  'the strict receiver': () => startStrict('conflict'),
  'the strict receiver that ignores lower versions': () => startStrict('silent'),
};

async function startPlatform(lowerVersions: 'conflict' | 'ignore'): Promise<Receiver> {
  const { platform, url } = await platforms.start();
  const { token } = await registerTestSender(platform, { lowerVersions });
  return {
    url: platform.url,
    path: '/v1/national/messages',
    headers: { authorization: `Bearer ${token}` },
    visible: async () => Object.fromEntries(await query(url, 'select ma, ten from thu_nghiem_nguoi')) as Record<string, string>, // both are texts
    forget: async () => {
      await query(url, 'truncate data."thu-nghiem.nguoi", lienthong.national_records');
    },
    close: async () => {},
  };
}

async function startStrict(lower: 'conflict' | 'silent'): Promise<Receiver> {
  let receiver = await startNationalReceiver({ lower });
  return {
    get url() {
      return receiver.url;
    },
    path: '/',
    headers: {},
    visible: async () =>
      Object.fromEntries(
        [...receiver.kept.values()]
          .filter(({ event }) => event !== 'CANCEL')
          .map(({ data }) => [String(data.get('ma')), String(data.get('ten'))]),
      ),
    async forget() {
      await receiver.close();
      receiver = await startNationalReceiver({ lower });
    },
    close: () => receiver.close(),
  };
}

describe.each(Object.keys(receivers))('%s', (name) => {
  it('answers as the vectors of the national message say, and holds what they say', async () => {
    const open = receivers[name];
    if (open === undefined) throw new Error('there is no such receiver');
    // Where lower versions are ignored, only what they meet is another.
    const own = name.endsWith('ignores lower versions') ? cases.filter(({ requests }) => requests.some(isLower)) : cases;
    expect(own.length).toBeGreaterThan(5);
    const found: unknown[] = [];
    const receiver = await open();
    try {
      for (const { name: title, requests, visible } of own) {
        const answers = [];
        for (const request of requests) answers.push(await told(receiver, request));
        found.push({ title, answers, visible: await receiver.visible(), expected: visible });
        await receiver.forget();
      }
    } finally {
      await receiver.close();
    }
    expect(found).toEqual(
      own.map(({ name: title, requests, visible }) => ({
        title,
        answers: requests.map(() => 'as expected'),
        visible,
        expected: visible,
      })),
    );
  });
});

function isLower({ status }: VectorRequest): boolean {
  return status.includes(409);
}

/** `as expected`, or what came instead. */
async function told({ url, path, headers }: Receiver, { type, body, status, currentVersion }: VectorRequest): Promise<string> {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const answer = await ask(url, 'POST', path, { ...headers, 'content-type': type, 'x-data-type': dataType }, bytes);
  if (!status.includes(answer.status)) return `${answer.status} ${answer.text}`;
  const { currentVersion: given } = JSON.parse(answer.text) as { readonly currentVersion?: number };
  return given === undefined || currentVersion === undefined || given === currentVersion ? 'as expected' : `currentVersion ${given}`;
}
