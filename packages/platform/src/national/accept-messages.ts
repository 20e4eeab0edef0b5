import {
  type BufferPool,
  changeVersion,
  contentDigest,
  copyBytes,
  createByteWriter,
  createLineHeads,
  fixedHex,
  type JsonValue,
  lineEnd,
  type ReceiptRejection,
  reserveBytes,
  takeBytes,
  type Version,
  viewOf,
  writeString,
} from '@lienthong/core';
import type { NationalForm } from '@lienthong/core/national';
import type { PlatformContext } from '../context.ts';
import { everyRow } from '../storage/accept-batch.ts';
import type { BatchRows } from '../storage/batch-rows.ts';
import { type Client, sqlState } from '../storage/database.ts';
import { findUnstorable, isUnstorable } from '../storage/find-unstorable.ts';
import { storing } from '../storage/merge-and-enter.ts';
import { isMergeConflict, MergeConflict } from '../storage/merge-rows.ts';
import { quoteIdentifier } from '../storage/names.ts';
import { keepNewRecords, keepRecords, readKeptRecords, readKeyHolders } from '../storage/national-records.ts';
import type { DataType } from './data-types.ts';
import { type Change, decide, type Known, keysToAsk } from './decide.ts';
import { type Attempt, arrive, enterLines } from './enter-lines.ts';
import { lookUpByKey, writeNamesDown } from './named-records.ts';
import { keysOfNames } from './names.ts';
import { type NewMessages, scanNew } from './scan-new.ts';
import type { Told } from './told.ts';
import { expectFew, readTold } from './told-messages.ts';

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

/** One request: who sent it is known. */
export interface Delivery {
  readonly dataType: DataType;
  readonly form: NationalForm;
  readonly body: Buffer;
}

/**
 * Stores all of a request or nothing, in one transaction. Usually all or none of a request is new: it is tried first as if nothing of it
 * were known, without looking anything up, as long as that is so; the indexes say where it is wrong. What is known is looked up by one
 * that has the stream alone.
 */
export async function acceptMessages(context: PlatformContext, delivery: Delivery): Promise<MessagesOutcome> {
  const { dataType, form, body } = delivery;
  const digest = contentDigest(body);
  const stored = form === 'json' ? await tryNew(context, { dataType, body, digest }) : undefined;
  if (stored !== undefined) return stored;
  const { told, records, rejections, release } = readTold(body, form, dataType, context.limits.records, context.buffers);
  if (rejections.length > 0) {
    release();
    return { kind: 'refused', rejections };
  }
  return await acceptTold(context, { dataType, told, records, digest }).finally(release);
}

interface NewDelivery {
  readonly dataType: DataType;
  readonly body: Buffer;
  /** Of the body, for the ledger. */
  readonly digest: string;
}

/** `undefined`: nothing is stored, for a reason that whoever looks at what is known will find. */
async function tryNew(context: PlatformContext, { dataType, body, digest }: NewDelivery): Promise<MessagesOutcome | undefined> {
  const { hints, buffers } = context;
  const { streamId } = dataType;
  if (hints.choose(streamId, 'straight') !== 'straight') return undefined;
  const messages = scanNew(body, dataType, buffers);
  if (messages === undefined) return undefined;
  expectFew(messages.count, context.limits.records);
  try {
    const work = (client: Client) => storeNew({ context, client, dataType, digest }, messages);
    const outcome = await context.writers.use((client) => storing(client, () => work(client), isStored));
    messages.release();
    hints.learn(streamId, 'straight', true);
    return outcome.kind === 'stored' ? outcome : undefined;
  } catch (error) {
    const isWrong = isMergeConflict(error) || sqlState(error) === uniqueViolation;
    if (!isWrong && !isUnstorable(error)) throw error;
    if (isWrong) hints.learn(streamId, 'straight', false);
    return undefined;
  }
}

const uniqueViolation = '23505';

function isStored({ kind }: StoreOutcome): boolean {
  return kind === 'stored';
}

async function storeNew(attempt: Attempt, { count, lines, kept }: NewMessages): Promise<MessagesOutcome> {
  const { client } = attempt;
  // What is new gives way to nothing and nothing to it: others may store records of the stream meanwhile.
  const arrival = await arrive(attempt, 'shared');
  // They were written down since.
  if (arrival.namesKept !== attempt.dataType.namesKept) throw new MergeConflict();
  // Before the request gets its place: from there on the others wait.
  if (kept.length > 0) await keepNewRecords(client, kept);
  const entered = await enterLines(attempt, { arrival, lock: 'shared', lines, count, isNew: 'guessed' });
  if ('rejections' in entered) return { kind: 'refused', rejections: entered.rejections };
  // Two of its records have one key.
  if (entered.accepted < count) throw new MergeConflict();
  return { kind: 'stored', accepted: count, ignored: 0, jws: entered.jws, sweep: entered.sweep };
}

interface ToldDelivery {
  readonly dataType: DataType;
  readonly told: readonly Told[];
  readonly records: Buffer;
  readonly digest: string;
}

/** What a failed attempt wanted to store. */
interface Tried {
  rows: BatchRows | undefined;
  changes: readonly Change[];
}

async function acceptTold(context: PlatformContext, delivery: ToldDelivery): Promise<MessagesOutcome> {
  const { dataType, digest } = delivery;
  const tried: Tried = { rows: undefined, changes: [] };
  try {
    const work = (client: Client) => storeTold({ context, client, dataType, digest }, delivery, tried);
    const store = () => context.writers.use((client) => storing(client, () => work(client), isStored));
    const outcome = await store();
    if (outcome.kind !== 'unnamed') return outcome;
    // Apart from the request, which may be refused again and again.
    const isWritten = (): boolean => true;
    const write = (client: Client) => writeNamesDown({ context, client, dataType, digest });
    await context.writers.use((client) => storing(client, () => write(client), isWritten));
    const named = await store();
    if (named.kind === 'unnamed') throw new Error('names that were written down are missing');
    return named;
  } catch (error) {
    const { rows, changes } = tried;
    if (!isUnstorable(error) || rows === undefined) throw error;
    const { contract } = dataType;
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

/** `unnamed`: something of it has a name that does not follow from its key, and those of the stream are not written down. */
type StoreOutcome = MessagesOutcome | { readonly kind: 'unnamed' };

async function storeTold(attempt: Attempt, { told, records }: ToldDelivery, tried: Tried): Promise<StoreOutcome> {
  const { context, client, dataType } = attempt;
  const arrival = await arrive(attempt, 'alone');
  const names = arrival.namesKept ? undefined : keysOfNames(dataType.stream, told);
  if (names === undefined && !arrival.namesKept) return { kind: 'unnamed' };
  const table = `data.${quoteIdentifier(arrival.tableName)}`;
  const known = names === undefined ? await lookUp(client, dataType, table, told) : await lookUpByKey(attempt, table, told, names);
  const decision = decide(told, known, dataType.lower);
  if (decision.kind === 'behind') return decision;
  if (decision.kind === 'key-taken') return { kind: 'refused', rejections: [{ index: decision.index, ...keyTaken }] };
  const { changes, kept, ignored } = decision;
  const accepted = told.length - ignored;
  if (changes.length === 0) {
    if (names === undefined && kept.size > 0) await keepRecords(client, dataType.streamId, kept);
    return { kind: 'stored', accepted, ignored, jws: undefined, sweep: false };
  }
  const lines = linesOf(dataType, told, records, changes, context.buffers);
  const isNew = hasNothing(known) ? ('known' as const) : undefined;
  const written = { arrival, lock: 'alone' as const, lines: lines.bytes, count: changes.length, isNew };
  const entered = await enterLines(attempt, written, (rows) => Object.assign(tried, { rows, changes }));
  lines.release();
  if ('rejections' in entered)
    return { kind: 'refused', rejections: entered.rejections.map((one) => ({ ...one, index: changes[one.index]?.index ?? 0 })) };
  if (names === undefined) await keepRecords(client, dataType.streamId, kept);
  return { kind: 'stored', accepted, ignored, jws: entered.jws, sweep: entered.sweep };
}

/** Neither a record nor a key: of the table nothing will give way. */
function hasNothing({ records, holders }: Known): boolean {
  return records.size === 0 && holders.size === 0;
}

async function lookUp(client: Client, { streamId }: DataType, table: string, told: readonly Told[]): Promise<Known> {
  const ids = told.map(({ id }) => id);
  const records = await readKeptRecords(client, streamId, ids);
  return { records, holders: await readKeyHolders(client, streamId, table, keysToAsk(told, records)) };
}

/** The same lines that a batch would have: one place where records are checked, and one way into the table. */
function linesOf(
  dataType: DataType,
  told: readonly Told[],
  records: Buffer,
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
