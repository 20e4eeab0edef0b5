import {
  type BatchHeader,
  type BufferPool,
  changeVersion,
  copyBytes,
  createByteWriter,
  createLineHeads,
  fixedHex,
  type JsonValue,
  lineEnd,
  type ReceiptRejection,
  reserveBytes,
  signReceipt,
  takeBytes,
  type Version,
  viewOf,
  writeString,
} from '@lienthong/core';
import type { PlatformContext } from '../context.ts';
import { readLines } from '../ingest/read-lines.ts';
import { everyRow } from '../storage/accept-batch.ts';
import type { BatchRows } from '../storage/batch-rows.ts';
import { type Client, sqlState } from '../storage/database.ts';
import { findUnstorable, isUnstorable } from '../storage/find-unstorable.ts';
import { readArrival } from '../storage/ledger.ts';
import { lockStreamForWriting } from '../storage/locks.ts';
import { mergeAndEnter, storing } from '../storage/merge-and-enter.ts';
import { isMergeConflict } from '../storage/merge-rows.ts';
import { quoteIdentifier } from '../storage/names.ts';
import { keepNewRecords, keepRecords, readKeptRecords, readKeyHolders } from '../storage/national-records.ts';
import { readStream } from '../storage/streams.ts';
import type { DataType } from './data-types.ts';
import { type Change, decide, type Known, keysToAsk } from './decide.ts';
import type { Told } from './told.ts';

export type MessagesOutcome =
  | {
      readonly kind: 'stored';
      readonly accepted: number;
      /** They were there before, or the sender is behind and wants no answer. */
      readonly ignored: number;
      /** The receipt; `undefined` where no record changed. */
      readonly jws: string | undefined;
      readonly sweep: boolean;
    }
  | { readonly kind: 'behind'; readonly index: number; readonly current: number }
  | { readonly kind: 'refused'; readonly rejections: readonly ReceiptRejection[] };

/** One request: who sent it is known, and its envelope is right. */
export interface Delivery {
  readonly dataType: DataType;
  readonly told: readonly Told[];
  readonly records: Buffer;
  /** Of the body, for the ledger. */
  readonly digest: string;
}

/** What a failed attempt wanted to store. */
interface Tried {
  rows: BatchRows | undefined;
  changes: readonly Change[];
}

/**
 * Stores all of a request or nothing, in one transaction that has the stream alone. Usually all or none of a request is new: it is tried
 * first as if nothing of it were known, without looking anything up, as long as that is so; the indexes say where it is wrong.
 */
export async function acceptMessages(context: PlatformContext, delivery: Delivery): Promise<MessagesOutcome> {
  const { hints } = context;
  const { streamId } = delivery.dataType;
  if (hints.choose(streamId, 'straight') === 'straight') {
    try {
      const outcome = await attempt(context, delivery, true);
      hints.learn(streamId, 'straight', true);
      // Why it is not may lie in what is known.
      if (outcome.kind === 'stored') return outcome;
    } catch (error) {
      if (!isConflict(error)) throw error;
      hints.learn(streamId, 'straight', false);
    }
  }
  return await attempt(context, delivery, false);
}

function isConflict(error: unknown): boolean {
  return isMergeConflict(error) || sqlState(error) === '23505';
}

async function attempt(context: PlatformContext, delivery: Delivery, isNew: boolean): Promise<MessagesOutcome> {
  const tried: Tried = { rows: undefined, changes: [] };
  try {
    return await context.writers.use((client) =>
      storing(
        client,
        () => store({ context, client, delivery, isNew, tried }),
        ({ kind }) => kind === 'stored',
      ),
    );
  } catch (error) {
    const { rows, changes } = tried;
    if (!isUnstorable(error) || rows === undefined) throw error;
    const { contract } = delivery.dataType;
    const culprits = await context.writers.use((client) => findUnstorable(client, contract, rows, everyRow(rows.count)));
    if (culprits.size === 0) throw error;
    const refused = [...culprits].map((row) => ({ index: changes[rows.lines[row] ?? 0]?.index ?? 0, ...unstorable }));
    return { kind: 'refused', rejections: refused.sort((left, right) => left.index - right.index) };
  }
}

const unstorable = {
  code: 'not-representable',
  pointer: '',
  reason: 'the platform cannot store the record: it is too wide, or a value lies outside of what its database knows',
} as const;

const keyTaken = {
  code: 'not-representable',
  pointer: '',
  reason: 'another record that was not cancelled has the same key: one of the two must be cancelled first',
} as const;

interface Storing {
  readonly context: PlatformContext;
  readonly client: Client;
  readonly delivery: Delivery;
  /** Nothing of it is known, as far as anybody can guess. */
  readonly isNew: boolean;
  readonly tried: Tried;
}

async function store({ context, client, delivery, isNew, tried }: Storing): Promise<MessagesOutcome> {
  const { dataType, told, digest } = delivery;
  const { stream, streamId, contract } = dataType;
  await lockStreamForWriting(client, stream.dataset, streamId, 'alone');
  const header = await nextHeader(client, dataType);
  const arrival = await readArrival(client, streamId, header);
  const known = isNew ? nothingKnown : await lookUp(client, dataType, `data.${quoteIdentifier(arrival.tableName)}`, told);
  const decision = decide(told, known, dataType.lower);
  if (decision.kind === 'behind') return decision;
  if (decision.kind === 'key-taken') return { kind: 'refused', rejections: [{ index: decision.index, ...keyTaken }] };
  const { changes, kept, ignored } = decision;
  tried.changes = changes;
  const accepted = told.length - ignored;
  let jws: string | undefined;
  let sweep = false;
  if (changes.length > 0) {
    const lines = linesOf(delivery, changes, context.buffers);
    const read = await readLines(lines.bytes, { ...header, count: changes.length }, contract, context.buffers);
    lines.release();
    if (read.rejections.length > 0) {
      read.release();
      return { kind: 'refused', rejections: read.rejections.map((one) => ({ ...one, index: changes[one.index]?.index ?? 0 })) };
    }
    tried.rows = read.rows;
    const batch = { header: { ...header, count: changes.length }, digest, contract, rows: read.rows, rejections: [] };
    const locked = {
      ...{ ...batch, stream: streamId, lock: 'alone' as const, arrival, chosen: everyRow(read.rows.count) },
      isNew: isNew ? ('guessed' as const) : hasNothing(known) ? ('known' as const) : undefined,
    };
    const outcome = await mergeAndEnter(client, context.hints, locked, (receipt) => signReceipt(receipt, context.receiptKey));
    if (outcome.kind !== 'stored') throw new Error('another request came between under the lock of its stream');
    // Not when storing failed: the broken connection may still hold what it was to write.
    read.release();
    jws = outcome.jws;
    sweep = outcome.sweep;
  }
  if (kept.size > 0) await (known.records.size === 0 ? keepNewRecords : keepRecords)(client, streamId, kept);
  return { kind: 'stored', accepted, ignored, jws, sweep };
}

const nothingKnown: Known = { records: new Map(), holders: new Map() };

/** Neither a record nor a key: of the table nothing will give way. */
function hasNothing({ records, holders }: Known): boolean {
  return records.size === 0 && holders.size === 0;
}

async function lookUp(client: Client, { streamId }: DataType, table: string, told: readonly Told[]): Promise<Known> {
  const ids = told.map(({ id }) => id);
  const records = await readKeptRecords(client, streamId, ids);
  return { records, holders: await readKeyHolders(client, streamId, table, keysToAsk(told, records)) };
}

/** Requests have no numbers of their own: each gets the next, under the lock of its stream. Versions never begin anew: one epoch. */
async function nextHeader(client: Client, { stream, contract }: DataType): Promise<BatchHeader> {
  const row = await readStream(client, stream);
  if (row === undefined) throw new Error('the stream of a registered data type vanished');
  const time = `${new Date().toISOString().replace(/\.?0*Z$/, '')}Z`;
  return {
    ...{ stream, contractVersion: contract.contract.version, epoch: 1, sequence: row.highest + 1, count: 0 },
    ...{ low: undefined, high: undefined, time, traceparent: undefined },
  };
}

/** The same lines that a batch would have: one place where records are checked, and one way into the table. */
function linesOf(
  { dataType, told, records }: Delivery,
  changes: readonly Change[],
  buffers: BufferPool,
): { readonly bytes: Buffer; release(): void } {
  const { primaryKey } = dataType.contract.contract;
  // Most of a request were given theirs in one second.
  const versions = new Map<number, Version>();
  const writeHead = createLineHeads();
  const view = viewOf(records);
  const writer = createByteWriter(buffers);
  reserveBytes(writer, records.length + changes.length * usualHeadBytes);
  for (const change of changes) {
    const { at, from, to } = told[change.index] ?? nothing;
    const version = versions.get(change.version) ?? changeVersion(fixedHex(BigInt(change.version)), 0);
    versions.set(change.version, version);
    writeHead(writer, change.kind === 'record' ? 'u' : 'd', { version, at });
    if (change.kind === 'gone') writeString(writer, keyObject(primaryKey, change.key));
    else {
      reserveBytes(writer, to - from);
      writer.length = copyBytes(view, from, to, writer.view, writer.length);
    }
    writeString(writer, lineEnd);
  }
  return takeBytes(writer);
}

const usualHeadBytes = 120;
const nothing = { at: undefined, from: 0, to: 0 };

function keyObject(primaryKey: readonly string[], key: string): string {
  const values = JSON.parse(key) as readonly JsonValue[]; // a stored key is a JSON array
  return JSON.stringify(Object.fromEntries(primaryKey.map((name, place) => [name, values[place] ?? null])));
}
