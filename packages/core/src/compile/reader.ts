import type { Rejection } from '../check/rejection.ts';
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../record/record.ts';
import type { Version } from '../record/version.ts';

/** One line of a batch as the receiver sees it, checked against the contract. */
export interface ParsedLine {
  readonly op: Operation;
  readonly version: Version;
  readonly at: string | undefined;
  readonly tx: string | undefined;
  /** Canonical JSON array of the primary-key values in key order; empty for `t`. */
  readonly key: string;
  /**
   * The record's values in the order of the contract's properties, as text, `null` where absent: numbers and booleans as
   * JSON writes them, strings unquoted, json, array and geojson as JSON text, bytes and wkb as base64. For `d` only the key's.
   */
  readonly values: readonly (string | null)[];
}

/** The contract compiled once for the receiving side: the same checks as the encoder's, on the canonical form. */
export interface RecordReader {
  readonly properties: readonly string[];
  read(line: string): ParsedLine | Rejection;
}

export declare function compileReader(contract: Contract): RecordReader;
