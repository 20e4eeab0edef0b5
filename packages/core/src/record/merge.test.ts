import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFloors, comparePlaces, type Entry, emptyStream, merge, type StreamState, visible } from './merge.ts';
import { changeVersion, epochVersion, fixedHex, snapshotVersion, type Version } from './version.ts';

// ---- a source whose commits become visible to readers late ---------------------------------------------------------

type Logged = { readonly position: number; readonly ordinal: number } & (
  | { readonly op: 't' }
  | { readonly op: 'd'; readonly key: string }
  | { readonly op: 'u'; readonly key: string; readonly value: string }
);

/** What a reader does, so that the rule can be proven to need each part of it. */
interface Reader {
  /** Waits, after the start, until everything in flight there is visible to reads. */
  readonly waits: boolean;
  /** The version of a read, told the last position that the log shows at that moment. */
  readVersion(lastPosition: number): Version;
}

const byTheRule: Reader = { waits: true, readVersion: () => snapshotVersion };
const readsTooEarly: Reader = { waits: false, readVersion: () => snapshotVersion };
const comparesWithTheLog: Reader = { waits: true, readVersion: (last) => version(last, 9999999) };

type Choose = (most: number) => number;

interface Story {
  readonly entries: readonly Entry[];
  readonly truth: ReadonlyMap<string, string>;
}

function version(position: number, ordinal: number): Version {
  return changeVersion(fixedHex(BigInt(position)), ordinal);
}

/** The source: what is committed is in the log at once, and visible to reads only after `show`. */
function createSource(choose: Choose, keys: readonly string[]) {
  const log: Logged[] = [];
  const truth = new Map<string, string>();
  const seen = new Map<string, string>();
  let shown = 0;
  let position = 0;
  let values = 0;
  const nextValue = () => `{"v":${++values}}`;
  for (const key of keys) {
    if (choose(2) === 0) continue;
    truth.set(key, nextValue());
    seen.set(key, truth.get(key) ?? '');
  }
  const commitRow = (ordinal: number): void => {
    const key = keys[choose(keys.length - 1)] ?? '';
    if (choose(2) > 0) {
      const value = nextValue();
      truth.set(key, value);
      log.push({ position, ordinal, op: 'u', key, value });
    } else if (truth.delete(key)) log.push({ position, ordinal, op: 'd', key });
  };
  return {
    log,
    truth,
    seen,
    lastPosition: () => position,
    commit(): void {
      position += 1;
      if (choose(19) === 0) {
        truth.clear();
        log.push({ position, ordinal: 0, op: 't' });
        return;
      }
      const rows = 1 + choose(2);
      for (let ordinal = 0; ordinal < rows; ordinal++) commitRow(ordinal);
    },
    show(count: number): void {
      for (const change of log.slice(shown, shown + count)) {
        if (change.op === 't') seen.clear();
        else if (change.op === 'd') seen.delete(change.key);
        else seen.set(change.key, change.value);
        shown += 1;
      }
    },
  };
}

/** Publishes the source in one or more epochs, with crashes, and tells the truth at the end. */
function tell(choose: Choose, reader: Reader): Story {
  const keys = Array.from({ length: 1 + choose(5) }, (_, index) => `["${index}"]`);
  const source = createSource(choose, keys);
  const entries: Entry[] = [];
  const commits = (most: number) => {
    for (let left = choose(most); left > 0; left--) source.commit();
  };
  commits(5);
  const epochs = 1 + choose(2);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    commits(4);
    runEpoch({ choose, reader, source, keys, epoch, last: epoch === epochs, entries });
  }
  return { entries, truth: source.truth };
}

interface EpochInput {
  readonly choose: Choose;
  readonly reader: Reader;
  readonly source: ReturnType<typeof createSource>;
  readonly keys: readonly string[];
  readonly epoch: number;
  readonly last: boolean;
  readonly entries: Entry[];
}

function runEpoch({ choose, reader, source, keys, epoch, last, entries }: EpochInput): void {
  let sequence = 0;
  const place = (placed: Version) => ({ epoch, version: placed, sequence: ++sequence, line: 0 });
  // Starting too early is allowed.
  let sent = Math.max(0, source.log.length - choose(3));
  if (reader.waits) source.show(source.log.length);
  const follow = (count: number) => {
    for (const change of source.log.slice(sent, sent + count)) {
      sent += 1;
      const at = place(version(change.position, change.ordinal));
      if (change.op === 't') entries.push({ op: 't', place: at });
      else if (change.op === 'd') entries.push({ op: 'd', place: at, key: change.key });
      else entries.push({ op: 'u', place: at, key: change.key, record: change.value });
    }
  };
  const shuffled = () =>
    keys
      .map((key) => ({ key, by: choose(1000) }))
      .sort((left, right) => left.by - right.by)
      .map(({ key }) => key);
  const read = (key: string) => {
    const record = source.seen.get(key);
    if (record !== undefined) entries.push({ op: 'r', place: place(reader.readVersion(source.lastPosition())), key, record });
  };
  let todo = shuffled();
  let crashes = choose(2);
  while (todo.length > 0) {
    const what = choose(19);
    if (what < 7) source.commit();
    else if (what < 12) source.show(choose(4));
    else if (what < 15) follow(1 + choose(3));
    else {
      read(todo.pop() ?? '');
      // A crash: everything is read again, and may be read differently.
      if (crashes > 0 && choose(4) === 0) {
        crashes -= 1;
        todo = shuffled();
      }
    }
  }
  entries.push({ op: 't', place: place(epochVersion) });
  for (let left = choose(4); left > 0; left--) source.commit();
  // In any epoch but the last the log is lost somewhere behind.
  follow(last ? source.log.length : choose(3));
}

/** A deterministic chooser from a seed (mulberry32), so that a failing story can be told again. */
function chooser(seed: number): Choose {
  let state = seed >>> 0;
  return (most) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % (most + 1);
  };
}

/** Shuffled, some of it twice, and in batches of any size. */
function deliver(entries: readonly Entry[], choose: Choose): StreamState {
  const all = [...entries, ...entries.filter(() => choose(9) < 3)]
    .map((entry) => ({ entry, by: choose(100_000) }))
    .sort((left, right) => left.by - right.by)
    .map(({ entry }) => entry);
  let state = emptyStream;
  for (let index = 0; index < all.length; ) {
    const size = 1 + choose(5);
    state = merge(state, all.slice(index, index + size));
    index += size;
  }
  return state;
}

function converges(seed: number, reader: Reader): boolean {
  const { entries, truth } = tell(chooser(seed), reader);
  return same(visible(deliver(entries, chooser(seed ^ 0x5bd1e995))), truth);
}

function same(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): boolean {
  return left.size === right.size && [...left].every(([key, value]) => right.get(key) === value);
}

describe('the rule of convergence', () => {
  it('gives the truth of the source, whatever is read late, repeated, regrouped or reordered', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { entries, truth } = tell(chooser(seed), byTheRule);
        expect(Object.fromEntries(visible(deliver(entries, chooser(~seed))))).toEqual(Object.fromEntries(truth));
      }),
      { numRuns: 8000 },
    );
  });

  it('tells stories in which everything happens that it claims to survive', () => {
    const stories = Array.from({ length: 300 }, (_, seed) => tell(chooser(seed), byTheRule));
    const count = (has: (entry: Entry) => boolean) => stories.filter(({ entries }) => entries.some(has)).length;
    expect(count((entry) => entry.op === 'r')).toBeGreaterThan(100);
    expect(count((entry) => entry.op === 'u')).toBeGreaterThan(100);
    expect(count((entry) => entry.op === 'd')).toBeGreaterThan(100);
    expect(count((entry) => entry.op === 't' && entry.place.version !== epochVersion)).toBeGreaterThan(50);
    expect(count((entry) => entry.place.epoch === 3)).toBeGreaterThan(50);
    expect(stories.filter(({ truth }) => truth.size > 0).length).toBeGreaterThan(100);
  });

  it('breaks when reads begin before everything in flight at the start is visible', () => {
    const seeds = Array.from({ length: 3000 }, (_, seed) => seed);
    expect(seeds.filter((seed) => !converges(seed, readsTooEarly)).length).toBeGreaterThan(0);
    expect(seeds.filter((seed) => !converges(seed, byTheRule))).toEqual([]);
  });

  it('breaks when a read is compared with the position of the log', () => {
    const seeds = Array.from({ length: 3000 }, (_, seed) => seed);
    expect(seeds.filter((seed) => !converges(seed, comparesWithTheLog)).length).toBeGreaterThan(0);
  });
});

// ---- the laws, on entries that no source would write ---------------------------------------------------------------

const anyPlace = fc.record({
  epoch: fc.integer({ min: 1, max: 3 }),
  version: fc.constantFrom(epochVersion, snapshotVersion, version(1, 0), version(1, 1), version(2, 0), version(10, 0)),
  sequence: fc.integer({ min: 1, max: 4 }),
  line: fc.integer({ min: 0, max: 1 }),
});
const anyKey = fc.constantFrom('["a"]', '["b"]', '["c"]');

/** Content follows from the place, because a batch id never changes its content: one place, one line. */
const anyEntry: fc.Arbitrary<Entry> = fc.record({ place: anyPlace, key: anyKey }).map(({ place, key }) => {
  const line = `${place.epoch}/${place.version}/${place.sequence}/${place.line}`;
  const kind = place.version === epochVersion ? 't' : (['u', 'd', 't', 'r'] as const)[(place.sequence + place.line) % 4];
  if (kind === 't') return { op: 't', place };
  return kind === 'd' ? { op: 'd', place, key } : { op: kind ?? 'u', place, key, record: JSON.stringify({ line }) };
});
const anyEntries = fc.array(anyEntry, { maxLength: 30 });

function plain(state: StreamState): unknown {
  return { floor: state.floor, keys: [...state.keys].sort(([left], [right]) => (left < right ? -1 : 1)) };
}

describe('merging', () => {
  it('does not depend on order', () => {
    const shuffled = anyEntries.chain((entries) =>
      fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length })),
    );
    fc.assert(
      fc.property(shuffled, ([entries, other]) => {
        expect(plain(merge(emptyStream, other))).toEqual(plain(merge(emptyStream, entries)));
      }),
      { numRuns: 3000 },
    );
  });

  it('does not depend on grouping', () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, anyEntries, (first, second, third) => {
        const oneByOne = merge(merge(merge(emptyStream, first), second), third);
        expect(plain(merge(emptyStream, [...first, ...second, ...third]))).toEqual(plain(oneByOne));
        expect(plain(merge(merge(emptyStream, first), [...second, ...third]))).toEqual(plain(oneByOne));
      }),
      { numRuns: 3000 },
    );
  });

  it('changes nothing when repeated', () => {
    fc.assert(
      fc.property(anyEntries, fc.array(fc.nat(), { maxLength: 20 }), (entries, picks) => {
        const once = merge(emptyStream, entries);
        const again = entries.length === 0 ? [] : picks.map((pick) => entries[pick % entries.length] ?? entries[0]);
        expect(
          plain(
            merge(
              once,
              again.filter((entry) => entry !== undefined),
            ),
          ),
        ).toEqual(plain(once));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps of each key the highest place, and shows it unless it is gone', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const state = merge(emptyStream, entries);
        const floors = entries.flatMap((entry) => (entry.op === 't' ? [entry.place] : []));
        const expected = new Map<string, string>();
        for (const key of ['["a"]', '["b"]', '["c"]']) {
          const ofKey = entries.filter((entry) => entry.op !== 't' && entry.key === key);
          const top = ofKey.sort((left, right) => comparePlaces(right.place, left.place))[0];
          if (top === undefined || top.op === 'd' || top.op === 't') continue;
          if (floors.every((floor) => compareFloors(top.place, floor) >= 0)) expected.set(key, top.record);
        }
        expect(Object.fromEntries(visible(state))).toEqual(Object.fromEntries(expected));
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves the state it was given as it was', () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, (first, second) => {
        const state = merge(emptyStream, first);
        const before = JSON.stringify(plain(state));
        merge(state, second);
        expect(JSON.stringify(plain(state))).toBe(before);
      }),
    );
  });
});
