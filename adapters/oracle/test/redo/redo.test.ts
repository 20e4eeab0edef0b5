import { readFileSync } from 'node:fs';
import { isLienThongError } from '@lienthong/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLocator } from '../../src/changes/logminer/redo/large-object.ts';
import { parseRedo, type RedoStatement } from '../../src/changes/logminer/redo/statement.ts';
import type { RedoValue } from '../../src/changes/logminer/redo/values.ts';

interface CorpusEntry {
  readonly sql: string;
  readonly operation: string;
  readonly schema: string;
  readonly table: string;
  readonly set: Readonly<Record<string, unknown>>;
  readonly where: Readonly<Record<string, unknown>>;
}

const load = (name: string): unknown => JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'));
const corpus = load('statements') as readonly CorpusEntry[];
const refused = load('refused') as readonly string[];

function shown({ set, where, ...rest }: RedoStatement): unknown {
  return JSON.parse(JSON.stringify({ ...rest, set: Object.fromEntries(set), where: Object.fromEntries(where) }));
}

describe('SQL_REDO', () => {
  it('has a corpus of more than two hundred statements', () => {
    expect(new Set(corpus.map(({ sql }) => sql)).size).toBeGreaterThan(200);
  });

  for (const [index, { sql, ...expected }] of corpus.entries()) {
    it(`reads ${index}: ${sql.slice(0, 90)}`, () => expect(shown(parseRedo(sql))).toEqual(expected));
  }

  for (const sql of refused) {
    it(`refuses ${sql.slice(0, 80)}, and quotes no value`, () => {
      const error = refusal(() => parseRedo(sql));
      expect(error).not.toContain('secret');
    });
  }

  it('finds the row that pieces of a large object belong to', () => {
    const text =
      'DECLARE \n loc_c CLOB; \n buf_c VARCHAR2(6174); \n loc_b BLOB; \n loc_nc NCLOB; \nBEGIN\n select "NOI_DUNG" into loc_c from "S"."T" where "ID" = \'7\' and "TEN" = \'it\'\'s\' for update;\n';
    const { column, where, ...place } = parseLocator(text);
    expect([place, column, Object.fromEntries(where)]).toEqual([
      { schema: 'S', table: 'T' },
      'NOI_DUNG',
      { ID: { kind: 'text', text: '7' }, TEN: { kind: 'text', text: "it's" } },
    ]);
    expect(() => parseLocator('BEGIN dbms_lob.write(loc_c, 5, 1, buf_c); END;')).toThrow('redo log');
  });
});

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!isLienThongError(error)) throw error;
    return JSON.stringify([error.message, error.details, String(error.cause)]);
  }
  throw new Error('it was not refused');
}

const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((name) => !name.includes('"'));
const texts = fc.string({ unit: 'grapheme', maxLength: 40 });
const hex = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const values: fc.Arbitrary<RedoValue> = fc.oneof(
  fc.constant<RedoValue>({ kind: 'null' }),
  fc.constant<RedoValue>({ kind: 'empty' }),
  texts.map((text): RedoValue => ({ kind: 'text', text })),
  hex.map((digits): RedoValue => ({ kind: 'bytes', hex: digits })),
  fc.record({ text: texts, format: fc.option(texts, { nil: undefined }) }).map((parts): RedoValue => ({ kind: 'date', ...parts })),
);
const rows = fc.uniqueArray(fc.tuple(names, values), { selector: ([name]) => name, minLength: 1, maxLength: 6 });

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** As LogMiner may write it: in parts, by escapes or as it is. */
function render(value: RedoValue, style: number): string {
  if (value.kind === 'null') return 'NULL';
  if (value.kind === 'empty') return 'EMPTY_CLOB()';
  if (value.kind === 'bytes') return `HEXTORAW('${value.hex}')`;
  if (value.kind === 'date') return `TO_DATE(${quote(value.text)}${value.format === undefined ? '' : `, ${quote(value.format)}`})`;
  if (value.kind !== 'text') throw new Error('not rendered here');
  const middle = Math.floor(value.text.length / 2);
  if (style === 1) return `${quote(value.text.slice(0, middle))} || ${quote(value.text.slice(middle))}`;
  if (style === 2) {
    const units = Array.from({ length: value.text.length }, (_, index) => value.text.charCodeAt(index).toString(16).padStart(4, '0'));
    return `UNISTR('${units.map((unit) => `\\${unit}`).join('')}')`;
  }
  return quote(value.text);
}

function renderStatement(
  set: readonly (readonly [string, RedoValue])[],
  where: readonly (readonly [string, RedoValue])[],
  style: number,
): string {
  const equal = ([name, value]: readonly [string, RedoValue]) => `"${name}" = ${render(value, style)}`;
  const conditions = where.map((pair) => (pair[1].kind === 'null' ? `"${pair[0]}" IS NULL` : equal(pair)));
  return `update "S"."T" set ${set.map(equal).join(', ')} where ${conditions.join(' and ')}`;
}

describe('SQL_REDO, whatever it holds', () => {
  it('reads back what was written, in every style', () => {
    fc.assert(
      fc.property(rows, rows, fc.nat(2), (set, where, style) => {
        const read = parseRedo(renderStatement(set, where, style));
        expect([[...read.set], [...read.where]]).toEqual([set, where]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses damaged statements, or reads what stands there: never an error that shows a value', () => {
    fc.assert(
      fc.property(rows, rows, fc.nat(), fc.nat(6), texts, (set, where, at, length, put) => {
        const whole = renderStatement(set, where, 0);
        const place = at % whole.length;
        const damaged = whole.slice(0, place) + put + whole.slice(place + length);
        try {
          const read = parseRedo(damaged);
          // What was read says all that stands there: written again it is the same, but for blanks and ends.
          const rendered = [...read.set, ...read.where].every(([, { kind }]) => ['null', 'empty', 'bytes', 'date', 'text'].includes(kind));
          if (read.operation !== 'update' || read.where.size === 0 || !rendered) return;
          const again = parseRedo(renderStatement([...read.set], [...read.where], 0));
          expect([[...again.set], [...again.where]]).toEqual([[...read.set], [...read.where]]);
        } catch (error) {
          if (!isLienThongError(error)) throw error;
          expect(error.message).toMatch(/^a statement of the redo log cannot be read: [a-z ]+ at \d+$/);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('ends on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        try {
          parseRedo(text);
        } catch (error) {
          if (!isLienThongError(error)) throw error;
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
