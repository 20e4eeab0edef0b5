import type { Clerk, Correction } from './legacy/legacy-database.ts';

/** What the writer has committed. */
export interface WriterCounts {
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  readonly keyChanges: number;
}

export interface Writer {
  counts(): WriterCounts;
  /** Ends behind the change that is in work and one last entry; gives the key of that. */
  stop(): Promise<string>;
}

/** The clerks of the legacy system: they go on inserting, correcting, spoiling, deleting and changing keys. */
export function startWriter(clerk: Clerk, firstNumber: number, changesPerSecond: number): Writer {
  const counts = { inserts: 0, updates: 0, deletes: 0, keyChanges: 0 };
  const random = randomNumbers(20260301);
  let number = firstNumber;
  let stopping = false;
  const change = async (): Promise<void> => {
    const dice = random();
    if (dice < 0.25) counts.inserts += await clerk.add(number++);
    else if (dice < 0.85) {
      const what = correction(random());
      counts.updates += await clerk.correct(what, probe(random));
    } else if (dice < 0.95) counts.deletes += await clerk.remove(probe(random));
    else if (dice < 0.995) counts.keyChanges += await clerk.changeKey(probe(random), newKey(number++));
    else counts.updates += await clerk.readdress(probe(random));
  };
  const begun = performance.now();
  const work = (async () => {
    for (let done = 0; !stopping; done++) {
      await change();
      const early = begun + (done * 1000) / changesPerSecond - performance.now();
      if (early > 5) await new Promise((resume) => setTimeout(resume, early));
    }
  })();
  // Whoever stops the writer hears of a failure; until then it must not end the process.
  work.catch(() => {});
  return {
    counts: () => ({ ...counts }),
    async stop() {
      stopping = true;
      await work;
      counts.inserts += await clerk.addRight(lastKey);
      return lastKey;
    },
  };
}

/** No other person has it: 099 is no province, and those whose key was changed have zeros behind it. */
const lastKey = '099090999999';

const shares: readonly (readonly [share: number, what: Correction])[] = [
  [0.6, 'address'],
  [0.15, 'name'],
  [0.15, 'sex-and-birth'],
  [0.05, 'death'],
  [0.03, 'wrong-sex'],
  [0.02, 'wrong-birth'],
];

function correction(dice: number): Correction {
  let rest = dice;
  const chosen = shares.find(([share]) => {
    rest -= share;
    return rest < 0;
  });
  return chosen?.[1] ?? 'death';
}

// A key somewhere among the persons: the nearest one above it is meant.
function probe(random: () => number): string {
  const provinces = ['001', '008', '025', '031', '036', '038', '040', '046', '048', '052', '066', '074', '079', '087', '092', '096'];
  const province = provinces[Math.floor(random() * provinces.length)] ?? '001';
  return `${province}${Math.floor(random() * 4)}${String(Math.floor(random() * 100)).padStart(2, '0')}`;
}

// Numbers of the fill end where the writer's begin, and 099 is no province: no key is taken.
function newKey(number: number): string {
  return `099${String(number).padStart(9, '0')}`;
}

/** mulberry32: the same changes in each demo. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
