import type { OracleValue } from '../../engine.ts';
import type { Lobs } from '../lobs.ts';
import type { Writer } from '../writer.ts';

/** How a column's values travel, and what clients are told of it. */
export interface Encoding {
  /** `dataType`. */
  readonly code: number;
  readonly form: number;
  readonly precision: number;
  readonly scale: number;
  /** Room that a client needs for a value. */
  readonly bytes: number;
  /** In characters, for texts that are counted so. */
  readonly characters: number;
  /** Of an object. */
  readonly object?: { readonly schema: string; readonly name: string; readonly id: Buffer } | undefined;
  /** More that is told of the column. */
  readonly flags: number;
  /** Not null. Throws a `TypeError` on a value that its type has no place for. */
  write(out: Writer, value: Exclude<OracleValue, null>): void;
  writeNull(out: Writer): void;
}

/** What encodings need of the connection. */
export interface EncodingContext {
  readonly lobs: Lobs;
  /** Layout of messages, `fieldVersion`. */
  readonly fields: number;
  /** `+07:00` or a region. */
  sessionZone(): string;
}

/** Throw a `TypeError`: the engine's values have to be of their types. */
export function expectText(value: OracleValue): string {
  if (typeof value !== 'string') throw new TypeError(`The engine gave a ${typeof value} where a text belongs.`);
  return value;
}

export function expectNumber(value: OracleValue): number {
  if (typeof value !== 'number') throw new TypeError(`The engine gave a ${typeof value} where a number belongs.`);
  return value;
}

export function expectBytes(value: OracleValue): Buffer {
  if (!Buffer.isBuffer(value)) throw new TypeError(`The engine gave a ${typeof value} where bytes belong.`);
  return value;
}
