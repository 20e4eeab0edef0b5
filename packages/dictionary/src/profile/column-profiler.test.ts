import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../test/text/random.ts';
import { clean } from '../../test/text/values.ts';
import { encodeText } from '../text/decode-text.ts';
import { readBytesAs } from '../text/read-bytes.ts';
import { type ColumnProfiler, createColumnProfiler, type ProfilerOptions } from './column-profiler.ts';
import type { ColumnFacts } from './decide.ts';

type Value = string | Uint8Array | null;

function profile(facts: ColumnFacts, values: readonly Value[], options: Partial<ProfilerOptions> = {}) {
  const profiler = createColumnProfiler(facts, { at: '2026-01-01', ...options });
  for (const value of values) profiler.add(value);
  return profiler.report();
}

const counts = ({ findings }: ReturnType<typeof profile>) => Object.fromEntries(findings.map(({ code, count }) => [code, count]));
const times = (count: number, ...values: readonly string[]) =>
  Array.from({ length: count }, (_, index) => values[index % values.length] ?? '');
const numbered = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index));
const cards = numbered(90, (index) => `00108512${String(index).padStart(4, '0')}`);
const oldCards = numbered(10, (index) => `01234${String(index).padStart(4, '0')}`);

describe('what is counted of every column', () => {
  it('rows, nulls, empty and padded values, lengths, different values', () => {
    const found = profile({ name: 'ghi_chu' }, [null, '', '  ', '\u00a0', 'ba', ' ba', 'ba\t', 'bốn', null]);
    expect(found).toMatchObject({ rows: 9, nulls: 2, empty: 3, padded: 2, lengths: { shortest: 2, longest: 3 } });
    expect(found.distinct).toEqual({ count: 4, more: false });
    expect(counts(found)).toEqual({ 'value-empty': 3, 'value-padded': 2 });
  });
  it('nothing of a column without values', () => {
    expect(profile({ name: 'so_cccd' }, [null, ''])).toMatchObject({ kind: 'empty', lengths: undefined, percentWithoutError: undefined });
  });
  it('the same whether a value came while the column was not decided, or behind that', () => {
    const values = [...cards, ...oldCards, ...cards, null, ...oldCards];
    const whole = profile({ name: 'so_cccd' }, values);
    const early = profile({ name: 'so_cccd' }, values, { samples: 100 });
    expect(counts(early)).toEqual(counts(whole));
    expect(early).toMatchObject({ withError: 20, percentWithoutError: 90, grade: 'red' });
  });
});

describe('identifiers', () => {
  it('are taken by name and values together, with the other reading and its evidence', () => {
    const found = profile({ name: 'so_cccd' }, [...cards, ...oldCards]);
    expect(found).toMatchObject({ kind: 'personal-id', basis: 'name', percentWithoutError: 90, grade: 'red' });
    expect(found.readings).toEqual([
      { reading: 'personal-id', fits: 90, of: 100 },
      { reading: 'old-id-card', fits: 100, of: 100 },
    ]);
    expect(counts(found)).toMatchObject({ 'personal-id-nine-digits': 10 });
  });
  it('are weighed by samples that do not recur at the step of a fault', () => {
    const values = numbered(3000, (index) =>
      index % 50 === 49 ? `01234${String(index).padStart(4, '0')}` : `001085${String(index).padStart(6, '0')}`,
    );
    const [personal, old] = profile({ name: 'so_cccd' }, values).readings;
    expect(personal?.fits).toBeGreaterThan(475);
    expect(personal?.fits).toBeLessThan(500);
    expect(old).toEqual({ reading: 'old-id-card', fits: 500, of: 500 });
  });
  it('are not decided where the name fits two and the values both', () => {
    const found = profile({ name: 'so_giay_to' }, [...cards, ...oldCards]);
    expect(found).toMatchObject({ basis: 'none' });
    expect(found.kind).not.toBe('personal-id');
    expect(found.readings.map(({ reading, fits }) => [reading, fits])).toEqual([
      ['personal-id', 90],
      ['old-id-card', 100],
    ]);
    expect(counts(found)).toMatchObject({ 'column-undecided': 100 });
  });
  it('are only told where the name says nothing, however well the values fit', () => {
    const found = profile({ name: 'col7' }, cards);
    expect(found.kind).not.toBe('personal-id');
    expect(found.readings).toContainEqual({ reading: 'personal-id', fits: 90, of: 90 });
  });
  it('are not believed to a name that the values deny', () => {
    const found = profile({ name: 'dien_thoai' }, times(30, 'Nguyễn Văn Đình', 'Trần Thị Mẫn'));
    expect(found.kind).toBe('text');
    expect(counts(found)).toEqual({ 'column-unlike-its-name': 30 });
  });
  it('are what a person states', () => {
    expect(profile({ name: 'dien_thoai', stated: 'old-id-card' }, oldCards)).toMatchObject({
      kind: 'old-id-card',
      basis: 'stated',
      grade: 'green',
    });
  });
  it('lose their zeros in a numeric column, and that is told', () => {
    const found = profile(
      { name: 'so_cccd', type: 'number' },
      cards.map((card) => card.replace(/^0+/, '')),
    );
    expect(found.kind).toBe('personal-id');
    expect(counts(found)).toMatchObject({ 'identifier-leading-zero-lost': 90 });
  });
  it('show three examples behind the mask, and never more', () => {
    const future = numbered(40, (index) => `001999${String(index).padStart(6, '0')}`);
    const { findings } = profile({ name: 'so_cccd' }, future);
    const { examples = [] } = findings.find(({ code }) => code === 'personal-id-future-birth') ?? {};
    expect(examples).toEqual(['*********000', '*********001', '*********002']);
    expect(findings.find(({ code }) => code === 'personal-id-register')?.examples).toEqual([]);
  });
  it('in bytes that are no text are an error', () => {
    expect(counts(profile({ name: 'so_cccd' }, [...cards, Uint8Array.of(0xff, 0xfe)]))).toMatchObject({ 'value-bytes': 1 });
  });
});

describe('text', () => {
  const names = times(60, 'Nguyễn Văn Đình', 'Trần Thị Mẫn', 'Phạm Quốc Việt', 'Đặng Thùy Dương');
  const tcvn3 = names.map((name) => encodeText(name, 'tcvn3').bytes);
  it('of an old encoding is an error in every row where it shows', () => {
    const capitals = readBytesAs(encodeText('NGUYỄN VĂN ĐÌNH', 'tcvn3').bytes, 'cp1252');
    const found = profile({ name: 'ho_ten' }, [...tcvn3.map((bytes) => readBytesAs(bytes, 'cp1252')), capitals, 'An', 'Nam']);
    expect(found).toMatchObject({ kind: 'text', forms: ['tcvn3 read as cp1252'], withError: 61, grade: 'red' });
    expect(counts(found)).toEqual({ 'text-legacy': 61, 'text-recased': 1 });
  });
  it('is the same in bytes, as what is no UTF-8 comes', () => {
    const found = profile({ name: 'ho_ten' }, [...tcvn3, 'An', 'Nam']);
    expect(found).toMatchObject({ forms: ['tcvn3'], withError: 60 });
  });
  it('that is right costs nothing, and mojibake and lost letters in it are told', () => {
    const mojibake = names.slice(0, 6).map((name) => readBytesAs(encodeText(name, 'utf-8').bytes, 'cp1252'));
    const found = profile({ name: 'ho_ten' }, [...names, ...names, ...mojibake, 'Nguy?n Th? Hoa', 'Tr\ufffdn Văn']);
    expect(found).toMatchObject({ withError: 7, forms: ['mixed'], grade: 'green' });
    expect(counts(found)).toMatchObject({ 'text-mojibake': 6, 'text-maybe-lost': 1, 'text-lost': 1 });
    expect(profile({ name: 'ho_ten' }, names)).toMatchObject({ findings: [], forms: ['utf-8'], grade: 'green' });
  });
  it('with marks apart from its letters is told, and is no error', () => {
    const found = profile(
      { name: 'ho_ten' },
      names.map((name) => name.normalize('NFD')),
    );
    expect(counts(found)).toEqual({ 'text-decomposed': 60 });
    expect(found.grade).toBe('green');
  });
  it('shows no examples', () => {
    const random = createRandom(7);
    const found = profile(
      { name: 'ghi_chu' },
      numbered(300, () => (random.chance(0.5) ? clean['western names'](random) : '¤¥¦ ¨ÿþ')),
    );
    expect(found.findings.length).toBeGreaterThan(0);
    for (const { examples } of found.findings) expect(examples).toEqual([]);
  });
});

describe('dates', () => {
  const day = (index: number) => `${13 + (index % 15)}/${1 + (index % 9)}/${1950 + (index % 50)}`;
  it('are seen by their form alone, with the order that the column proves', () => {
    const found = profile({ name: 'col3' }, numbered(300, day));
    expect(found).toMatchObject({ kind: 'date', basis: 'values', forms: ['d/M/yyyy'], readings: [], grade: 'green' });
  });
  it('that can be read in two orders are told with both', () => {
    const found = profile(
      { name: 'ngay_sinh' },
      numbered(100, (index) => `${1 + (index % 5)}/${6 + (index % 3)}/1980`),
    );
    expect(found.readings).toEqual([
      { reading: 'day-first', fits: 100, of: 100 },
      { reading: 'month-first', fits: 100, of: 100 },
    ]);
    expect(counts(found)).toEqual({ 'date-order-unproven': 100 });
  });
  it('of two sources have as many errors as the better order cannot read', () => {
    const found = profile({ name: 'ngay_sinh' }, [...numbered(90, day), ...times(10, '4/25/1980')]);
    expect(found).toMatchObject({ withError: 10, percentWithoutError: 90 });
    expect(counts(found)).toEqual({ 'date-order-mixed': 10 });
  });
  it('have placeholders, and days that are none', () => {
    const found = profile({ name: 'ngay_cap' }, [...numbered(180, day), ...times(10, '01/01/1753'), ...times(9, '30/02/1990'), '0']);
    expect(found.withError).toBe(10);
    expect(counts(found)).toEqual({ 'date-placeholder': 10, 'date-unreadable': 10 });
  });
  it('are still dates where most of them are no day of the calendar', () => {
    const found = profile({ name: 'ngay_sinh' }, [...times(20, '31/02/1990'), ...times(10, '13/05/1990')]);
    expect(found).toMatchObject({ kind: 'date', withError: 20, grade: 'red' });
  });
  it('of a date type need no name, also with the hours of a zone', () => {
    expect(profile({ name: 'x', type: 'date' }, ['2024-05-01 10:00:00.5+07'])).toMatchObject({ kind: 'date', withError: 0 });
  });
});

describe('codes', () => {
  it('of sex: words are right, and digits are told with every scheme that has them', () => {
    const found = profile({ name: 'gioi_tinh' }, times(100, 'Nam', 'Nữ', '1', '0'));
    expect(counts(found)).toEqual({ 'sex-scheme-missing': 50 });
    expect(found.readings).toContainEqual({ reading: 'male-1-female-0', fits: 50, of: 100 });
    expect(found.readings).toContainEqual({ reading: 'male-0-female-1', fits: 50, of: 100 });
    expect(found.readings).toContainEqual({ reading: 'male-1-female-2', fits: 25, of: 100 });
  });
  it('of sex and of lists are seen by their words alone', () => {
    expect(profile({ name: 'x' }, times(100, 'Nam', 'Nữ'))).toMatchObject({ kind: 'sex', basis: 'values' });
    expect(profile({ name: 'x' }, times(100, 'Kinh', 'Tày', 'Mường'))).toMatchObject({ kind: 'ethnic-group', basis: 'values' });
  });
  it('of lists: codes and names in one column, lost zeros, what is in no list', () => {
    const found = profile({ name: 'dan_toc' }, [...times(60, 'Kinh', 'Tày'), ...times(20, '05'), ...times(5, '5'), 'Quenya']);
    expect(counts(found)).toEqual({ 'code-and-name': 20, 'code-zero-lost': 5, 'code-unknown': 1 });
    expect(found.withError).toBe(26);
    // What is near an unknown value would tell it.
    expect(JSON.stringify(profile({ name: 'dan_toc' }, [...times(60, 'Kinh'), 'Kimh']))).not.toMatch(/01 Kinh/);
  });
  it('of provinces: ended ones, and how many rows each version of the list explains', () => {
    const found = profile({ name: 'ma_tinh' }, [...times(90, '01', '79'), ...times(10, '02'), '1', '99']);
    expect(counts(found)).toEqual({ 'unit-code-ended': 10, 'unit-code-zero-lost': 1, 'unit-code-unknown': 1 });
    expect(found.readings).toContainEqual({ reading: 'VN-DVHC:2025-01-01', fits: 100, of: 102 });
    expect(found.readings).toContainEqual({ reading: 'VN-DVHC:2026-04-30', fits: 90, of: 102 });
  });
  it('of communes are seen by their form only, and that is said', () => {
    const found = profile({ name: 'ma_xa' }, [...times(75, '00001', '26734'), ...times(25, '0001')]);
    expect(counts(found)).toEqual({ 'unit-list-missing': 75, 'unit-code-zero-lost': 25 });
    expect(found.grade).toBe('red');
  });
});

describe('numbers', () => {
  it('are seen by their values, and a zero in front makes a code of them', () => {
    expect(profile({ name: 'x' }, numbered(100, String))).toMatchObject({ kind: 'number', grade: 'green' });
    expect(
      profile(
        { name: 'x' },
        numbered(100, (index) => `0${index}`),
      ).kind,
    ).toBe('text');
    const found = profile({ name: 'x', type: 'number' }, [...numbered(20, String), 'NaN', '1e+20']);
    expect(counts(found)).toEqual({ 'number-unreadable': 2 });
  });
});

/** How many of the values that were added are still held; they are bytes, which a weak reference can have. */
async function stillHeld(profiler: ColumnProfiler, added: WeakRef<Uint8Array>[], make: () => Uint8Array, rows: number): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // what the flag brings
  for (let row = 0; row < rows; row++) {
    const bytes = make();
    added.push(new WeakRef(bytes));
    profiler.add(bytes);
  }
  // What a reference was made of lives until the turn ends.
  await new Promise<void>((resolve) => setImmediate(resolve));
  collect();
  return added.filter((reference) => reference.deref() !== undefined).length;
}

describe('memory', () => {
  it('holds the samples until the column is decided, and no value behind that', async () => {
    const profiler = createColumnProfiler({ name: 'ghi_chu' }, { at: '2026-01-01', samples: 100 });
    const added: WeakRef<Uint8Array>[] = [];
    const add = (rows: number) => stillHeld(profiler, added, () => encodeText(`Nguyễn Văn ${added.length}`, 'tcvn3').bytes, rows);
    expect(await add(99)).toBe(99);
    expect(await add(1)).toBeLessThanOrEqual(1);
    expect(await add(2000)).toBeLessThanOrEqual(1);
    expect(profiler.report()).toMatchObject({ rows: 2100, withError: 2100 });
  });
  it('holds fewer samples where they are long', async () => {
    const profiler = createColumnProfiler({ name: 'ghi_chu' }, { at: '2026-01-01', samples: 100 });
    const make = () => encodeText('dài '.repeat(10_000), 'tcvn3').bytes;
    expect(await stillHeld(profiler, [], make, 6)).toBe(6);
    expect(await stillHeld(profiler, [], make, 6)).toBeLessThanOrEqual(1);
  });
});
