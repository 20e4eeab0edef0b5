import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEncoder, compileReader, createByteWriter, recordLine, snapshotVersion, takeBytes } from '../src/index.ts';
import { datasetArbitrary } from './dataset-arbitrary.ts';
import { interpret } from './interpreter.ts';
import { blockOf, wellFormed } from './row-blocks.ts';

// Thousands of generated datasets take half a minute on a quiet machine.
const generousMs = 300_000;

describe('the compiled encoder', () => {
  it(
    'agrees with the plain interpreter on every generated row, bit for bit',
    () => {
      let accepted = 0;
      let refused = 0;
      fc.assert(
        fc.property(datasetArbitrary, ({ contract, mapping, collection, rows }) => {
          const encoder = compileEncoder({ contract, mapping, collection });
          for (const row of rows) {
            const values = encoder.columns.map((name) => row[name]);
            const compiled = encoder.record(values);
            const plain = interpret({ contract, mapping, collection, columns: encoder.columns }, values);
            if (typeof compiled === 'string') {
              accepted++;
              expect(compiled).toBe(plain);
            } else {
              refused++;
              expect({ code: compiled.code, pointer: compiled.pointer }).toEqual(plain);
            }
          }
        }),
        { numRuns: 4000 },
      );
      // A generator that makes only rubbish, or no rubbish, would prove nothing.
      expect(accepted).toBeGreaterThan(3000);
      expect(refused).toBeGreaterThan(3000);
    },
    generousMs,
  );

  it(
    'gives the same over bytes as over texts, bit for bit, and leaves nothing of what it refuses',
    () => {
      let accepted = 0;
      let refused = 0;
      fc.assert(
        fc.property(datasetArbitrary, ({ contract, mapping, collection, rows }) => {
          const encoder = compileEncoder({ contract, mapping, collection });
          const once = rows.map((row) => encoder.columns.map((name) => wellFormed(row[name])));
          // What has come before is remembered.
          const texts = [...once, ...once];
          const block = blockOf(texts);
          const out = createByteWriter();
          const expected: string[] = [];
          texts.forEach((values, index) => {
            for (const [write, encode] of [
              [encoder.writeRecord, encoder.record],
              [encoder.writeKey, encoder.key],
            ] as const) {
              const over = write(block, index, out);
              const text = encode(values);
              if (typeof text === 'string') expected.push(text);
              expect(over).toEqual(typeof text === 'string' ? undefined : text);
              if (typeof text === 'string') accepted++;
              else refused++;
            }
          });
          expect(takeBytes(out).bytes.toString('utf8')).toBe(expected.join(''));
        }),
        { numRuns: 4000 },
      );
      expect(accepted).toBeGreaterThan(3000);
      expect(refused).toBeGreaterThan(3000);
    },
    generousMs,
  );

  it(
    'makes only lines that the compiled reader accepts, and the reader gives back what was encoded',
    () => {
      let read = 0;
      fc.assert(
        fc.property(datasetArbitrary, ({ contract, mapping, collection, rows }) => {
          const encoder = compileEncoder({ contract, mapping, collection });
          const reader = compileReader(contract);
          for (const row of rows) {
            const record = encoder.record(encoder.columns.map((name) => row[name]));
            if (typeof record !== 'string') continue;
            const line = reader.read(recordLine('r', { version: snapshotVersion }, record));
            expect(line).not.toHaveProperty('code');
            if ('code' in line) continue;
            read++;
            const parsed = JSON.parse(record) as Record<string, unknown>;
            reader.properties.forEach((name, index) => {
              const value = Object.hasOwn(parsed, name) ? parsed[name] : null;
              const text = line.values[index] ?? null;
              if (typeof value === 'string' && contract.properties[index]?.type.kind !== 'json') expect(text).toBe(value);
              else if (value === null && text === null) expect(value).toBeNull();
              else expect(JSON.parse(text ?? '')).toEqual(value);
            });
            expect(JSON.parse(line.key)).toEqual([parsed['khoa']]);
          }
        }),
        { numRuns: 1500 },
      );
      expect(read).toBeGreaterThan(1000);
    },
    generousMs,
  );
});
