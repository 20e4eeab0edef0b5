import { encodeText, readBytesAs } from '@lienthong/dictionary';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, lastJson, runLienthong } from './run-lienthong.ts';

const rows = 1000;
const everyOf = <T>(make: (index: number) => T): readonly T[] => Array.from({ length: rows }, (_, index) => make(index));
const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T; // the list is not empty
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
    if (index % 10 === 0) return `01/01/${1950 + (index % 50)}`;
    if (index % 100 === 1) return '31/02/1990';
    return index % 50 === 2 ? '01/01/1900' : `${13 + (index % 15)}/0${1 + (index % 9)}/${1950 + (index % 50)}`;
  }),
  gioi_tinh: everyOf((index) => pick(['Nam', 'Nữ', 'Nam', 'Nữ', '1', '0', 'Nam', 'Nữ', 'Nam', 'Nữ'], index)),
  // 100 without zero, 100 that went in 2025, 10 that never were.
  ma_tinh: everyOf((index) => (index % 100 === 7 ? '99' : pick(['1', '02', '01', '01', '79', '79', '48', '01', '79', '48'], index))),
  // 250 without zero.
  ma_xa: everyOf((index) => (index % 4 === 0 ? digits(index + 1, 4) : digits(index + 1, 5))),
  // 200 codes among names, 10 that are in no list.
  dan_toc: everyOf((index) => (index % 100 === 7 ? 'Quenya' : pick(['Kinh', 'Tày', '01', 'H’mông', 'Kinh'], index))),
};

interface JsonColumn {
  readonly kind: string;
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

  it('prints', () => {
    console.log(
      JSON.stringify(
        Object.keys(columns).map((name) => [name, counts(name), readings(name), found[name]]),
        null,
        1,
      ),
    );
  });
});
