import { brotliCompressSync, gzipSync } from 'node:zlib';
import { contentDigest, generateKeyPair, type SealedBatch } from '@lienthong/core';
import { describe, expect, it } from 'vitest';
import type { ProblemCode } from '../src/index.ts';
import { problems } from '../src/index.ts';
import { read } from './lines.ts';
import { peopleYaml, type Started, testPlatforms } from './platform.ts';
import { type Answer, publisher, registerPublisher } from './publisher.ts';
import { rowCounts } from './server.ts';

const platforms = testPlatforms();
const now = () => Math.floor(Date.now() / 1000);

/** The refusal has the right type, and nothing in any table moved. */
async function expectRefusal(url: string, code: ProblemCode, attempt: () => Promise<Answer>): Promise<Answer> {
  const before = await rowCounts(url);
  const answer = await attempt();
  expect({ problem: answer.problem, status: answer.status }).toEqual({ problem: code, status: problems[code].status });
  expect(await rowCounts(url)).toEqual(before);
  return answer;
}

function withBody(batch: SealedBatch, body: Uint8Array): SealedBatch {
  return { ...batch, body, digest: contentDigest(body) };
}

type Refusal = readonly [name: string, code: ProblemCode, attempt: (started: Started) => Promise<Answer>];

const refusals: readonly Refusal[] = [
  [
    'a tampered body',
    'digest-mismatch',
    ({ publisher }) =>
      publisher.send(publisher.batch([read('1', 'An')], {}, 'identity'), {
        tamper: (message) => {
          message.body = Buffer.from(Buffer.from(message.body).toString().replace('An', 'Ai'));
        },
      }),
  ],
  [
    'a header that was put in',
    'signature-uncovered',
    ({ publisher }) =>
      publisher.send(publisher.batch([read('1', 'An')]), {
        tamper: ({ headers }) => {
          headers['ce-high'] = 'eA';
        },
      }),
  ],
  [
    'a tampered header',
    'signature-wrong',
    ({ publisher }) =>
      publisher.send(publisher.batch([read('1', 'An')], { high: 'eA' }), {
        tamper: ({ headers }) => {
          headers['ce-high'] = 'eB';
        },
      }),
  ],
  [
    'a tampered signature',
    'signature-wrong',
    ({ publisher }) =>
      publisher.send(publisher.batch([read('1', 'An')]), {
        tamper: ({ headers }) => {
          headers['signature'] = String(headers['signature']).replace(/[A-Za-z](?=[^:]*:$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
        },
      }),
  ],
  [
    'no signature',
    'signature-missing',
    ({ publisher }) =>
      publisher.send(publisher.batch([read('1', 'An')]), {
        tamper: ({ headers }) => {
          delete headers['signature'];
          delete headers['signature-input'];
        },
      }),
  ],
  [
    'an old signature',
    'signature-expired',
    ({ publisher }) => publisher.send(publisher.batch([read('1', 'An')]), { created: now() - 400 }),
  ],
  [
    'a signature from the future',
    'signature-from-future',
    ({ publisher }) => publisher.send(publisher.batch([read('1', 'An')]), { created: now() + 400 }),
  ],
  ['an unknown key', 'key-unknown', ({ publisher }) => publisher.send(publisher.batch([read('1', 'An')]), { pair: generateKeyPair() })],
  [
    "another key under the registered key's id",
    'signature-wrong',
    ({ publisher }) => publisher.send(publisher.batch([read('1', 'An')]), { pair: { ...generateKeyPair(), keyId: publisher.pair.keyId } }),
  ],
  [
    'a revoked key',
    'key-unknown',
    async ({ publisher, platform }) => {
      await platform.admin.revokeKey(publisher.pair.keyId);
      return await publisher.send(publisher.batch([read('1', 'An')]));
    },
  ],
  [
    'a foreign agency',
    'agency-foreign',
    ({ publisher: { pair, stream }, platform }) => {
      const foreign = publisher(platform.url, pair, { ...stream, agency: 'H29' });
      return foreign.send(foreign.batch([read('1', 'An')]));
    },
  ],
  [
    'a dataset that the agency may not publish',
    'publishing-forbidden',
    ({ publisher: { pair, stream }, platform }) => {
      const foreign = publisher(platform.url, pair, { ...stream, dataset: 'thu-nghiem.khac' });
      return foreign.send(foreign.batch([read('1', 'An')]));
    },
  ],
  [
    'a compression bomb in brotli',
    'decompressed-too-large',
    ({ publisher }) => {
      const bomb = brotliCompressSync(Buffer.alloc(64 * 1024 * 1024, '\n'));
      return publisher.send(withBody(publisher.batch([read('1', 'An')]), bomb));
    },
  ],
  [
    'a compression bomb in gzip',
    'decompressed-too-large',
    ({ publisher }) => {
      const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, '\n'));
      return publisher.send(withBody(publisher.batch([read('1', 'An')], {}, 'gzip'), bomb));
    },
  ],
  [
    'a body that is too large',
    'body-too-large',
    ({ publisher }) => publisher.send(withBody(publisher.batch([read('1', 'An')], {}, 'identity'), Buffer.alloc(300_000, 'x'))),
  ],
  [
    'too many records',
    'too-many-records',
    ({ publisher }) => publisher.send(publisher.batch(Array.from({ length: 101 }, (_, index) => read(String(index), 'An')))),
  ],
  ['a wrong count', 'count-mismatch', ({ publisher }) => publisher.send(publisher.batch([read('1', 'An'), read('2', 'An')], { count: 3 }))],
  [
    'a wrong content type',
    'content-type-unsupported',
    ({ publisher }) =>
      publisher.send(publisher.batch([read('1', 'An')]), {
        tamper: ({ headers }) => {
          headers['content-type'] = 'application/json';
        },
      }),
  ],
  [
    'a wrong content encoding',
    'content-encoding-unsupported',
    ({ publisher }) =>
      publisher.send(publisher.batch([read('1', 'An')]), {
        tamper: ({ headers }) => {
          headers['content-encoding'] = 'compress';
        },
      }),
  ],
  [
    'a body that is not what its encoding says',
    'body-damaged',
    ({ publisher }) => publisher.send(withBody(publisher.batch([read('1', 'An')]), Buffer.from('no brotli'))),
  ],
  [
    'a body that is cut off',
    'body-damaged',
    ({ publisher }) => {
      const batch = publisher.batch([read('1', 'An'), read('2', 'Bình')], {}, 'gzip');
      return publisher.send(withBody(batch, batch.body.subarray(0, batch.body.length - 9)));
    },
  ],
  [
    'a body that is not UTF-8',
    'body-damaged',
    ({ publisher }) => publisher.send(withBody(publisher.batch([read('1', 'An')], {}, 'identity'), Buffer.from([0x22, 0xff, 0x22, 0x0a]))),
  ],
  [
    'a header that is missing',
    'batch-malformed',
    ({ publisher }) =>
      publisher.send(publisher.batch([read('1', 'An')]), {
        tamper: ({ headers }) => {
          delete headers['ce-sequence'];
        },
      }),
  ],
  [
    'an unknown contract',
    'contract-unknown',
    ({ publisher }) => publisher.send(publisher.batch([read('1', 'An')], { contractVersion: '1.0.1' })),
  ],
  [
    'a contract that is only a draft',
    'contract-inactive',
    async ({ publisher, platform }) => {
      await platform.admin.registerContract({ yaml: peopleYaml({ version: '2.0.0', status: 'draft' }) });
      return await publisher.send(publisher.batch([read('1', 'An')], { contractVersion: '2.0.0' }));
    },
  ],
  [
    'a retired contract',
    'contract-retired',
    async ({ publisher, platform }) => {
      await platform.admin.retireContract({ dataset: 'thu-nghiem.nguoi', version: '1.0.0' });
      return await publisher.send(publisher.batch([read('1', 'An')]));
    },
  ],
  ['a batch without a usable record', 'batch-unusable', ({ publisher }) => publisher.send(publisher.batch(['{"op":"r"}', 'no JSON']))],
];

// What an attempt prepares (a draft contract, for one) is not what the refusal stored.
const prepared = new Set(['a contract that is only a draft']);

describe('refuses with the right problem and stores nothing', () => {
  it.each(refusals)('%s', async (name, code, attempt) => {
    const started = await platforms.start({ limits: { bodyBytes: 256 * 1024, decompressedBytes: 1024 * 1024, records: 100 } });
    if (!prepared.has(name)) await expectRefusal(started.url, code, () => attempt(started));
    else expect(await attempt(started)).toMatchObject({ problem: code, status: problems[code].status });
    const good = started.publisher;
    if (code !== 'contract-retired' && name !== 'a revoked key') {
      expect(await good.send(good.batch([read('9', 'Tốt')], { sequence: 99 }))).toMatchObject({ status: 200 });
    }
  });
});

it('answers another content under the same batch id with a conflict and keeps the first', async () => {
  const { publisher: first, url } = await platforms.start();
  expect(await first.send(first.batch([read('1', 'An')], { sequence: 1 }))).toMatchObject({ status: 200 });
  await expectRefusal(url, 'batch-conflict', () => first.send(first.batch([read('1', 'Bình')], { sequence: 1 })));
});

it('stops a body without length at the limit', async () => {
  const { publisher, url } = await platforms.start({ limits: { bodyBytes: 100_000 } });
  const batch = withBody(publisher.batch([read('1', 'An')], {}, 'identity'), Buffer.alloc(150_000, 'x'));
  await expectRefusal(url, 'body-too-large', () => publisher.send(batch, { chunked: true }));
  expect(await publisher.send(publisher.batch([read('1', 'An')]), { chunked: true })).toMatchObject({ status: 200 });
});

it('asks a key that comes too often to wait', async () => {
  const { publisher } = await platforms.start({ limits: { requestsPerSecond: 1 } });
  const answers = await Promise.all([1, 2, 3, 4].map((sequence) => publisher.send(publisher.batch([read('1', 'An')], { sequence }))));
  const refused = answers.filter((answer) => answer.problem === 'rate-limited');
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(2);
  expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
});

it('lets no value of a record into an answer or a log line', async () => {
  const { pino } = await import('pino');
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const { platform } = await platforms.start({ logger });
  const own = await registerPublisher(platform, { agency: 'H26.13', source: 'ho-tich', dataset: 'thu-nghiem.nguoi' });
  const canary = 'CHIM-HOÀNG-YẾN';
  const answers = [
    await own.send(own.batch([read(canary, canary), `{"op":"r","version":"0","after":{"ma":"${canary}","khac":"${canary}"}}`])),
    await own.send(own.batch([`{"op":"r","version":"0","after":{"ma":7,"${canary}":"${canary}"}}`, canary])),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([200, 422]);
  const payload = Buffer.from(answers[0]?.text.split('.')[1] ?? '', 'base64url').toString();
  expect(payload).toContain('property-unknown');
  expect([payload, answers[1]?.text, ...lines].filter((text) => text?.includes('CHIM'))).toEqual([]);
  expect(lines.length).toBeGreaterThan(0);
});
