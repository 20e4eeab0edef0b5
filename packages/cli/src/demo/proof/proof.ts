import type { Contract, Dictionary, Mapping } from '@lienthong/core';
import type { ReadableTable } from './readable-table.ts';
import { digestTable, type Refusal, type TableDigest } from './table-digest.ts';

/** What both sides hold, computed from each side's own table. */
export interface Proof {
  readonly equal: boolean;
  readonly sourceRows: number;
  readonly sourceRecords: number;
  readonly sourceHash: string;
  readonly platformRows: number;
  readonly platformRecords: number;
  readonly platformHash: string;
  readonly rejected: number;
  readonly refusals: readonly Refusal[];
  /** Keys whose present row is refused and whose last valid state the platform still has. */
  readonly held: number;
}

export interface ProofInput {
  readonly contract: Contract;
  readonly mapping: Mapping;
  /** What the mapping's steps look things up in. */
  readonly dictionary: Dictionary;
  readonly source: ReadableTable;
  readonly platform: ReadableTable;
  readonly signal: AbortSignal;
}

/**
 * Hashes the legacy table and the platform's stored typed columns, each through the catalogue of its own database. A key whose
 * present row the contract refuses is left out on both sides: the platform may hold its last valid state.
 */
export async function proveEqual({ source, platform, mapping, ...input }: ProofInput): Promise<Proof> {
  const left = await digestTable({ ...input, table: source, mapping, exclude: new Set() });
  const right = await digestTable({ ...input, table: platform, mapping: storedMapping(input.contract), exclude: left.refusedKeys });
  return {
    equal: isEqual(left, right),
    sourceRows: left.rows,
    sourceRecords: left.records,
    sourceHash: left.hash,
    platformRows: right.rows,
    platformRecords: right.records,
    platformHash: right.hash,
    rejected: left.rows - left.records,
    refusals: left.refused,
    held: right.excluded,
  };
}

function isEqual(left: TableDigest, right: TableDigest): boolean {
  // A stored record that its own contract refuses would be a fault of the platform.
  return right.refused.length === 0 && left.records === right.records && left.hash === right.hash;
}

/** The platform's columns bear the names of the properties. */
function storedMapping(contract: Contract): Mapping {
  return { properties: Object.fromEntries(contract.properties.map(({ name }) => [name, { column: name, cast: true }])) };
}
