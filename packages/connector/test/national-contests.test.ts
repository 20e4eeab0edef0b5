import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLienThongError, type Transport } from '@lienthong/core';
import { qcvn09 } from '@lienthong/core/national';
import { type NationalReceiver, type NationalReceiverOptions, startNationalReceiver } from '@lienthong/testbed';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpCarrier, nationalTransport } from '../src/national/index.ts';
import { never } from './connect.ts';
import { changed, contract, end, gone, idOf, plan, read, sealed } from './national-stream.ts';

const origin = Date.parse(qcvn09.versionOrigin.name);
const ids = [1, 2, 3];

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lienthong-contests-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A table, its log, and two connectors that somebody set up to publish it: each with a ledger of its own. */
interface Place {
  readonly receiver: NationalReceiver;
  readonly source: Map<number, string>;
  change(id: number, ten: string | undefined): void;
  tick(seconds: number): void;
  /** Reads the table from scratch. */
  snapshot(who: string): Promise<void>;
  /** Delivers at most so many of the changes that it has not delivered yet. */
  follow(who: string, most?: number): Promise<void>;
  restart(who: string): Promise<void>;
  stop(who: string): Promise<void>;
  close(): Promise<void>;
}

interface Member {
  transport: Transport;
  next: number;
  epoch: number;
  sequence: number;
}

async function openPlace(options: NationalReceiverOptions, ledgers: string): Promise<Place> {
  const receiver = await startNationalReceiver(options);
  const source = new Map<number, string>();
  const log: object[] = [];
  const members = new Map<string, Member>();
  let now = 1_000;
  const openTransport = (who: string): Transport => {
    const carrier = httpCarrier({ url: receiver.url, timeoutMs: 5_000, connections: 1 });
    return nationalTransport({ carrier, ledger: join(ledgers, who), datasets: [{ plan, contract }], clock: () => origin + now * 1000 });
  };
  const memberOf = (who: string): Member => {
    const member = members.get(who) ?? { transport: openTransport(who), next: 0, epoch: 0, sequence: 0 };
    members.set(who, member);
    return member;
  };
  const send = async (member: Member, lines: readonly object[]): Promise<void> => {
    member.sequence += 1;
    await member.transport.send(sealed(lines, member.epoch, member.sequence), never);
  };
  return {
    receiver,
    source,
    change(id, ten) {
      if (ten === undefined) source.delete(id);
      else source.set(id, ten);
      log.push(ten === undefined ? gone(log.length + 1, id) : changed(log.length + 1, id, ten));
    },
    tick(seconds) {
      now += seconds;
    },
    async snapshot(who) {
      const member = memberOf(who);
      member.next = log.length;
      member.epoch += 1;
      await send(member, [...[...source].map(([id, ten]) => read(id, ten)), end]);
    },
    async follow(who, most = log.length) {
      const member = memberOf(who);
      const lines = log.slice(member.next, member.next + most);
      member.next += lines.length;
      if (lines.length > 0) await send(member, lines);
    },
    async restart(who) {
      const member = memberOf(who);
      await member.transport.close();
      member.transport = openTransport(who);
    },
    async stop(who) {
      await memberOf(who).transport.close();
      members.delete(who);
    },
    async close() {
      for (const { transport } of members.values()) await transport.close();
      await receiver.close();
    },
  };
}

const visible = ({ receiver }: Place): readonly (readonly [number, string])[] =>
  ids.flatMap((id) => {
    const kept = receiver.kept.get(idOf(id));
    return kept === undefined || kept.event === 'CANCEL' ? [] : [[id, String(kept.data.get('ten'))] as const];
  });
const wanted = ({ source }: Place) => [...source].sort(([left], [right]) => left - right);

const isTakenOver = (error: unknown): boolean => isLienThongError(error) && error.code === 'STREAM_TAKEN_OVER';

describe('two connectors publish the same national messages by mistake', () => {
  it('and what the second says in the same second is not taken for what the first has said', async () => {
    const place = await openPlace({}, directory);
    place.change(1, 'An');
    await place.snapshot('first');
    // The first is gone; the table changes.
    await place.stop('first');
    place.change(1, 'Ân');
    await place.snapshot('second');
    expect(visible(place)).toEqual([[1, 'Ân']]);
    await place.close();
  });

  it('and who finds versions that nobody gave here says so, and tells everything once more when it is started again', async () => {
    const place = await openPlace({}, directory);
    for (const id of ids) place.change(id, 'An');
    await place.snapshot('first');
    place.tick(10);
    await place.snapshot('second');
    for (const ten of ['a', 'b', 'c']) place.change(1, ten);
    place.change(2, 'ma');
    place.change(2, undefined);
    for (const ten of ['d', 'e', 'f']) place.change(1, ten);
    // The first lies behind.
    await place.follow('second', 5);
    let told: unknown;
    for (let round = 0; round < 3; round++) {
      expect(told).toBeUndefined();
      place.tick(10);
      await place.follow('first', 1);
      told = await place.follow('second', 1).catch((error: unknown) => error);
    }
    expect(told).toMatchObject({
      code: 'STREAM_TAKEN_OVER',
      message: expect.stringContaining('H26_001'),
      remedy: expect.stringContaining('new epoch'),
    });
    // What the other one says after that, the second does not know: a record that it cancelled is back.
    place.tick(10);
    await place.follow('first', 1);
    await place.stop('first');
    expect(visible(place)).toEqual([
      [1, 'f'],
      [2, 'ma'],
      [3, 'An'],
    ]);
    place.tick(10);
    await place.restart('second');
    await place.snapshot('second');
    expect(visible(place)).toEqual(wanted(place));
    // Once: the next time nothing is told that was told.
    const before = place.receiver.arrived.length;
    await place.snapshot('second');
    expect(place.receiver.arrived.length).toBe(before);
    await place.close();
  });

  it('and who raises a version in vain tells everything once more, too', async () => {
    const place = await openPlace({ lower: 'conflict-untold' }, directory);
    for (const id of ids) place.change(id, 'An');
    await place.snapshot('first');
    place.tick(10);
    await place.snapshot('second');
    for (const ten of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) place.change(1, ten);
    place.change(2, 'ma');
    place.change(2, undefined);
    place.change(1, 'i');
    await place.follow('second', 10);
    // So many within a second that its versions run ahead of the clock.
    for (let line = 0; line < 8; line++) await place.follow('first', 1);
    await expect(place.follow('second', 1)).rejects.toMatchObject({
      code: 'STREAM_TAKEN_OVER',
      message: expect.stringContaining('each time it is raised'),
    });
    place.tick(10);
    await place.follow('first', 1);
    await place.stop('first');
    place.tick(60);
    await place.restart('second');
    await place.snapshot('second');
    expect(visible(place)).toEqual([
      [1, 'i'],
      [3, 'An'],
    ]);
    await place.close();
  });

  it('and a receiver that keeps parts of what it refuses, or a lost answer, is no other connector', async () => {
    const place = await openPlace({}, directory);
    for (const id of ids) place.change(id, 'An');
    await place.snapshot('only');
    for (let round = 0; round < 5; round++) {
      place.tick(10);
      for (const id of ids) place.change(id, `Ân ${round}`);
      place.receiver.fail({ kind: 'keep-and-refuse' });
      await place.follow('only');
      place.change(1, `Ơn ${round}`);
      place.receiver.fail({ kind: 'lose-answer' });
      await expect(place.follow('only')).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' });
      place.change(1, `Ơn ${round}`);
      await place.follow('only');
    }
    expect(visible(place)).toEqual(wanted(place));
    await place.close();
  });

  const command = fc.oneof(
    fc.record({
      kind: fc.constant('change' as const),
      id: fc.constantFrom(...ids),
      ten: fc.option(fc.constantFrom('An', 'Bình', 'Cư'), { nil: undefined }),
    }),
    fc.record({ kind: fc.constant('tick' as const), seconds: fc.nat(2) }),
    fc.record({ kind: fc.constant('follow' as const), who: fc.constantFrom('first', 'second'), most: fc.integer({ min: 1, max: 3 }) }),
  );

  it('and both sides end equal, whoever is told', async () => {
    let [runs, taken] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('conflict', 'conflict-untold', 'silent'),
        fc.array(command, { minLength: 4, maxLength: 24 }),
        fc.nat(5),
        async (lower, commands, late) => {
          runs += 1;
          const place = await openPlace({ lower }, join(directory, `run-${runs}`));
          for (const id of ids) place.change(id, 'Dũng');
          await place.snapshot('first');
          let loser: string | undefined;
          const attempt = async (who: string, work: () => Promise<void>): Promise<void> => {
            if (loser !== undefined) return;
            await work().catch((error: unknown) => {
              if (!isTakenOver(error)) throw error;
              loser = who;
            });
          };
          await attempt('second', () => place.snapshot('second'));
          for (const one of commands) {
            if (one.kind === 'change') place.change(one.id, one.ten);
            else if (one.kind === 'tick') place.tick(one.seconds);
            else await attempt(one.who, () => place.follow(one.who, one.most));
          }
          for (const who of ['first', 'second']) await attempt(who, () => place.follow(who));
          if (loser !== undefined) {
            taken += 1;
            // As the remedy says: the other one is stopped, wherever it is by then, and who was told begins a new epoch.
            const other = loser === 'first' ? 'second' : 'first';
            await place.follow(other, late).catch((error: unknown) => expect(error).toSatisfy(isTakenOver));
            await place.stop(other);
            place.tick(60);
            await place.restart(loser);
            await place.snapshot(loser);
          }
          expect(visible(place)).toEqual(wanted(place));
          const last = new Map<string, number>();
          for (const { id, version } of place.receiver.arrived) {
            expect(version).toBeGreaterThan(last.get(id) ?? 0);
            last.set(id, version);
          }
          await place.close();
        },
      ),
      { seed: 2026, numRuns: 25 },
    );
    expect(taken).toBeGreaterThan(0);
  });
});
