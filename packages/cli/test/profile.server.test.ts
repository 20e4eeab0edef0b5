import { encodeText, readBytesAs } from '@lienthong/dictionary';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, lastJson, runLienthong } from './run-lienthong.ts';

const rows = 1000;
const everyOf = <T>(make: (index: number) => T): readonly T[] => Array.from({ length: rows }, (_, index) => make(index));
const pick = (list: readonly string[], index: number) => list[index % list.length] ?? '';
const digits = (index: number, width: number) => String(index).padStart(width, '0');
const names = ['Nguyễn Văn Đình', 'Trần Thị Mẫn', 'Phạm Quốc Việt', 'Đặng Thùy Dương', 'Lý Thường Kiệt'];
const places = ['phường Bến Nghé, quận Một', 'xã Tân Lập, huyện Mộc Châu', 'thị trấn Yên Bình, tỉnh Yên Bái'];
const asDriver = (text: string, encoding: 'tcvn3' | 'utf-8') => readBytesAs(encodeText(text, encoding).bytes, 'cp1252');

// What twenty years of clerks and copies leave behind; each line says how many rows have which fault.
const columns: Readonly<Record<string, readonly (string | null)[]>> = {
  // 50 of nine digits, 50 without their first zero, 900 that are right.
  so_cccd: everyOf((index) => {
    if (index % 20 === 0) return `01${digits(index, 7)}`;
    return index % 20 === 1 ? `01085${digits(index, 6)}` : `001085${digits(index, 6)}`;
  }),
  // All in TCVN3, as a driver gives it.
  ho_ten: everyOf((index) => asDriver(pick(names, index), 'tcvn3')),
  // 100 mojibake, 20 with a lost character, 10 with question marks in place of letters, 10 NULL, 10 blank.
  dia_chi: everyOf((index) => {
    if (index % 10 === 0) return asDriver(pick(places, index), 'utf-8');
    if (index % 50 === 1) return 'phường Th\ufffdnh Công, quận Ba Đình';
    if (index % 100 === 2) return 'ph??ng C?ng V?, qu?n Ba ?inh';
    if (index % 100 === 3) return null;
    return index % 100 === 4 ? '  ' : pick(places, index);
  }),
  // 100 on the first of January, 10 on a day that no calendar has, 20 that an empty text became.
  ngay_sinh: everyOf((index) => {
    if (index % 10 === 0) return `01/01/${1951 + (index % 50)}`;
    if (index % 100 === 1) return '31/02/1990';
    return index % 50 === 2 ? '01/01/1900' : `${13 + (index % 15)}/0${1 + (index % 9)}/${1950 + (index % 50)}`;
  }),
  gioi_tinh: everyOf((index) => pick(['Nam', 'Nữ', 'Nam', 'Nữ', '1', '0', 'Nam', 'Nữ', 'Nam', 'Nữ'], index)),
  // 100 without zero, 100 that went in 2025, 10 that never were.
  ma_tinh: everyOf((index) => (index % 100 === 7 ? '99' : pick(['1', '02', '01', '01', '79', '79', '48', '01', '79', '48'], index))),
  // 250 without zero.
  ma_xa: everyOf((index) => (index % 4 === 0 ? digits(index + 1, 4) : digits(index + 1, 5))),
  // 190 codes among names, 10 that are in no list.
  dan_toc: everyOf((index) => (index % 100 === 7 ? 'Quenya' : pick(['Kinh', 'Tày', '01', 'H’mông', 'Kinh'], index))),
};

interface JsonColumn {
  readonly kind: string;
  readonly percentWithoutError: number | null;
  readonly grade: string | null;
  readonly nulls: number;
  readonly empty: number;
  readonly findings: readonly { readonly code: string; readonly count: number; readonly severity: string }[];
  readonly readings: readonly { readonly reading: string; readonly fits: number; readonly of: number }[];
}

describe('lienthong profile', () => {
  let server: EmbeddedPostgres;
  let ended: Ended;
  let found: Readonly<Record<string, JsonColumn>>;
  const run = (...more: readonly string[]) =>
    runLienthong(['profile', '--only', 'public.so_ho_tich', '--url', server.connectionString, ...more]);

  beforeAll(async () => {
    server = await startPostgres();
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    const list = Object.keys(columns);
    await client.query(`create table so_ho_tich (id int primary key, ${list.map((name) => `${name} text`).join(', ')}, anh bytea)`);
    await client.query(
      `insert into so_ho_tich select row_number() over (), rows.*, '\\xdeadbeef' from unnest(${list.map((_, place) => `$${place + 1}::text[]`).join(', ')}) rows`,
      Object.values(columns),
    );
    await client.query('analyze so_ho_tich');
    await client.end();
    ended = await run('--json');
    const { columns: profiled } = lastJson(ended)['result'] as { readonly columns: readonly (JsonColumn & { readonly name: string })[] }; // our own report
    found = Object.fromEntries(profiled.map((column) => [column.name, column]));
  });
  afterAll(() => server.stop());

  const counts = (name: string) => Object.fromEntries((found[name]?.findings ?? []).map(({ code, count }) => [code, count]));
  const readings = (name: string) => Object.fromEntries((found[name]?.readings ?? []).map(({ reading, fits }) => [reading, fits]));

  it('ends well, whatever it found, for findings are its result', () => {
    expect(ended.code).toBe(0);
    expect(lastJson(ended)).toMatchObject({ command: 'profile', ok: true, result: { rows, complete: true, unreadable: [] } });
    expect(Object.values(found).map(({ kind }) => kind)).toEqual([
      'number',
      'personal-id',
      'text',
      'text',
      'date',
      'sex',
      'province',
      'commune',
      'ethnic-group',
      'other',
    ]);
  });

  it('counts every fault of every column exactly', () => {
    expect(Object.fromEntries(Object.keys(columns).map((name) => [name, counts(name)]))).toEqual({
      so_cccd: { 'personal-id-nine-digits': 50, 'identifier-leading-zero-lost': 50, 'personal-id-register': 950 },
      ho_ten: { 'text-legacy': 1000 },
      dia_chi: { 'text-mojibake': 100, 'text-lost': 20, 'text-maybe-lost': 10, 'text-mixed': 970, 'value-empty': 10 },
      ngay_sinh: { 'date-unreadable': 10, 'date-first-of-january': 100, 'date-placeholder': 20 },
      gioi_tinh: { 'sex-scheme-missing': 200 },
      ma_tinh: { 'unit-code-zero-lost': 100, 'unit-code-unknown': 10, 'unit-code-ended': 100 },
      ma_xa: { 'unit-code-zero-lost': 250, 'unit-list-missing': 750 },
      dan_toc: { 'code-and-name': 190, 'code-unknown': 10 },
    });
    expect(Object.fromEntries(Object.keys(columns).map((name) => [name, [found[name]?.percentWithoutError, found[name]?.grade]]))).toEqual({
      so_cccd: [90, 'red'],
      ho_ten: [0, 'red'],
      dia_chi: [87.75, 'yellow'],
      ngay_sinh: [99, 'green'],
      gioi_tinh: [80, 'yellow'],
      ma_tinh: [89, 'red'],
      ma_xa: [75, 'red'],
      dan_toc: [80, 'yellow'],
    });
    expect(found['dia_chi']).toMatchObject({ nulls: 10, empty: 10 });
  });

  it('tells every reading with its evidence where two fit', () => {
    expect(readings('so_cccd')['old-id-card']).toBeGreaterThan(readings('so_cccd')['personal-id'] ?? 0);
    expect(readings('gioi_tinh')).toEqual({
      words: 800,
      'qcvn-109': 200,
      'male-1-female-0': 200,
      'male-0-female-1': 200,
      'male-1-female-2': 100,
    });
    expect(readings('ma_tinh')).toMatchObject({ 'VN-DVHC:2025-01-01': 890, 'VN-DVHC:2025-07-01': 790 });
  });

  it('shows no value, neither to people nor to machines, in both languages', async () => {
    const shown = [ended, await run(), await run('--lang', 'vi')].map(({ stdout, stderr }) => stdout + stderr).join('\n');
    expect(shown).toContain('personal-id-nine-digits');
    expect(shown).toContain('Số định danh cá nhân');
    // Short ones, such as 01 or Nam, are no secrets and stand in every table.
    const values = Object.values(columns).flatMap((column) => column.filter((value) => value !== null && value.trim().length > 4));
    for (const value of new Set(values)) if (value !== null) expect(shown).not.toContain(value);
    expect(shown).not.toContain('Quenya');
  });

  it('takes what a person states of a column, and refuses what is none', async () => {
    const stated = await run('--json', '--type', 'so_cccd=old-id-card', '--rows', '100');
    expect(lastJson(stated)).toMatchObject({ result: { rows: 100, complete: false } });
    expect(stated.stdout).toContain('"kind":"old-id-card","basis":"stated"');
    const wrong = await run('--type', 'so_cccd=card');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('personal-id, old-id-card');
    expect((await run('--type', 'absent=phone')).code).toBe(2);
    expect((await run('--rows', '0')).code).toBe(2);
  });

  it('reads tables without key and views, and names a collection that is not there', async () => {
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    await client.query('create table khong_khoa as select * from so_ho_tich; create view nhin as select ho_ten, ma_tinh from so_ho_tich');
    await client.end();
    for (const only of ['public.khong_khoa', 'public.nhin']) {
      const other = await runLienthong(['profile', '--only', only, '--url', server.connectionString, '--json']);
      expect(lastJson(other)).toMatchObject({ ok: true, result: { rows, complete: true } });
    }
    const absent = await runLienthong(['profile', '--only', 'public.absent', '--url', server.connectionString]);
    expect(absent.code).toBe(1);
    expect(absent.stderr).toContain('public.absent');
  });
});
