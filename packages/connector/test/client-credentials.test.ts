import { type NationalReceiver, startNationalReceiver } from '@lienthong/testbed';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { httpCarrier, withClientCredentials } from '../src/national/index.ts';
import { never } from './connect.ts';

let receiver: NationalReceiver;
let now: number;

beforeEach(async () => {
  receiver = await startNationalReceiver({ clients: { h26: 'khoa' }, tokenSeconds: 100 });
  now = 1_000_000;
});
afterEach(() => receiver.close());

function open() {
  const http = httpCarrier({ url: receiver.url, timeoutMs: 5_000, connections: 4 });
  const login = { tokenUrl: `${receiver.url}/token`, clientId: 'h26', clientSecret: 'khoa', timeoutMs: 5_000 };
  return withClientCredentials(http, { ...login, clock: () => now });
}

const request = { method: 'POST', path: '', headers: { 'content-type': 'application/json' }, body: Buffer.from('[]') } as const;

it('a token is renewed before it ends: none of its requests is lost to one that ended on the way', async () => {
  const carrier = open();
  const tokensAt = async (seconds: number) => {
    now = 1_000_000 + seconds * 1000;
    const { status } = await carrier.exchange(request, never);
    return [status, receiver.counts.tokens];
  };
  expect([await tokensAt(0), await tokensAt(79), await tokensAt(81), await tokensAt(159), await tokensAt(170)]).toEqual([
    [200, 1],
    [200, 1],
    [200, 2],
    [200, 2],
    [200, 3],
  ]);
  // Nobody was told 401 on the way.
  expect(receiver.counts.requests).toBe(5);
  await carrier.close();
});

it('requests at the same time share one token, at first and when it is renewed', async () => {
  const carrier = open();
  const several = () => Promise.all(Array.from({ length: 8 }, () => carrier.exchange(request, never)));
  await several();
  expect(receiver.counts.tokens).toBe(1);
  now += 81_000;
  await several();
  expect(receiver.counts.tokens).toBe(2);
  await carrier.close();
});

it('a gateway that no longer knows a token is asked for another one once, and then believed', async () => {
  const carrier = open();
  await carrier.exchange(request, never);
  const refused = { kind: 'answer', status: 401 } as const;
  receiver.fail(refused, refused);
  const { status } = await carrier.exchange(request, never);
  expect([status, receiver.counts.requests, receiver.counts.tokens]).toEqual([401, 3, 2]);
  await carrier.close();
});
