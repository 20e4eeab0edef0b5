import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileEncoder, createByteWriter, type Finding, type QualityCounts, takeBytes } from '../src/index.ts';
import { datasetArbitrary, repairingArbitrary } from './dataset-arbitrary.ts';
import { fakeDictionary as dictionary } from './fake-dictionary.ts';
import { type InterpreterInput, interpret, interpretEach, Refused } from './interpreter.ts';
import { blockOf, wellFormed } from './row-blocks.ts';

const generousMs = 300_000;

it(
  'counts over texts, over bytes and over both what the plain interpreter counts, refused records and all',
  () => {
    let errors = 0;
    let rejected = 0;
    let repaired = 0;
    fc.assert(
      fc.property(repairingArbitrary, ({ contract, mapping, collection, rows }) => {
        const encoder = compileEncoder({ contract, mapping, collection, dictionary });
        const once = rows.map((row) => encoder.columns.map((name) => wellFormed(row[name])));
        // What has come before is remembered.
        const texts = [...once, ...once];
        const block = blockOf(texts);
        const overTexts = encoder.createTally();
        const overBytes = encoder.createTally();
        const input = { contract, mapping, collection, columns: encoder.columns, dictionary };
        texts.forEach((values, index) => {
          const out = createByteWriter();
          const text = encoder.record(values, overTexts);
          const over = encoder.writeRecord(block, index, out, overBytes);
          // A key is no record: nothing is counted.
          encoder.key(values);
          encoder.writeKey(block, index, createByteWriter());
          if (typeof text !== 'string') expect(over).toEqual(text);
          else expect(takeBytes(out).bytes.toString('utf8')).toBe(text);
          expect(typeof text === 'string' ? text : { code: text.code, pointer: text.pointer }).toEqual(interpret(input, values));
        });
        const expected = slowly(input, texts);
        for (const tally of [overTexts, overBytes]) {
          const counts = tally?.take();
          expect(counts === undefined ? undefined : normal(counts)).toEqual(expected);
          for (const { found } of counts?.properties ?? []) for (const { examples } of found) expect(examples.length).toBeLessThan(4);
          // What was taken is gone.
          expect(tally?.take()).toBeUndefined();
        }
        errors += expected.properties.reduce((sum, { withError }) => sum + withError, 0);
        rejected += expected.rejected;
        repaired += expected.properties.filter(({ found }) => Object.keys(found).some((key) => key.startsWith('mapping'))).length;
      }),
      { numRuns: 1500 },
    );
    expect(errors).toBeGreaterThan(1000);
    expect(rejected).toBeGreaterThan(500);
    expect(repaired).toBeGreaterThan(300);
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
  const noted: { readonly row: number; readonly property: string; readonly finding: Finding }[] = [];
  const outcomes = rows.map((cells, row) =>
    interpretEach({ ...input, note: (property, finding) => noted.push({ row, property, finding }) }, cells),
  );
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
      for (const [row, outcome] of mine.entries()) {
        const notes = noted.filter((note) => note.row === row && note.property === property.name).map((note) => note.finding);
        for (const { code, severity } of notes) add(`mapping ${severity} ${code}`);
        const isTold = (code: string, severity: Finding['severity']) =>
          notes.some((note) => note.code === code && note.severity === severity);
        const findings =
          outcome === undefined || outcome instanceof Refused || typeof inspector !== 'object'
            ? []
            : inspector.inspect(typeof outcome === 'string' && property.type.kind !== 'json' ? outcome : (canonicalize(outcome) ?? ''));
        if (outcome instanceof Refused && !isTold(outcome.code, 'error')) add(`contract error ${outcome.code}`);
        for (const { code, severity } of findings) if (!isTold(code, severity)) add(`dictionary ${severity} ${code}`);
        if (outcome instanceof Refused || [...findings, ...notes].some(({ severity }) => severity === 'error')) withError += 1;
      }
      const present = mine.filter(
        (outcome) => outcome !== undefined && !(outcome instanceof Refused && outcome.code === 'required-missing'),
      );
      return { property: property.name, present: present.length, withError, found };
    }),
  };
}
