import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeVersion, epochVersion, fixedHex, snapshotVersion, type Version } from '../record/version.ts';
import { type Floor, floorStep, type LedgerEntry, ledgerStep, movedEntry } from './ledger.ts';
import type { NationalEvent } from './message.ts';

// ---- a receiver that keeps the highest version, and what arrives there ----------------------------------------------

interface Arrival {
  readonly key: string;
  readonly version: number;
  readonly event: NationalEvent;
  readonly content: string;
}

function createReceiver() {
  const kept = new Map<string, Arrival>();
  const arrived: Arrival[] = [];
  return {
    arrived,
    kept,
    take(arrival: Arrival): void {
      arrived.push(arrival);
      const before = kept.get(arrival.key);
      if (before === undefined || arrival.version > before.version) kept.set(arrival.key, arrival);
    },
    visible: () => Object.fromEntries([...kept].filter(([, { event }]) => event !== 'cancel').map(([key, { content }]) => [key, content])),
  };
}

// ---- a connector whose ledger is written before it sends ------------------------------------------------------------

interface Line {
  readonly epoch: number;
  readonly version: Version;
  /** `undefined`: a `t`. */
  readonly key?: string | undefined;
  /** `undefined`: a `d`. */
  readonly content?: string | undefined;
}

interface Ledger {
  entries: Map<string, LedgerEntry>;
  floor: Floor;
}

const emptyLedger = (): Ledger => ({ entries: new Map(), floor: { epoch: 0, version: epochVersion } });

type Receiver = ReturnType<typeof createReceiver>;

/** Takes one line; dies before sending or before the answer where `dies` says so. */
function deliver(ledger: Ledger, line: Line, receiver: Receiver, now: number, dies: 'before' | 'after' | undefined): void {
  const send = (key: string, entry: LedgerEntry): void => {
    ledger.entries.set(key, entry);
    if (dies === 'before') throw new Died();
    receiver.take({ key, version: entry.published, event: entry.event, content: entry.content });
    if (dies === 'after') throw new Died();
    ledger.entries.set(key, { ...entry, confirmed: true });
  };
  const { epoch, version, key, content } = line;
  if (key === undefined) {
    for (const [known, entry] of ledger.entries) {
      const gone = floorStep(entry, { epoch, version }, now);
      if (gone !== undefined) send(known, { ...entry, event: gone.event, published: gone.published, content: '', confirmed: false });
    }
    ledger.floor = { epoch, version };
    return;
  }
  const before = ledger.entries.get(key);
  const seen = { epoch, version, isGone: content === undefined, hasContent: (known: string) => known === content };
  const step = ledgerStep(before, seen, ledger.floor, now);
  if (step.kind === 'publish') {
    const { event, published } = step;
    send(key, { published, event, content: content ?? '', epoch, version, confirmed: false });
  }
  if (step.kind === 'unchanged') ledger.entries.set(key, movedEntry(before, { epoch, version }));
}

class Died extends Error {}

// ---- stories ---------------------------------------------------------------------------------------------------------

/** Epochs of a source: each reads all that is there, follows some changes, and may begin from an old backup. */
interface Epoch {
  readonly changes: readonly (readonly [key: number, value: number])[];
  /** The source is as it was so many changes ago. */
  readonly restored: number;
}

const keys = ['["a"]', '["b"]', '["c"]', '["d"]'];
const anyEpoch: fc.Arbitrary<Epoch> = fc.record({
  changes: fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), { maxLength: 12 }),
  restored: fc.integer({ min: 0, max: 4 }),
});

interface Story {
  readonly lines: readonly Line[];
  readonly truth: Readonly<Record<string, string>>;
}

/** Value 0 deletes. */
function tell(epochs: readonly Epoch[]): Story {
  let history: ReadonlyMap<string, string>[] = [new Map()];
  const lines: Line[] = [];
  for (const [index, { changes, restored }] of epochs.entries()) {
    const epoch = index + 1;
    history = history.slice(0, Math.max(1, history.length - restored));
    for (const [key, content] of history.at(-1) ?? []) lines.push({ epoch, version: snapshotVersion, key, content });
    lines.push({ epoch, version: epochVersion });
    for (const [position, [at, value]] of changes.entries()) {
      const next = new Map(history.at(-1));
      const key = keys[at] ?? '';
      const isThere = next.delete(key);
      if (value > 0) next.set(key, `v${value}`);
      history.push(next);
      if (value > 0 || isThere)
        lines.push({ epoch, version: changeVersion(fixedHex(BigInt(position + 1)), 0), key, content: next.get(key) });
    }
  }
  return { lines, truth: Object.fromEntries(history.at(-1) ?? []) };
}

/** What happens on the way: before which line, and what. */
type Trouble = 'die-before' | 'die-after' | 'rewind' | 'restore' | 'lose';
const anyTroubles = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 60 }),
    what: fc.constantFrom<Trouble>('die-before', 'die-after', 'rewind', 'restore', 'lose'),
    by: fc.integer({ min: 1, max: 10 }),
  }),
  { maxLength: 6 },
);

function run(lines: readonly Line[], troubles: readonly { at: number; what: Trouble; by: number }[], secondsPerLine: number): Receiver {
  const receiver = createReceiver();
  const left = [...troubles];
  const copies: (Ledger & { readonly place: number })[] = [];
  let ledger = emptyLedger();
  let now = 1_000;
  for (let place = 0; place < lines.length; ) {
    const found = left.findIndex(({ at }) => at === place);
    const trouble = found < 0 ? undefined : left.splice(found, 1)[0];
    copies.push({ entries: new Map(ledger.entries), floor: ledger.floor, place });
    if (trouble?.what === 'rewind') place = Math.max(0, place - trouble.by);
    if (trouble?.what === 'restore') {
      // With the state directory comes back where it was in the stream. Copies that are younger are of a history that never was:
      // who brings one of them back has told the receiver what it does not know of (the price that decision 31 names).
      copies.splice(Math.max(1, copies.length - trouble.by));
      const copy = copies.at(-1) ?? { ...emptyLedger(), place: 0 };
      place = copy.place;
      ledger = { entries: new Map(copy.entries), floor: copy.floor };
    }
    if (trouble?.what === 'lose') {
      place = 0;
      ledger = emptyLedger();
      copies.splice(0);
    }
    now += secondsPerLine;
    const dies = trouble?.what === 'die-before' ? 'before' : trouble?.what === 'die-after' ? 'after' : undefined;
    try {
      deliver(ledger, lines[place] ?? { epoch: 0, version: epochVersion }, receiver, now, dies);
      place += 1;
    } catch (error) {
      if (!(error instanceof Died)) throw error;
    }
  }
  return receiver;
}

const anyEpochs = fc.array(anyEpoch, { minLength: 1, maxLength: 3 });

describe('the publish ledger', () => {
  it('ends with the truth of the source after crashes, repeats, restored and lost ledgers, and restored sources', () => {
    fc.assert(
      fc.property(anyEpochs, anyTroubles, (epochs, troubles) => {
        const { lines, truth } = tell(epochs);
        const receiver = run(lines, troubles, 1);
        // A ledger that is lost while records are gone at the source knows of them no more: nobody can cancel what nobody remembers.
        const visible = receiver.visible();
        if (troubles.some(({ what }) => what === 'lose' || what === 'restore')) expect(visible).toMatchObject(truth);
        else expect(visible).toEqual(truth);
      }),
      { numRuns: 4000 },
    );
  });

  it('never gives a version twice, and never a lower one after a higher one', () => {
    fc.assert(
      fc.property(anyEpochs, anyTroubles, (epochs, troubles) => {
        const { arrived } = run(tell(epochs).lines, troubles, 1);
        const highest = new Map<string, number>();
        for (const { key, version } of arrived) {
          expect(version).toBeGreaterThan(highest.get(key) ?? 0);
          highest.set(key, version);
        }
      }),
      { numRuns: 4000 },
    );
  });

  it('sends nothing that is unchanged, and the first of a record as new', () => {
    fc.assert(
      fc.property(anyEpochs, fc.integer({ min: 1, max: 10 }), (epochs, by) => {
        const { lines } = tell(epochs);
        // Repeats without a crash: the ledger knows what was answered.
        const rewinds = lines.map((_, at) => ({ at, what: 'rewind' as const, by })).slice(0, 20);
        const before = new Map<string, Arrival>();
        for (const arrival of run(lines, rewinds, 1).arrived) {
          const last = before.get(arrival.key);
          const isGone = last === undefined || last.event === 'cancel';
          expect(arrival.event === 'new').toBe(isGone);
          if (last !== undefined)
            expect([arrival.event === 'cancel', arrival.content]).not.toEqual([last.event === 'cancel', last.content]);
          before.set(arrival.key, arrival);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('does not depend on the order of lines, where their places differ', () => {
    fc.assert(
      fc.property(anyEpochs, fc.infiniteStream(fc.nat()), (epochs, orders) => {
        const { lines, truth } = tell(epochs);
        const shuffled = lines
          .map((line) => ({ line, order: orders.next().value ?? 0 }))
          .sort((left, right) => left.order - right.order)
          .map(({ line }) => line);
        // One batch may come before the end of the snapshot that it belongs behind; the ends themselves come in their order.
        const ends = shuffled.filter(({ key }) => key === undefined).sort((left, right) => left.epoch - right.epoch);
        const ordered = shuffled.map((line) => (line.key === undefined ? (ends.shift() ?? line) : line));
        expect(run(ordered, [], 1).visible()).toEqual(truth);
      }),
      { numRuns: 3000 },
    );
  });

  it('needs the clock where a ledger was lost: versions that count alone fall behind what the receiver has', () => {
    const changes = [1, 2, 3].map((value) => [0, value] as const);
    const { lines, truth } = tell([{ changes, restored: 0 }]);
    // The source is read anew: all that is left of three changes is one read.
    const again = [...lines, { epoch: 2, version: snapshotVersion, key: '["a"]', content: 'v3' }];
    const lost = [{ at: lines.length, what: 'lose' as const, by: 1 }];
    const counting: typeof deliver = (ledger, line, receiver, _now, dies) => deliver(ledger, line, receiver, 0, dies);
    const versions = (step: typeof deliver) => {
      const receiver = createReceiver();
      const ledgers = [emptyLedger(), emptyLedger()];
      for (const [place, line] of again.entries())
        step(ledgers[place < lines.length ? 0 : 1] ?? emptyLedger(), line, receiver, 1_000 + place, undefined);
      return receiver.arrived.map(({ version }) => version);
    };
    expect(run(lines, lost, 1).visible()).toEqual(truth);
    expect(versions(deliver)).toEqual([1_001, 1_002, 1_003, 1_004]);
    expect(versions(counting)).toEqual([1, 2, 3, 1]);
  });
});
