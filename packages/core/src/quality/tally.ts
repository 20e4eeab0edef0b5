import type { Finding } from '../check/finding.ts';
import type { RejectionCode } from '../check/rejection.ts';
import type { PropertyInspector } from '../dictionary/dictionary.ts';
import type { FoundCount, PropertyCounts, QualityCounts } from './counts.ts';

type Origin = FoundCount['origin'];

/** A property as it is counted; its place in the list is its slot. */
export interface TalliedProperty {
  readonly name: string;
  readonly inspector: PropertyInspector | undefined;
  /** Every record that is accepted has a value of it: then nothing is counted record by record. */
  readonly always: boolean;
}

/**
 * Counts the records that an encoder looks at. What is noted belongs to the record in work until `keep` or `drop`: a record that
 * is begun over bytes and done again over texts counts once.
 */
export interface QualityTally {
  /** Records that their contract accepts; the encoder counts them. */
  accepted: number;
  /** By slot: records with a value, of properties that are not `always` there. */
  readonly present: Float64Array;
  /** By slot: values that the inspector's `plain` holds for. */
  readonly plain: Float64Array;
  /** Things noted of the record in work. */
  readonly noted: number;
  /** What is noted of a value twice, by its mapping and by the dictionary, counts once: as it was noted first. */
  note(slot: number, findings: readonly Finding[], text: string | undefined, origin: Origin): void;
  /** Whether a text that is noted may still become an example: of most values none need be made. */
  looksAt(slot: number): boolean;
  /** The record in work is accepted. */
  keep(): void;
  /** The record in work was not what it seemed: it is begun again. */
  drop(): void;
  /** The record in work is refused; `refusals` are the properties that the contract refuses. What else was noted of it counts. */
  refuse(refusals: readonly { readonly slot: number; readonly code: RejectionCode }[]): void;
  /** What was counted since the last time; `undefined` when no record was looked at. */
  take(): QualityCounts | undefined;
}

interface Counter {
  readonly code: string;
  readonly severity: FoundCount['severity'];
  readonly origin: Origin;
  count: number;
  looked: number;
  readonly examples: Set<string>;
}

interface Note {
  slot: number;
  findings: readonly Finding[];
  text: string | undefined;
  origin: Origin;
}

type Known = Readonly<Record<Origin, Map<Finding, Counter>>>;

/** What was noted of a property last, and what it counts, where that is no error: most of its values are told the same. */
interface Usual {
  readonly findings: readonly Finding[];
  readonly origin: Origin;
  readonly counters: readonly Counter[];
}

/** Examples that are kept of one thing found. */
export const mostExamples = 3;
// Masks are often alike: not every value of a million is masked in the search for another one.
const mostLooked = 24;

export function createTally(dataset: string, properties: readonly TalliedProperty[]): QualityTally {
  const present = new Float64Array(properties.length);
  const plain = new Float64Array(properties.length);
  const withError = new Float64Array(properties.length);
  const found = properties.map(() => new Map<string, Counter[]>());
  // Findings are made once and noted by the million: found again by what they are, and not by what they say.
  const known = properties.map(() => ({ dictionary: new Map(), mapping: new Map(), contract: new Map(), records: new Map() }) as Known);
  const usual: (Usual | undefined)[] = properties.map(() => undefined);
  /** By slot: the record in which something was counted of it. */
  const countedIn = new Float64Array(properties.length);
  /** By slot: texts that were noted. */
  const texts = new Float64Array(properties.length);
  /** By slot: the record in which its error was counted. */
  const errorIn = new Float64Array(properties.length);
  let rejected = 0;
  let record = 1;
  // What is noted of the record in work: objects that are used again, for there are several a record.
  const notes: Note[] = [];
  let noted = 0;

  const counterOf = (slot: number, code: string, severity: Counter['severity'], origin: Origin): Counter => {
    const alike = found[slot]?.get(code);
    const same = alike?.find((counter) => counter.severity === severity && counter.origin === origin);
    if (same !== undefined) return same;
    const counter: Counter = { code, severity, origin, count: 0, looked: 0, examples: new Set() };
    if (alike === undefined) found[slot]?.set(code, [counter]);
    else alike.push(counter);
    return counter;
  };
  const fail = (slot: number): void => {
    if (errorIn[slot] === record) return;
    errorIn[slot] = record;
    withError[slot] = (withError[slot] ?? 0) + 1;
  };
  const count = (slot: number, one: Finding, text: string | undefined, origin: Origin): Counter => {
    const { code, severity } = one;
    let counter = known[slot]?.[origin].get(one);
    if (counter === undefined) {
      counter = counterOf(slot, code, severity, origin);
      known[slot]?.[origin].set(one, counter);
    }
    counter.count += 1;
    if (severity === 'error') fail(slot);
    if (text === undefined || counter.examples.size === mostExamples || counter.looked === mostLooked) return counter;
    counter.looked += 1;
    const shown = properties[slot]?.inspector?.mask(text);
    if (shown !== undefined) counter.examples.add(shown);
    return counter;
  };
  /** Whether one of the first notes of the record in work tells the same: a value is counted once, whoever finds it. */
  const isTold = (before: number, slot: number, code: string, severity: Counter['severity']): boolean => {
    for (let index = 0; index < before; index++) {
      const note = notes[index];
      if (note?.slot !== slot) continue;
      if (note.findings.some((one) => one.code === code && one.severity === severity)) return true;
    }
    return false;
  };
  const countNote = (index: number, { slot, findings, text, origin }: Note): void => {
    const isFirst = countedIn[slot] !== record;
    countedIn[slot] = record;
    const last = usual[slot];
    if (isFirst && text === undefined && last?.findings === findings && last.origin === origin) {
      for (const counter of last.counters) counter.count += 1;
      return;
    }
    const told = isFirst ? findings : findings.filter(({ code, severity }) => !isTold(index, slot, code, severity));
    const counters = told.map((one) => count(slot, one, text, origin));
    if (isFirst && !findings.some(({ severity }) => severity === 'error')) usual[slot] = { findings, origin, counters };
  };
  const tally: QualityTally = {
    accepted: 0,
    present,
    plain,
    get noted() {
      return noted;
    },
    note(slot, findings, text, origin) {
      if (findings.length === 0) return;
      const note = notes[noted];
      if (note === undefined) notes.push({ slot, findings, text, origin });
      else {
        note.slot = slot;
        note.findings = findings;
        note.text = text;
        note.origin = origin;
      }
      noted += 1;
      if (text !== undefined) texts[slot] = (texts[slot] ?? 0) + 1;
    },
    looksAt(slot) {
      return (texts[slot] ?? 0) < mostLooked;
    },
    keep() {
      for (let index = 0; index < noted; index++) {
        const note = notes[index];
        if (note === undefined) continue;
        countNote(index, note);
        note.text = undefined;
      }
      noted = 0;
      record += 1;
    },
    drop() {
      noted = 0;
    },
    refuse(refusals) {
      rejected += 1;
      for (const { slot, code } of refusals) {
        if (!isTold(noted, slot, code, 'error')) counterOf(slot, code, 'error', 'contract').count += 1;
        fail(slot);
      }
      tally.keep();
    },
    take() {
      const { accepted } = tally;
      if (accepted + rejected === 0) return undefined;
      const counts = properties.map(({ name, always, inspector }, slot): PropertyCounts => {
        for (const one of inspector?.plain?.findings ?? []) {
          const values = plain[slot] ?? 0;
          if (values > 0) counterOf(slot, one.code, one.severity, 'dictionary').count += values;
        }
        return {
          property: name,
          present: (present[slot] ?? 0) + (always ? accepted : 0),
          withError: withError[slot] ?? 0,
          found: [...(found[slot]?.values() ?? [])].flat().map(toFound),
        };
      });
      const taken: QualityCounts = { dataset, records: accepted + rejected, rejected, properties: counts };
      tally.accepted = 0;
      rejected = 0;
      for (const numbers of [present, plain, withError, texts]) numbers.fill(0);
      for (const map of found) map.clear();
      usual.fill(undefined);
      for (const maps of known) for (const map of Object.values(maps)) map.clear();
      return taken;
    },
  };
  return tally;
}

function toFound({ code, severity, origin, count, examples }: Counter): FoundCount {
  return { code, severity, origin, count, examples: [...examples] };
}
