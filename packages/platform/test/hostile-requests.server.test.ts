import { createHash } from 'node:crypto';
import { generateKeyPair } from '@lienthong/core';
import { randomOf } from '@lienthong/testbed';
import { pino } from 'pino';
import { Pool } from 'undici';
import { describe, expect, it } from 'vitest';
import { problems } from '../src/index.ts';
import { authenticityFaults, batchBodyFaults, batchHeaderFaults, byteFaults } from './hostile-batches.ts';
import { consumerFaults, contractFaults, jsonFaults, pathFaults } from './hostile-calls.ts';
import type { Attacker, Fault, HostileRequest, Outcome } from './hostile-request.ts';
import { canary } from './hostile-values.ts';
import { read } from './lines.ts';
import { people, type Started, testPlatforms } from './platform.ts';
import { ask } from './publisher.ts';
import { query } from './server.ts';
import { converse, requestBytes } from './wire.ts';

/** `HOSTILE_SEED=… npx vitest run …` repeats a run that failed. */
const seed = Number(process.env['HOSTILE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** How many are on their way at once. */
const atOnce = 16;

const groups: readonly (readonly [name: string, faults: Readonly<Record<string, Fault>>, count: number])[] = [
  ['headers of a batch', batchHeaderFaults, 2_600],
  ['signatures, keys and rights', authenticityFaults, 2_000],
  ['bodies of a batch', batchBodyFaults, 1_600],
  ['bytes of a whole request', byteFaults, 1_000],
  ['resumes and reconciliations', jsonFaults, 1_000],
  ['paths, targets and methods', pathFaults, 800],
  ["consumers' requests", consumerFaults, 800],
  ['contracts', contractFaults, 200],
];

const platforms = testPlatforms();

it('sends ten thousand', () => {
  expect(groups.reduce((sum, [, , count]) => sum + count, 0)).toBe(10_000);
});

describe(`refuses with the right problem, stores nothing and stays healthy (HOSTILE_SEED=${seed})`, () => {
  it.each(groups)('%s', async (_, faults, count) => {
    const logged: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
    const limits = { bodyBytes: 256 * 1024, decompressedBytes: 4 * 1024 * 1024, records: 100, requestsPerSecond: 1_000_000 };
    const started = await platforms.start({ limits, logger });
    const { attacker, send, close } = await attack(started);
    const before = await fingerprint(started.url);
    const wrong: string[] = [];
    const names = Object.keys(faults);
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let index = next++; index < count; index = next++) {
        const name = names[index % names.length] ?? '';
        const request = await faults[name]?.(randomOf(seed, index), { ...attacker, number: index });
        if (request === undefined) throw new Error('a fault is missing');
        const objection = objectionTo(request, await send(request, Math.floor(index / names.length)));
        if (objection !== undefined) wrong.push(`${name} (${index}): ${objection}; ${summary(request)}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    await close();
    expect(wrong.slice(0, 10), `${wrong.length} wrong answers with HOSTILE_SEED=${seed}`).toEqual([]);
    // Nobody was let in, and no defect was met on the way.
    expect(await fingerprint(started.url)).toEqual(before);
    expect(logged).toEqual([]);
    await expectHealth(started);
  });
});

interface Told {
  readonly outcome: Outcome;
  readonly status: number;
  readonly text: string;
}

async function attack(started: Started): Promise<{
  readonly attacker: Omit<Attacker, 'number'>;
  send(request: HostileRequest, round: number): Promise<Told>;
  close(): Promise<void>;
}> {
  const { platform, publisher } = started;
  await platform.admin.registerAgency({ agency: 'G01' });
  const { token } = await platform.admin.registerConsumer({ agency: 'G01', name: 'kẻ lạ', datasets: '*' });
  // A stream that exists, with a record that must stay as it is.
  expect(await publisher.send(publisher.batch([read('1', 'An')], { sequence: 1 }))).toMatchObject({ status: 200 });
  const pool = new Pool(platform.url, { connections: 8, pipelining: 1 });
  const overHttp = async ({ method, target, headers, body }: HostileRequest): Promise<Told> => {
    const answer = await pool.request({ method, path: target, headers: headers.flat(), body: body ?? null });
    const text = await answer.body.text();
    const type = String(answer.headers['content-type']);
    return told(
      answer.statusCode,
      text,
      type === 'application/problem+json' ? (JSON.parse(text) as { readonly type: string }).type : undefined,
    ); // a problem document has a type
  };
  return {
    attacker: { publisher, stream: people, stranger: generateKeyPair(), token, now: Math.floor(Date.now() / 1000) },
    send: (request, round) => (request.raw === true || round % 2 === 0 ? overSocket(platform.port, request) : overHttp(request)),
    close: () => pool.close(),
  };
}

async function overSocket(port: number, { method, target, headers, body, bytes }: HostileRequest): Promise<Told> {
  const lines: (readonly [string, string])[] = [...headers];
  if (!headers.some(([name]) => name === 'host')) lines.unshift(['host', `127.0.0.1:${port}`]);
  if (body !== undefined) lines.push(['content-length', String(body.length)]);
  const whole = bytes ?? requestBytes(method, target, [...lines, ['connection', 'close']], body);
  // A request that was cut somewhere may never end: nobody waits for its end.
  const talk = await converse(port, whole, bytes === undefined ? {} : { afterwards: (socket) => socket.end() });
  const [answer] = talk.answers;
  if (answer === undefined) return { outcome: 'closed', status: 0, text: talk.rest };
  return told(answer.status, answer.text, answer.problem);
}

function told(status: number, text: string, type: string | undefined): Told {
  const code = type?.replace('urn:lienthong:problem:', '');
  const known = Object.keys(problems).find((problem) => problem === code);
  return { outcome: known === undefined ? 'ok' : (known as Outcome), status, text }; // found among the codes
}

function objectionTo({ expected, bytes }: HostileRequest, { outcome, status, text }: Told): string | undefined {
  if (outcome === 'internal' || outcome === 'unavailable' || outcome === 'overloaded') return `answered ${outcome}`;
  if (outcome === 'ok' && (status < 200 || status > 299)) return `answered ${status} without a problem document`;
  if (outcome !== 'ok' && outcome !== 'closed' && problems[outcome].status !== status) return `${outcome} came with ${status}`;
  if (outcome !== 'ok' && (text.includes(canary) || /\bat .*:\d+:\d+|node_modules|\.ts:/.test(text))) return 'the answer tells too much';
  // Noise may hit anything; but what it carries must never be taken.
  if (bytes !== undefined) return outcome === 'ok' ? 'was taken' : undefined;
  return expected.includes(outcome) ? undefined : `expected ${expected.join(' or ')}, got ${outcome} (${text.slice(0, 200)})`;
}

function summary({ method, target, headers, body, bytes }: HostileRequest): string {
  if (bytes !== undefined) return JSON.stringify(bytes.toString('latin1').slice(0, 2_000));
  return JSON.stringify({ method, target, headers, body: body?.subarray(0, 300).toString('latin1') }).slice(0, 1_500);
}

/** Of every row of every table. */
async function fingerprint(url: string): Promise<Readonly<Record<string, string>>> {
  const tables = await query(
    url,
    "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('lienthong', 'data') order by 1",
  );
  const prints: Record<string, string> = {};
  for (const [table] of tables) {
    const rows = await query(url, `select t::text from ${table} t order by 1`);
    prints[String(table)] = `${rows.length} ${createHash('sha256').update(JSON.stringify(rows)).digest('hex')}`;
  }
  return prints;
}

async function expectHealth({ platform, publisher }: Started): Promise<void> {
  for (const path of ['/healthz', '/readyz']) expect(await ask(platform.url, 'GET', path, {})).toMatchObject({ status: 200 });
  const good = await publisher.send(publisher.batch([read('2', 'Bình')], { sequence: 2 }));
  expect(good).toMatchObject({ status: 200, problem: undefined });
  const stream = await publisher.call('GET', '/v1/streams/H26.12/ho-tich/thu-nghiem.nguoi');
  expect(JSON.parse(stream.text)).toMatchObject({ epoch: 1, contiguous: 2, highest: 2, missing: [] });
}
