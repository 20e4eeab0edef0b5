import type { TextEncoding } from '@lienthong/dictionary';

/** How a text column holds its characters: seven bits, Unicode, or the bytes of a Vietnamese font. */
export type StoredText = 'ascii' | 'unicode' | Extract<TextEncoding, 'tcvn3' | 'vni' | 'vps'>;

export type ColumnType =
  /** Of a fixed width in characters: the engine fills it with blanks. */
  | { readonly kind: 'char'; readonly length: number; readonly text: StoredText }
  | { readonly kind: 'varchar'; readonly length: number; readonly text: StoredText }
  | { readonly kind: 'note' }
  | { readonly kind: 'number'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'date' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'file' };

export interface LegacyColumn {
  /** As old systems name it: upper case, abbreviated, without accents. */
  readonly name: string;
  readonly type: ColumnType;
  /** Why it is as it is: a comment in the schema. */
  readonly habit: string;
}

export interface LegacyTable {
  /** Schema or database. */
  readonly schema: string;
  readonly name: string;
  readonly habit: string;
  /** Columns of the declared primary key; empty where the old system declared none. */
  readonly key: readonly string[];
  readonly columns: readonly LegacyColumn[];
}

/**
 * A value as the old system holds it. A string is text as it is meant, digits of a number, `YYYY-MM-DD` or
 * `YYYY-MM-DD HH:mm:ss`. Bytes are a file, or text in a column older than Unicode, exactly as they stand there.
 */
export type Cell = string | Uint8Array | null;

export type LegacyRow = Readonly<Record<string, Cell>>;

export function char(name: string, length: number, text: StoredText, habit: string): LegacyColumn {
  return { name, type: { kind: 'char', length, text }, habit };
}

export function varchar(name: string, length: number, text: StoredText, habit: string): LegacyColumn {
  return { name, type: { kind: 'varchar', length, text }, habit };
}

export function number(name: string, precision: number, scale: number, habit: string): LegacyColumn {
  return { name, type: { kind: 'number', precision, scale }, habit };
}

export function column(name: string, kind: 'note' | 'date' | 'timestamp' | 'file', habit: string): LegacyColumn {
  return { name, type: { kind }, habit };
}
