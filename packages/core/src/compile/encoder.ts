import type { CollectionDescription } from '../adapter/collection.ts';
import type { RowValues } from '../adapter/read.ts';
import type { Rejection } from '../check/rejection.ts';
import type { Contract } from '../contract/contract.ts';
import type { Mapping } from '../map/mapping.ts';

export interface EncoderInput {
  readonly contract: Contract;
  readonly mapping: Mapping;
  /** The collection as the adapter described it: its columns' type mappings decide how raw values are read. */
  readonly collection: CollectionDescription;
}

/** Contract, mapping and checks of one dataset, compiled once into straight-line code from raw values to canonical JSON. */
export interface RecordEncoder {
  /** What to select, in the order `record` and `key` expect. */
  readonly columns: readonly string[];
  /** The columns that the primary key's properties come from. */
  readonly keyColumns: readonly string[];
  /** Canonical JSON of the record (RFC 8785), or why it is refused. */
  record(row: RowValues): string | Rejection;
  /** Canonical JSON object of the primary-key properties; only the key columns need to be filled. */
  key(row: RowValues): string | Rejection;
}

/** Throws MAPPING_INVALID with every problem at once. */
export declare function compileEncoder(input: EncoderInput): RecordEncoder;
