import { type BufferPool, createByteWriter, type JsonObject, type ReceiptRejection, takeBytes, writeString } from '@lienthong/core';
import { type NationalFault, type NationalForm, type NationalMessage, nationalRecord, readNational } from '@lienthong/core/national';
import { isDeeperThan } from '../ingest/nesting.ts';
import { Problem } from '../problem/problem.ts';
import type { DataType } from './data-types.ts';
import { scanTold } from './scan-told.ts';
import { contentDigestOf, contentHead, idDigestOf, instantOf, type Told } from './told.ts';

/** What a request tells. */
export interface ToldMessages {
  readonly told: readonly Told[];
  /** Their records as JSON, canonical as far as the sender wrote them so: where `from` and `to` of each say. */
  readonly records: Buffer;
  readonly rejections: readonly ReceiptRejection[];
  /** Lets the next request have the memory of the records. */
  release(): void;
}

/** So many faults are told, and so many rejections: who has more has made one mistake many times. */
export const mostTold = 100;

/** A value of a contract has 64 at most, and some are those of the message. */
const mostLevels = 100;

/**
 * Reads a request's body; throws `messages-malformed` where the envelope is broken. A record with a field that the dataset does not
 * know is a rejection: what would be left out nobody would miss.
 */
export function readTold(body: Buffer, form: NationalForm, dataType: DataType, mostRecords: number, buffers: BufferPool): ToldMessages {
  const { plan, contract } = dataType;
  const scanned = form === 'json' ? scanTold(body, dataType, buffers) : undefined;
  if (scanned !== undefined) {
    expectFew(scanned.told.length, mostRecords);
    return { ...scanned, rejections: [] };
  }
  if (form === 'json' && isDeeperThan(body, mostLevels)) throw malformed([{ index: undefined, path: '', problem: 'is nested too deep' }]);
  const { messages, faults } = readNational(body, form, plan.profile, mostTold);
  expectFew(messages.length, mostRecords);
  const wrong = faults.length > 0 ? faults : messages.flatMap((message, index) => misdirected(message, index, dataType));
  if (wrong.length > 0) throw malformed(wrong);
  const rejections: ReceiptRejection[] = [];
  const writer = createByteWriter(buffers);
  const told = messages.map((message, index): Told => {
    const { record, unknown } = nationalRecord(message, plan, form);
    const isCancelled = message.event === 'cancel';
    const strange = unknown.length > 0 || (plan.attachments === undefined && message.attachments.length > 0);
    if (!isCancelled && strange) rejections.push({ index, ...fieldUnknown });
    const at = instantOf(message.updatedAt, plan.profile.zone.name);
    const start = writer.length;
    writeString(writer, contentHead(message.event, at ?? message.updatedAt));
    const from = writer.length;
    writeString(writer, JSON.stringify(record));
    const ownKey = keyOf(record, contract.contract.primaryKey);
    return {
      ...{ index, from, to: writer.length, ownKey },
      id: idDigestOf(Buffer.from(message.recordId)),
      version: message.version,
      content: contentDigestOf(writer.buffer.subarray(start, writer.length)),
      key: isCancelled ? undefined : ownKey,
      at,
    };
  });
  const { bytes, release } = takeBytes(writer);
  return { told, records: bytes, rejections, release };
}

export function expectFew(messages: number, limit: number): void {
  if (messages > limit) throw new Problem('too-many-records', { members: { limit } });
}

const fieldUnknown = { code: 'property-unknown', pointer: '', reason: 'the message has a field that the dataset does not know' } as const;

function misdirected({ origin }: NationalMessage, index: number, { plan }: DataType): readonly NationalFault[] {
  const { groups, origin: names } = plan.profile;
  const fault = (name: string, problem: string): NationalFault => ({ index, path: `${groups.source.name}/${name}`, problem });
  return [
    ...(origin.dataType === plan.origin.dataType ? [] : [fault(names.dataType.name, 'is another one than that of the request')]),
    ...(origin.id === plan.origin.id ? [] : [fault(names.id.name, 'is not the one that is registered for this data type')]),
  ];
}

function malformed(faults: readonly NationalFault[]): Problem {
  const [first] = faults;
  const listed = faults
    .slice(0, mostTold)
    .map(({ index, path, problem }) => ({ ...(index === undefined ? {} : { index }), path, problem }));
  return new Problem('messages-malformed', {
    members: { code: 'MALFORMED', ...(first?.index === undefined ? {} : { index: first.index }), faults: listed },
  });
}

/** As a line's key is written; of a record that its contract refuses it is never used. */
function keyOf(record: JsonObject, primaryKey: readonly string[]): string {
  return `[${primaryKey.map((name) => JSON.stringify(record[name] ?? null)).join(',')}]`;
}
