import { afterAll, describe, expect, it } from 'vitest';
import { type Column, dirty, texts } from '../../../test/text/columns.ts';
import { clean, sex, vietnamese } from '../../../test/text/values.ts';
import type { Reading, TextEncoding } from '../encodings.ts';
import { repairText } from '../repair/repair.ts';
import { detectEncoding } from './detect.ts';

const legacy = ['tcvn3', 'tcvn5712-1', 'vni', 'viscii', 'vps', 'cp1258', 'utf-8'] as const;
const readings: readonly (Reading | undefined)[] = [undefined, 'latin1', 'cp1252'];
const sizes = [50, 200, 500] as const;
const largest = 5000;

interface Outcome {
  /** Every value came out right; or the name is right and all but 2 % of the values are, or the column is mixed and was left alone. */
  readonly right: boolean;
  /** Values that came out other than they should, without a finding. */
  readonly silent: number;
  /** Values with a finding that came out right nevertheless. */
  readonly noted: number;
}

interface Row {
  readonly name: string;
  readonly columns: number;
  readonly right: number;
  readonly values: number;
  readonly silent: number;
  readonly noted: number;
}

const rows: Row[] = [];

/** TCVN3 does not hold the case of toned letters: only the letters themselves can be right. */
function outcome(column: Column, expected: readonly string[], encoding: TextEncoding): Outcome {
  const detection = detectEncoding(column.values);
  const fold = (text: string) => (encoding === 'tcvn3' ? text.toLowerCase() : text);
  let wrong = 0;
  let silent = 0;
  let noted = 0;
  column.values.forEach((value, index) => {
    const { text, findings } = repairText(value, detection);
    const same = fold(text) === fold(column.texts[index] ?? '');
    if (!same) wrong++;
    if (!same && findings.length === 0) silent++;
    if (same && findings.some(({ code }) => code !== 'text-recased')) noted++;
  });
  const named = expected.includes(detection.encoding) && (detection.encoding === 'mixed' || wrong <= 0.02 * column.values.length);
  return { right: wrong === 0 || named, silent, noted };
}

function measure(name: string, columns: readonly Column[], expected: readonly string[], encoding: TextEncoding = 'utf-8'): Row {
  const outcomes = columns.map((column) => outcome(column, expected, encoding));
  const sum = (of: (one: Outcome) => number) => outcomes.reduce((total, one) => total + of(one), 0);
  const row = {
    name,
    columns: columns.length,
    right: sum(({ right }) => Number(right)),
    values: columns.reduce((total, { values }) => total + values.length, 0),
    silent: sum(({ silent }) => silent),
    noted: sum(({ noted }) => noted),
  };
  rows.push(row);
  return row;
}

/** All kinds in all sizes, and one of them in the largest. */
function columnsOf(
  kinds: Readonly<Record<string, (typeof vietnamese)[keyof typeof vietnamese]>>,
  seed: number,
  make: (right: readonly string[]) => Column,
) {
  const makers = Object.values(kinds);
  const all = makers.flatMap((maker, kind) => sizes.map((size, index) => make(texts(maker, size, seed * 1000 + kind * 10 + index))));
  const maker = makers[seed % makers.length];
  return maker === undefined ? all : [...all, make(texts(maker, largest, seed))];
}

afterAll(() => {
  const total = rows.reduce((sum, row) => ({ columns: sum.columns + row.columns, right: sum.right + row.right }), { columns: 0, right: 0 });
  const lines = rows.map((row) => `| ${row.name} | ${row.columns} | ${row.right} | ${row.values} | ${row.silent} | ${row.noted} |`);
  const head = '| columns of | columns | right | values | silently wrong | right, with a finding |\n|---|--:|--:|--:|--:|--:|';
  process.stdout.write(
    `\n${[head, ...lines].join('\n')}\n${total.right} of ${total.columns} columns: ${((100 * total.right) / total.columns).toFixed(2)} %\n`,
  );
});

describe('the encoding of a column', () => {
  it.each(legacy)('%s is told from samples alone, in bytes and in strings', (encoding) => {
    let seed = legacy.indexOf(encoding) * 10 + 1;
    for (const reading of readings) {
      if (encoding === 'utf-8' && reading === undefined) continue;
      const columns = columnsOf({ ...vietnamese, sex }, seed++, (right) => dirty(right, encoding, reading));
      const { silent, right } = measure(
        `${encoding}, ${reading === undefined ? 'bytes' : `read as ${reading}`}`,
        columns,
        [encoding],
        encoding,
      );
      expect(silent).toBe(0);
      expect(right / columns.length).toBeGreaterThanOrEqual(0.95);
    }
  });

  it.each(['tcvn3', 'vni'] as const)('%s is told where the driver read cp1258', (encoding) => {
    const columns = columnsOf(vietnamese, 90, (right) => dirty(right, encoding, 'cp1258'));
    const { silent, right } = measure(`${encoding}, read as cp1258`, columns, [encoding], encoding);
    expect(silent).toBe(0);
    expect(right).toBe(columns.length);
  });

  it.each(['NFC', 'NFD', 'bytes'] as const)('is left alone where it is right: %s', (form) => {
    const as = (text: string) => (form === 'bytes' ? new TextEncoder().encode(text) : text.normalize(form));
    const { 'typed carelessly': careless, ...typed } = { ...vietnamese, sex, ...clean };
    const make = (right: readonly string[]) => ({ texts: right, values: right.map(as) as string[] });
    const { right, columns, noted } = measure(`Unicode, ${form}`, columnsOf(typed, 70, make), []);
    expect(right).toBe(columns); // no value was changed
    expect(noted).toBe(0);
    const slips = measure(`Unicode, ${form}, typed carelessly`, columnsOf({ careless }, 71, make), []);
    expect(slips.right).toBe(slips.columns);
    expect(slips.noted / slips.values).toBeLessThan(0.005);
  });

  it('is left alone in columns of minority names, English, codes, western names and measures, which say so', () => {
    for (const maker of Object.values(clean)) {
      for (const size of sizes) expect(['ascii', 'utf-8', 'decomposed']).toContain(detectEncoding(texts(maker, size, 5)).encoding);
    }
  });

  it.each([0.5, 0.1, 0.05])('is mixed where a share of %d of the rows has another', (share) => {
    const pairs = legacy
      .flatMap((one) => [...legacy, undefined].map((other) => [one, other] as const))
      .filter(([one, other]) => one !== other && !(one.startsWith('tcvn') && other?.startsWith('tcvn')));
    const columns = pairs.flatMap(([one, other], pair) =>
      [100, 300].map((size) => mix(texts(vietnamese['full names'], size, pair), share, one, other)),
    );
    const { right, silent } = measure(`two encodings, ${100 * share} % of the second`, columns, ['mixed']);
    expect(silent).toBe(0);
    expect(right).toBe(columns.length);
  });

  it('is right in 99.5 % of all these columns', () => {
    const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
    expect(rows.length).toBeGreaterThan(30);
    expect(sum(({ right }) => right) / sum(({ columns }) => columns)).toBeGreaterThanOrEqual(0.995);
  });
});

function mix(right: readonly string[], share: number, one: TextEncoding, other: TextEncoding | undefined): Column {
  const every = Math.round(1 / share);
  const first = dirty(right, one, 'latin1');
  const second = other === undefined ? { texts: right, values: right } : dirty(right, other, 'latin1');
  const pick = (index: number) => (index % every === 0 ? second : first);
  return {
    texts: first.texts.map((_, index) => pick(index).texts[index] ?? ''),
    values: first.texts.map((_, index) => pick(index).values[index] as string),
  };
}
