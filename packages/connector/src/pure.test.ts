import { expect, test } from 'vitest';
import { backoffDelay } from './backoff.ts';
import { retryAfter } from './deliver/http-answer.ts';
import { createEvents } from './events.ts';
import { createRateLimit } from './extract/rate-limit.ts';
import { createSpoolGauge } from './spool-gauge.ts';
import { stateError } from './state/errors.ts';
import { rowFromJson, rowToJson } from './state/row-json.ts';
import { createSemaphore } from './waiting.ts';

test('waiting grows, is spread, is bounded, and is never shorter than asked for', () => {
  const backoff = { initialMs: 100, maxMs: 1_000 };
  expect([1, 2, 3, 4, 5, 50].map((attempt) => backoffDelay(backoff, attempt, undefined, () => 1))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ]);
  expect(backoffDelay(backoff, 3, undefined, () => 0)).toBe(40);
  expect(backoffDelay(backoff, 1, 5_000, () => 1)).toBe(5_000);
});

test('Retry-After is read as seconds and as a date, and bounded', () => {
  const now = Date.parse('2026-03-01T00:00:00Z');
  expect(retryAfter('7', now)).toBe(7_000);
  expect(retryAfter('Sun, 01 Mar 2026 00:00:30 GMT', now)).toBe(30_000);
  expect(retryAfter('999999', now)).toBe(3_600_000);
  expect(retryAfter('soon', now)).toBeUndefined();
});

test('a row comes back from its JSON as it was, bytes and bigints included', () => {
  const row = [null, 'a', 1.5, true, 12345678901234567890n, Number.NaN, new Uint8Array([0, 255]), ['x', null], { $: 'bytes', value: 'no' }];
  const back = rowFromJson(JSON.parse(JSON.stringify(rowToJson(row))));
  expect(back.map((value) => (value instanceof Uint8Array ? [...value] : value))).toEqual(
    row.map((value) => (value instanceof Uint8Array ? [...value] : value)),
  );
});

test('the spool closes the door above its limit and opens it at 80 %', () => {
  const events = createEvents();
  const seen: string[] = [];
  events.onAny((event) => seen.push(event.name));
  const gauge = createSpoolGauge(100, { batches: 0, bytes: 0 }, events);
  gauge.add(60);
  expect(gauge.gate.isOpen).toBe(true);
  gauge.add(60);
  expect(gauge.gate.isOpen).toBe(false);
  gauge.remove(35);
  expect(gauge.gate.isOpen).toBe(false);
  gauge.remove(10);
  expect(gauge.gate.isOpen).toBe(true);
  expect(seen.filter((name) => name !== 'spool')).toEqual(['paused', 'resumed']);
});

test('rows above the limit are paid for by waiting', async () => {
  let now = 0;
  const limit = createRateLimit(1_000, { now: () => '', milliseconds: () => now });
  const stop = new AbortController();
  await limit.pay(1_000, stop.signal);
  let paid = false;
  const paying = limit.pay(20, stop.signal).then(() => {
    paid = true;
  });
  await Promise.resolve();
  expect(paid).toBe(false);
  await paying;
  now = 1_000;
  await limit.pay(900, stop.signal);
});

test('places are given one by one and come back', async () => {
  const { signal } = new AbortController();
  const semaphore = createSemaphore(1);
  const order: string[] = [];
  const release = await semaphore.take(signal);
  const second = semaphore.take(signal).then((free) => {
    order.push('second');
    free();
  });
  order.push('first');
  release();
  await second;
  expect(order).toEqual(['first', 'second']);
});

test('a listener that throws is dropped and the others hear on', () => {
  const events = createEvents();
  let heard = 0;
  events.on('spool', () => {
    throw new Error('defect');
  });
  events.on('spool', () => {
    heard += 1;
  });
  events.emit('spool', { batches: 0, bytes: 0 });
  events.emit('spool', { batches: 0, bytes: 0 });
  expect(heard).toBe(2);
});

test('a disk that is full, however it says so, is a state that cannot be written now, and no defect', () => {
  for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE']) {
    const error = stateError(Object.assign(new Error('x'), { code }), 'writing a batch');
    expect(error).toMatchObject({ code: 'STATE_WRITE_FAILED', retry: 'backoff', details: { code } });
  }
});
