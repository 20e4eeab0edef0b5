import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  compileEncoder,
  createByteWriter,
  type Dictionary,
  type Finding,
  finding,
  type PropertyInspector,
  type QualityCounts,
} from '../src/index.ts';
import { blockOf, wellFormed } from './blocks.ts';
import { datasetArbitrary } from './dataset-arbitrary.ts';
import { type InterpreterInput, interpretEach, Refused } from './interpreter.ts';

const generousMs = 300_000;

const vowel = finding('error', 'has-a-or-one', 'for the test');
const doubled = finding('error', 'has-two', 'for the test');
const long = finding('warning', 'is-long', 'for the test');
const registered = finding('needs-reference', 'short-text', 'for the test');

const inspect = (text: string): readonly Finding[] => [
  ...(/[aA1]/.test(text) ? [vowel] : []),
  ...(text.includes('2') ? [doubled] : []),
  ...(text.length > 6 ? [long] : []),
  ...(text.length < 4 ? [registered] : []),
];
const mask = (text: string): string | undefined => (text === '' ? undefined : `${text.slice(0, 1)}…`);

/** Right values by their bytes, more cautious than `inspect`. */
const plain: PropertyInspector['plain'] = {
  holds(bytes, start, end) {
    if (end - start > 3) return false;
    for (let at = start; at < end; at++)
      if (bytes.getUint8(at) > 0x7a || [0x61, 0x41, 0x31, 0x32].includes(bytes.getUint8(at))) return false;
    return true;
  },
  findings: [registered],
};

/** Of a third of the properties nothing is known, and of a third there is nothing quick. */
const dictionary: Dictionary = {
  inspector({ name }) {
    const kind = name.length % 3;
    if (kind === 0) return undefined;
    return kind === 1 ? { inspect, mask } : { inspect, mask, plain };
  },
};

it(
  'counts over texts, over bytes and over both what the plain interpreter counts, refused records and all',
  () => {
    let errors = 0;
    let rejected = 0;
    fc.assert(
      fc.property(datasetArbitrary, ({ contract, mapping, collection, rows }) => {
        const encoder = compileEncoder({ contract, mapping, collection, dictionary });
        const texts = rows.map((row) => encoder.columns.map((name) => wellFormed(row[name])));
        const block = blockOf(texts);
        const overTexts = encoder.createTally();
        const overBytes = encoder.createTally();
        texts.forEach((values, index) => {
          const out = createByteWriter();
          const text = encoder.record(values, overTexts);
          const over = encoder.writeRecord(block, index, out, overBytes);
          // A key is no record: nothing is counted.
          encoder.key(values);
          encoder.writeKey(block, index, out);
          if (typeof text !== 'string') expect(over).toEqual(text);
        });
        const expected = slowly({ contract, mapping, collection, columns: encoder.columns }, texts);
        for (const tally of [overTexts, overBytes]) {
          const counts = tally?.take();
          expect(counts === undefined ? undefined : normal(counts)).toEqual(expected);
          for (const { found } of counts?.properties ?? []) for (const { examples } of found) expect(examples.length).toBeLessThan(4);
          // What was taken is gone.
          expect(tally?.take()).toBeUndefined();
        }
        errors += expected.properties.reduce((sum, { withError }) => sum + withError, 0);
        rejected += expected.rejected;
      }),
      { numRuns: 300 },
    );
    expect(errors).toBeGreaterThan(300);
    expect(rejected).toBeGreaterThan(100);
  },
  generousMs,
);

it('has neither tally nor code for counting without a dictionary', () => {
  fc.assert(
    fc.property(datasetArbitrary, ({ contract, mapping, collection }) => {
      expect(compileEncoder({ contract, mapping, collection }).createTally()).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});

interface NormalCounts {
  readonly records: number;
  readonly rejected: number;
  readonly properties: readonly { property: string; present: number; withError: number; found: Record<string, number> }[];
}

function normal({ records, rejected, properties }: QualityCounts): NormalCounts {
  return {
    records,
    rejected,
    properties: properties.map(({ property, present, withError, found }) => ({
      property,
      present,
      withError,
      found: Object.fromEntries(found.map(({ code, severity, origin, count }) => [`${origin} ${severity} ${code}`, count])),
    })),
  };
}

function slowly(input: InterpreterInput, rows: readonly (readonly (string | null)[])[]): NormalCounts {
  const outcomes = rows.map((row) => interpretEach(input, row));
  return {
    records: rows.length,
    rejected: outcomes.filter((each) => [...each.values()].some((outcome) => outcome instanceof Refused)).length,
    properties: input.contract.properties.map((property) => {
      const inspector = dictionary.inspector(property);
      const mine = outcomes.map((each) => each.get(property.name));
      const found: Record<string, number> = {};
      let withError = 0;
      const add = (key: string): void => {
        found[key] = (found[key] ?? 0) + 1;
      };
      for (const outcome of mine) {
        if (outcome === undefined) continue;
        const findings =
          outcome instanceof Refused || typeof inspector !== 'object'
            ? []
            : inspector.inspect(typeof outcome === 'string' && property.type.kind !== 'json' ? outcome : (canonicalize(outcome) ?? ''));
        if (outcome instanceof Refused) add(`contract error ${outcome.code}`);
        for (const { code, severity } of findings) add(`dictionary ${severity} ${code}`);
        if (outcome instanceof Refused || findings.some(({ severity }) => severity === 'error')) withError += 1;
      }
      const present = mine.filter(
        (outcome) => outcome !== undefined && !(outcome instanceof Refused && outcome.code === 'required-missing'),
      );
      return { property: property.name, present: present.length, withError, found };
    }),
  };
}
