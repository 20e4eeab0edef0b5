import { postgres } from '@lienthong/adapter-postgres';
import { type CollectionDescription, type Contract, formatCollection, LienThongError, type Mapping } from '@lienthong/core';
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
  readonly source: { readonly connectionString: string; readonly collection: string };
  readonly platform: { readonly connectionString: string; readonly collection: string };
  readonly signal: AbortSignal;
}

/**
 * Hashes the legacy table and the platform's stored typed columns, each through the catalogue of its own database. A key whose
 * present row the contract refuses is left out on both sides: the platform may hold its last valid state.
 */
export async function proveEqual({ contract, mapping, source, platform, signal }: ProofInput): Promise<Proof> {
  const left = await digestTable({
    connectionString: source.connectionString,
    contract,
    mapping,
    collection: await describeOne(source, signal),
    exclude: new Set(),
  });
  const right = await digestTable({
    connectionString: platform.connectionString,
    contract,
    mapping: storedMapping(contract),
    collection: await describeOne(platform, signal),
    exclude: left.refusedKeys,
  });
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

async function describeOne(
  side: { readonly connectionString: string; readonly collection: string },
  signal: AbortSignal,
): Promise<CollectionDescription> {
  const context = { signal, applicationName: 'lienthong demo proof', maxConnections: 1, statementTimeoutMs: 60_000 };
  await using opened = await postgres({ connectionString: side.connectionString }).open(context);
  const found = (await opened.describe(signal)).find(({ collection }) => formatCollection(collection) === side.collection);
  if (found === undefined) throw new LienThongError('COLLECTION_MISSING', { message: `${side.collection} does not exist` });
  return found;
}
