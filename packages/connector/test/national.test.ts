import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, Transport } from '@lienthong/core';
import { type NationalForm, qcvn09 } from '@lienthong/core/national';
import { type NationalReceiver, type NationalReceiverOptions, startNationalReceiver } from '@lienthong/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpCarrier, nationalTransport, withClientCredentials } from '../src/national/index.ts';
import { changed, contract, end, gone, idOf, plan, read, sealed } from './national-stream.ts';

const origin = Date.parse(qcvn09.versionOrigin.name);

let directory: string;
let receiver: NationalReceiver;
let transport: Transport;
/** Seconds since the profile's origin. */
let now: number;
let sequence: number;

async function start(options: NationalReceiverOptions = {}): Promise<void> {
  receiver = await startNationalReceiver(options);
  transport = open();
}

function open(form: NationalForm = 'json', ledger = 'ledger'): Transport {
  const http = httpCarrier({ url: receiver.url, timeoutMs: 5_000, connections: 2 });
  const carrier = withClientCredentials(http, {
    tokenUrl: `${receiver.url}/token`,
    clientId: 'h26',
    clientSecret: 'khoa',
    timeoutMs: 5_000,
  });
  const clock = () => origin + now * 1000;
  return nationalTransport({ carrier, form, ledger: join(directory, ledger), datasets: [{ plan, contract }], clock });
}

const forever = new AbortController().signal;

async function send(lines: readonly object[], epoch = 1): Promise<readonly number[]> {
  sequence += 1;
  return await sendAs(lines, epoch, sequence);
}

/** Places of the refused lines. */
async function sendAs(lines: readonly object[], epoch: number, number: number): Promise<readonly number[]> {
  const { receipt } = await transport.send(sealed(lines, epoch, number), forever);
  expect(receipt.accepted + receipt.superseded + receipt.rejected).toBe(lines.length);
  return receipt.rejections.map(({ index }) => index);
}

const nameOf = (id: string) => [1, 2, 3, 4].find((one) => idOf(one) === id) ?? id;
const visible = (): JsonObject =>
  Object.fromEntries(
    [...receiver.kept].filter(([, { event }]) => event !== 'CANCEL').map(([id, { data }]) => [nameOf(id), String(data.get('ten'))]),
  );

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lienthong-national-'));
  now = 1_000;
  sequence = 0;
});
afterEach(async () => {
  await transport.close();
  await receiver.close();
  await rm(directory, { recursive: true, force: true });
});

describe('the national transport', () => {
  it.each(['json', 'xml'] as const)('tells what is new, changed and gone, and nothing that was told already (%s)', async (form) => {
    await start();
    await transport.close();
    transport = open(form);
    await send([read(1, 'An'), read(2, 'Bình'), read(3, 'Cư')]);
    await send([end]);
    await send([read(1, 'An'), read(2, 'Bình')]);
    await send([changed(1, 1, 'Ân'), changed(2, 2, 'Bình'), gone(3, 3), gone(4, 4)]);
    expect(receiver.arrived.map(({ event, id }) => `${event} ${nameOf(id)}`)).toEqual(['NEW 1', 'NEW 2', 'NEW 3', 'UPDATE 1', 'CANCEL 3']);
    expect(visible()).toEqual({ 1: 'Ân', 2: 'Bình' });
    expect(receiver.kept.get(idOf(1))?.updatedAt).toBe('2026-03-02T01:03:04');
    // A new epoch, in which one of them is no longer there and another is back.
    await send([read(2, 'Bình'), read(3, 'Cư')], 2);
    await send([end], 2);
    expect(receiver.arrived.slice(5).map(({ event, id }) => `${event} ${nameOf(id)}`)).toEqual(['NEW 3', 'CANCEL 1']);
    expect(visible()).toEqual({ 2: 'Bình', 3: 'Cư' });
  });

  it('keeps what a change said against a read that was made before and comes after', async () => {
    await start();
    await send([changed(9, 1, 'mới')]);
    await send([read(1, 'cũ')]);
    await send([changed(8, 1, 'giữa')]);
    expect(visible()).toEqual({ 1: 'mới' });
    expect(receiver.arrived).toHaveLength(1);
  });

  it('sends nothing of a batch that comes again, and gives the same receipt', async () => {
    await start();
    const lines = [read(1, 'An')];
    await sendAs(lines, 1, 1);
    const requests = receiver.counts.requests;
    await sendAs(lines, 1, 1);
    expect(receiver.counts.requests).toBe(requests);
  });

  it('after a lost answer sends again under a higher version, in the same run and after a restart', async () => {
    await start();
    receiver.fail({ kind: 'lose-answer' });
    await expect(send([read(1, 'An')])).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' });
    await transport.close();
    transport = open();
    await sendAs([read(1, 'An')], 1, 1);
    const versions = receiver.arrived.map(({ version: one }) => one);
    expect(versions).toEqual([1_000, 1_001]);
    expect(visible()).toEqual({ 1: 'An' });
  });

  it.each(['conflict', 'conflict-untold'] as const)(
    'behind what the receiver has, after a lost ledger and with a clock set back, raises its version (%s)',
    async (lower) => {
      await start({ lower });
      await send([read(1, 'An'), read(2, 'Bình')]);
      await transport.close();
      now = 900;
      transport = open('json', 'another ledger');
      if (lower === 'conflict') {
        await sendAs([read(1, 'Ân'), read(2, 'Bình')], 1, 1);
        expect(visible()).toEqual({ 1: 'Ân', 2: 'Bình' });
        expect(receiver.kept.get(idOf(1))).toMatchObject({ version: 1_001, event: 'UPDATE' });
      } else {
        // Nobody says how far behind: after some attempts a person is asked, and nothing was lost.
        await expect(sendAs([read(1, 'Ân')], 1, 1)).rejects.toMatchObject({ code: 'STREAM_TAKEN_OVER' });
        now = 1_100;
        await sendAs([read(1, 'Ân')], 1, 1);
        expect(visible()).toEqual({ 1: 'Ân', 2: 'Bình' });
      }
    },
  );

  it('with the right clock is above what was ever sent, though its ledger was lost', async () => {
    await start({ lower: 'silent' });
    await send([read(1, 'An')]);
    await transport.close();
    now = 1_060;
    transport = open('json', 'another ledger');
    await sendAs([read(1, 'Ân')], 1, 1);
    expect(visible()).toEqual({ 1: 'Ân' });
  });

  it.each([1, 3, 100])('isolates %i bad records of 10,000, and the others are through', async (bad) => {
    const isBad = (id: number) => id % Math.ceil(10_000 / bad) === 7;
    await start({ judge: (data) => (isBad(Number(data.get('id'))) ? 'NAME_INVALID' : undefined) });
    const refused = await send(Array.from({ length: 10_000 }, (_, id) => read(id, 'An')));
    expect(refused).toEqual(Array.from({ length: 10_000 }, (_, id) => id).filter(isBad));
    expect(refused).toHaveLength(bad);
    expect(receiver.kept.size).toBe(10_000 - bad);
    // Each costs two requests for every halving.
    expect(receiver.counts.requests).toBeLessThan(20 + bad * 2 * Math.ceil(Math.log2(500)) + 1);
  });

  it('tells a record that was refused as soon as it is mended, and cancels nothing that was never there', async () => {
    await start({ judge: (data) => (data.get('ten') === 'xấu' ? 'NAME_INVALID' : undefined) });
    expect(await send([read(1, 'xấu'), read(2, 'tốt')])).toEqual([0]);
    await send([gone(1, 1)]);
    expect(await send([changed(2, 1, 'tốt')])).toEqual([]);
    expect(await send([changed(3, 2, 'xấu')])).toEqual([0]);
    expect(receiver.arrived.map(({ event, id }) => `${event} ${nameOf(id)}`)).toEqual(['NEW 2', 'NEW 1']);
    expect(visible()).toEqual({ 1: 'tốt', 2: 'tốt' });
  });

  it('asks for one token, renews it when the gateway forgets it, and says when it gets none', async () => {
    await start({ clients: { h26: 'khoa' } });
    await send([read(1, 'An')]);
    await send([read(2, 'Bình')]);
    expect(receiver.counts.tokens).toBe(1);
    receiver.fail({ kind: 'forget-token' });
    await send([read(3, 'Cư')]);
    expect(receiver.counts.tokens).toBe(2);
    expect(visible()).toEqual({ 1: 'An', 2: 'Bình', 3: 'Cư' });
    await transport.close();
    await receiver.close();
    await start({ clients: { h26: 'khác' } });
    await expect(send([changed(1, 1, 'Ân')])).rejects.toMatchObject({
      code: 'PLATFORM_REFUSED',
      message: expect.not.stringContaining('khoa'),
    });
  });

  it.each([
    [429, 'PLATFORM_BUSY', 'backoff'],
    [503, 'PLATFORM_BUSY', 'backoff'],
    [500, 'PLATFORM_ANSWER_INVALID', 'backoff'],
    [403, 'PLATFORM_REFUSED', 'operator'],
    [404, 'PLATFORM_REFUSED', 'operator'],
  ] as const)('waits or calls a person: %i', async (status, code, retry) => {
    await start();
    receiver.fail({ kind: 'answer', status, headers: { 'retry-after': '7' } });
    await expect(send([read(1, 'An')])).rejects.toMatchObject({
      code,
      retry,
      ...(code === 'PLATFORM_BUSY' ? { retryAfterMs: 7_000 } : {}),
    });
    await sendAs([read(1, 'An')], 1, 1);
    expect(visible()).toEqual({ 1: 'An' });
  });

  it('says so when another connector has the ledger', async () => {
    await start();
    await send([read(1, 'An')]);
    const other = open();
    await expect(other.register(contract.dataset, '1.0.0', '', forever)).rejects.toMatchObject({ code: 'STATE_LOCKED' });
  });
});
