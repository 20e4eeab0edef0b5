import type { Truth } from '@lienthong/datasets';
import { encodeText } from '@lienthong/dictionary';
import pg from 'pg';
import { type Entry, numberOf, textOf } from './register.ts';

/** Something that clerks do to one row of the old table while the connector is away. */
interface Change {
  readonly what: string;
  /** Which event the receiver has to hear of it; `undefined`: none. */
  readonly event: 'NEW' | 'UPDATE' | 'CANCEL' | undefined;
  readonly fits: (entry: Entry) => boolean;
  readonly statement: string;
  /** Beside the number in the register, which is `$1`. */
  readonly values: (entry: Entry) => readonly unknown[];
  /** The row afterwards; `undefined`: it is gone. */
  readonly after: (entry: Entry) => Entry | undefined;
}

/** The row with values that are true now, and nothing wrong with it. */
function now(entry: Entry, change: Truth): Entry {
  return { truth: { ...entry.truth, ...change }, dirt: [] };
}

const isClean = ({ dirt }: Entry): boolean => dirt.length === 0;
const isOnly = ({ dirt }: Entry, kind: string): boolean => dirt.length === 1 && dirt[0]?.kind === kind;
const newName = 'Nguyễn Thị Hòa Bình';

const changes: readonly Change[] = [
  {
    what: 'a number of nine digits is mended',
    event: 'NEW',
    fits: (entry) => isOnly(entry, 'personal-id-nine-digits'),
    statement: 'update ho_tich.ht_khaisinh set so_ddcn = $2 where so_dk = $1',
    values: ({ truth }) => [Number(truth['soDinhDanh'])],
    after: (entry) => now(entry, {}),
  },
  {
    what: 'a name is corrected',
    event: 'UPDATE',
    fits: (entry) => isClean(entry) && entry.truth['hoTen'] !== newName,
    // The old program writes bytes of its font.
    statement: "update ho_tich.ht_khaisinh set ho_ten = convert_from($2, 'SQL_ASCII') where so_dk = $1",
    values: () => [Buffer.from(encodeText(newName, 'tcvn3').bytes)],
    after: (entry) => now(entry, { hoTen: newName }),
  },
  {
    what: 'of a birth the day becomes known',
    event: 'UPDATE',
    fits: (entry) => isClean(entry) && textOf(entry.truth, 'ngaySinh')?.length === 4,
    statement: 'update ho_tich.ht_khaisinh set ngay_sinh = $2 where so_dk = $1',
    values: ({ truth }) => [`17/05/${textOf(truth, 'ngaySinh')}`],
    after: (entry) => now(entry, { ngaySinh: `${textOf(entry.truth, 'ngaySinh')}-05-17` }),
  },
  {
    what: 'an entry is annulled',
    event: 'UPDATE',
    fits: (entry) => isClean(entry) && entry.truth['trangThai'] === 'hieu-luc',
    statement: "update ho_tich.ht_khaisinh set xoa = 'X' where so_dk = $1",
    values: () => [],
    after: (entry) => now(entry, { trangThai: 'da-huy' }),
  },
  {
    what: 'a remark is added, which is not shared',
    event: undefined,
    fits: isClean,
    statement: "update ho_tich.ht_khaisinh set ghi_chu = 'da doi chieu' where so_dk = $1",
    values: () => [],
    after: (entry) => entry,
  },
  {
    what: 'a row is deleted',
    event: 'CANCEL',
    fits: isClean,
    statement: 'delete from ho_tich.ht_khaisinh where so_dk = $1',
    values: () => [],
    after: () => undefined,
  },
  {
    what: 'a row is deleted that was never told',
    event: undefined,
    fits: (entry) => isOnly(entry, 'personal-id-nine-digits'),
    statement: 'delete from ho_tich.ht_khaisinh where so_dk = $1',
    values: () => [],
    after: () => undefined,
  },
];

export interface Changed {
  /** The rows afterwards. */
  readonly entries: readonly Entry[];
  /** What was done, and what the receiver has to hear of it, in order. */
  readonly told: readonly { readonly what: string; readonly event: string | undefined }[];
}

/** Does each change to a row of its own. Throws where no row fits: then there are too few. */
export async function makeChanges(connectionString: string, entries: readonly Entry[]): Promise<Changed> {
  const rows = new Map(entries.map((entry) => [numberOf(entry), entry]));
  const touched = new Set<number>();
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const { what, fits, statement, values, after } of changes) {
      const entry = [...rows.values()].find((one) => !touched.has(numberOf(one)) && fits(one));
      if (entry === undefined) throw new Error(`there is no row of which it can be said that ${what}: take more rows`);
      const number = numberOf(entry);
      touched.add(number);
      await client.query(statement, [number, ...values(entry)]);
      const next = after(entry);
      if (next === undefined) rows.delete(number);
      else rows.set(number, next);
    }
  } finally {
    await client.end();
  }
  return { entries: [...rows.values()], told: changes.map(({ what, event }) => ({ what, event })) };
}
