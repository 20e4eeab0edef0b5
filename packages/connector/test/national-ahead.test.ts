import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLienThongError, receiptHash, type SealedBatch, type Transport } from '@lienthong/core';
import { qcvn09 } from '@lienthong/core/national';
import { type NationalFault, type NationalReceiver, startNationalReceiver } from '@lienthong/testbed';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { httpCarrier, nationalTransport } from '../src/national/index.ts';
import { never } from './connect.ts';
import { changed, contract, end, gone, idOf, plan, read, sealed } from './national-stream.ts';

const origin = Date.parse(qcvn09.versionOrigin.name);

let directory: string;
let receiver: NationalReceiver;
let transport: Transport;

function open({ url } = receiver, name = 'ledger'): Transport {
  const carrier = httpCarrier({ url, timeoutMs: 5_000, connections: 4 });
  const ledger = join(directory, name);
  return nationalTransport({ carrier, ledger, datasets: [{ plan, contract }], recordsPerRequest: 2, clock: () => origin + 1_000_000 });
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lienthong-ahead-'));
  receiver = await startNationalReceiver();
  transport = open();
});
afterEach(async () => {
  await transport.close();
  await receiver.close();
  await rm(directory, { recursive: true, force: true });
});

/** The receiver keeps what comes next and holds its answer back until `release`. */
function hold(...then: readonly NationalFault[]): () => void {
  let release = (): void => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  receiver.fail({ kind: 'hold', until }, ...then);
  return release;
}

/** The first of two batches has its receipt, and the second was told meanwhile; gives the second. */
async function tellAhead(...faults: readonly NationalFault[]): Promise<SealedBatch> {
  const release = hold(...faults);
  const first = transport.send(sealed([read(1, 'An')], 1, 1), never);
  await requests(1);
  const two = sealed([read(2, 'Bình')], 1, 2);
  transport.prepare?.(two, never);
  await requests(2);
  release();
  await first;
  return two;
}

const requests = (count: number) => vi.waitFor(() => expect(receiver.counts.requests).toBe(count), { timeout: 5_000 });
const visible = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [1, 2, 3, 4, 5].flatMap((id) => {
      const kept = receiver.kept.get(idOf(id));
      return kept === undefined || kept.event === 'CANCEL' ? [] : [[id, String(kept.data.get('ten'))]];
    }),
  );

describe('a batch of national messages', () => {
  it('is told while the one before it waits for its answer, and gets its receipt behind it', async () => {
    const release = hold();
    const [one, two] = [sealed([read(1, 'An')], 1, 1), sealed([read(2, 'Bình'), read(3, 'Cư')], 1, 2)];
    const first = transport.send(one, never);
    await requests(1);
    transport.prepare?.(two, never);
    await requests(2);
    expect(visible()).toEqual({ 1: 'An', 2: 'Bình', 3: 'Cư' });
    release();
    const before = await first;
    const behind = await transport.send(two, never);
    expect(behind.receipt).toMatchObject({ accepted: 2, number: 2, previous: receiptHash(before.jws) });
    expect(receiver.counts.requests).toBe(2);
  });

  it('is read while two are told, and told when the first of them has its receipt', async () => {
    const [one, two, three] = [1, 2, 3].map((id) => sealed([read(id, `Người ${id}`)], 1, id)) as [SealedBatch, SealedBatch, SealedBatch];
    const releaseFirst = hold();
    const first = transport.send(one, never);
    await requests(1);
    const releaseSecond = hold();
    // However they are announced: only what comes next is told.
    transport.prepare?.(three, never);
    transport.prepare?.(two, never);
    await requests(2);
    expect(visible()).toEqual({ 1: 'Người 1', 2: 'Người 2' });
    releaseFirst();
    await first;
    const second = transport.send(two, never);
    await requests(3);
    expect(visible()).toEqual({ 1: 'Người 1', 2: 'Người 2', 3: 'Người 3' });
    releaseSecond();
    expect((await second).receipt.number).toBe(2);
    expect((await transport.send(three, never)).receipt).toMatchObject({ accepted: 1, number: 3 });
    expect(receiver.counts.requests).toBe(3);
  });

  it('is not told ahead with a record of one that is told ahead itself', async () => {
    const releaseFirst = hold();
    const first = transport.send(sealed([read(1, 'An')], 1, 1), never);
    await requests(1);
    const releaseSecond = hold();
    const two = sealed([read(2, 'Bình')], 1, 2);
    const three = sealed([changed(1, 2, 'Bính')], 1, 3);
    transport.prepare?.(two, never);
    await requests(2);
    transport.prepare?.(three, never);
    releaseFirst();
    await first;
    const second = transport.send(two, never);
    releaseSecond();
    await second;
    await transport.send(three, never);
    expect(receiver.counts).toMatchObject({ requests: 3, refused: 0 });
    expect(visible()).toEqual({ 1: 'An', 2: 'Bính' });
  });

  it('is not told ahead with a record of the one before it', async () => {
    const release = hold();
    const first = transport.send(sealed([read(1, 'An')], 1, 1), never);
    await requests(1);
    const second = sealed([changed(1, 1, 'Ân')], 1, 2);
    transport.prepare?.(second, never);
    release();
    await first;
    await transport.send(second, never);
    // Ahead, it would have had the version of the first, and been refused for it.
    expect(receiver.counts).toMatchObject({ requests: 2, refused: 0 });
    expect(receiver.arrived.map(({ event, version }) => [event, version])).toEqual([
      ['NEW', 1_000],
      ['UPDATE', 1_001],
    ]);
  });

  it('is not told ahead where something ends: what the one before it brings would be cancelled', async () => {
    await transport.send(sealed([read(1, 'An'), read(2, 'Bình')], 1, 1), never);
    const release = hold();
    const first = transport.send(sealed([read(1, 'An'), read(3, 'Cư')], 2, 1), never);
    await requests(2);
    const second = sealed([end], 2, 2);
    transport.prepare?.(second, never);
    release();
    await first;
    await transport.send(second, never);
    expect(visible()).toEqual({ 1: 'An', 3: 'Cư' });
    expect(receiver.arrived.map(({ event }) => event)).toEqual(['NEW', 'NEW', 'NEW', 'CANCEL']);
  });

  it.each([
    [{ kind: 'answer', status: 503 }, 'PLATFORM_BUSY', [1_001]],
    [{ kind: 'lose-answer' }, 'PLATFORM_UNREACHABLE', [1_000, 1_001]],
  ] as const)('that failed ahead fails where it is sent, and goes again from there (%o)', async (fault, code, versions) => {
    const two = await tellAhead(fault);
    await expect(transport.send(two, never)).rejects.toMatchObject({ code });
    await transport.send(two, never);
    expect(visible()).toEqual({ 1: 'An', 2: 'Bình' });
    expect(receiver.arrived.filter(({ id }) => id === idOf(2)).map(({ version }) => version)).toEqual(versions);
  });

  it('that was told ahead and never got its receipt comes again after a restart, and its records stay as they are', async () => {
    const two = await tellAhead();
    await transport.close();
    transport = open();
    await transport.send(two, never);
    expect(visible()).toEqual({ 1: 'An', 2: 'Bình' });
    expect(receiver.arrived).toHaveLength(2);
  });

  it('of another epoch waits for what was told ahead in the one before it', async () => {
    const [one, two] = [sealed([read(1, 'An')], 1, 1), sealed([read(2, 'Bình')], 1, 2)];
    const releaseFirst = hold();
    const first = transport.send(one, never);
    await requests(1);
    const releaseSecond = hold();
    transport.prepare?.(two, never);
    await requests(2);
    releaseFirst();
    await first;
    const other = transport.send(sealed([read(2, 'Khác')], 2, 1), never);
    // As much as the other has to do until it sends, and its answer, begun after it: so long the other waits.
    const elsewhere = await startNationalReceiver();
    const beside = open(elsewhere, 'beside');
    for (const sequence of [1, 2]) await beside.send(sealed([read(2, 'Khác')], 2, sequence), never);
    await beside.close();
    await elsewhere.close();
    expect(receiver.counts.requests).toBe(2);
    releaseSecond();
    await other;
    // At once, it would have had the version of the second, and been refused for it.
    expect(receiver.counts).toMatchObject({ requests: 3, refused: 0 });
    expect(visible()).toEqual({ 1: 'An', 2: 'Khác' });
  });

  it('ends as its lines say, whatever fails on the way and whatever was told ahead', async () => {
    const change = fc.record({ id: fc.integer({ min: 1, max: 5 }), ten: fc.constantFrom(undefined, 'An', 'Bình', 'Cư') });
    const fault = fc.constantFrom<NationalFault | undefined>(
      ...[undefined, undefined, { kind: 'cut' } as const, { kind: 'lose-answer' } as const, { kind: 'answer', status: 503 } as const],
    );
    const batches = fc.array(fc.array(change, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 8 });
    const property = fc.asyncProperty(batches, fc.array(fault, { maxLength: 12 }), fc.nat(7), async (all, faults, restartAt) => {
      await transport.close();
      await receiver.close();
      await rm(directory, { recursive: true, force: true });
      receiver = await startNationalReceiver();
      transport = open();
      const last = new Map<number, string | undefined>();
      let at = 0;
      const sealedBatches = all.map((changes, index) =>
        sealed(
          changes.map(({ id, ten }) => {
            at += 1;
            last.set(id, ten);
            return ten === undefined ? gone(at, id) : changed(at, id, ten);
          }),
          ...([1, index + 1] as const),
        ),
      );
      receiver.fail(...faults.map((one) => one ?? ({ kind: 'hold', until: Promise.resolve() } as const)));
      for (const [index, batch] of sealedBatches.entries()) {
        if (index === restartAt) {
          await transport.close();
          transport = open();
        }
        const sending = sendUntilTaken(batch);
        const next = sealedBatches[index + 1];
        if (next !== undefined) transport.prepare?.(next, never);
        await sending;
      }
      const wanted = [...last].filter(([, ten]) => ten !== undefined);
      expect(visible()).toEqual(Object.fromEntries(wanted));
    });
    await fc.assert(property, { numRuns: 60 });
  });
});

/** As the connector does. */
async function sendUntilTaken(batch: SealedBatch): Promise<void> {
  for (;;) {
    try {
      await transport.send(batch, never);
      return;
    } catch (error) {
      if (!isLienThongError(error) || error.retry !== 'backoff') throw error;
    }
  }
}
