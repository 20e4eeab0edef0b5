import { createHash } from 'node:crypto';
import { Decimal128 } from 'mongodb';
import type { FollowedTable } from '../../writing/tables.ts';

/** The whole key is `_id`: the number itself, or a document of both columns. */
export type Key = number | { readonly xa: string; readonly so: number };

/** A row as a document; everything in it follows from its key, its revision and the revision in which the wide value was written. */
export interface Row {
  readonly _id: Key;
  readonly revision: number;
  readonly wide_revision: number;
  readonly ho_ten: string;
  readonly thu_nhap: Decimal128;
  readonly viet_luc: Date;
  readonly ly_lich: string;
}

export function keyOf({ key }: FollowedTable, number: number): Key {
  return key.length === 1 ? number : { xa: `xa-${number % 5}`, so: number };
}

export function numberOf(key: Key): number {
  return typeof key === 'number' ? key : key.so;
}

/** `/` between the columns. */
export function keyText(key: Key): string {
  return typeof key === 'number' ? String(key) : `${key.xa}/${key.so}`;
}

export function keyColumn({ key }: FollowedTable, column: string): string {
  return key.length === 1 ? '_id' : `_id.${column}`;
}

/** What every write sets. */
export function valuesOf(revision: number): Omit<Row, '_id' | 'wide_revision' | 'ly_lich'> {
  const income = Decimal128.fromString(`${revision % 1_000_003}.25`);
  return { revision, ho_ten: `Nguyễn Văn ${revision}`, thu_nhap: income, viet_luc: new Date() };
}

export function wideValuesOf(revision: number): Pick<Row, 'wide_revision' | 'ly_lich'> {
  const wide = createHash('sha256').update(String(revision)).digest('hex').repeat(50);
  return { wide_revision: revision, ly_lich: wide };
}
