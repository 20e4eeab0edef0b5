import { hash } from 'node:crypto';
import type { JsonObject, ReceiptRejection } from '@lienthong/core';
import { type NationalFault, type NationalForm, type NationalMessage, nationalRecord, readNational } from '@lienthong/core/national';
import { isDeeperThan } from '../ingest/nesting.ts';
import { Problem } from '../problem/problem.ts';
import type { DataType } from './data-types.ts';
import type { Telling } from './decide.ts';

/** A message, with what stands in the table for it. */
export interface Told extends Telling {
  /** When it changed in its source, as a line bears it; `undefined`: no moment that a line can bear. */
  readonly at: string | undefined;
  /** Canonical JSON, as far as its sender wrote it so; `undefined`: it is cancelled. */
  readonly record: string | undefined;
}

/** So many faults are told, and so many rejections: who has more has made one mistake many times. */
export const mostTold = 100;

/** A value of a contract has 64 at most, and some are those of the message. */
const mostLevels = 100;

/**
 * Reads a request's body; throws `messages-malformed` where the envelope is broken. A record with a field that the dataset does not
 * know is a rejection: what would be left out nobody would miss.
 */
export function readTold(
  body: Buffer,
  form: NationalForm,
  dataType: DataType,
  mostRecords: number,
): { readonly told: readonly Told[]; readonly rejections: readonly ReceiptRejection[] } {
  const { plan, contract } = dataType;
  if (form === 'json' && isDeeperThan(body, mostLevels)) throw malformed([{ index: undefined, path: '', problem: 'is nested too deep' }]);
  const { messages, faults } = readNational(body, form, plan.profile, mostTold);
  if (messages.length > mostRecords) throw new Problem('too-many-records', { members: { limit: mostRecords } });
  const wrong = faults.length > 0 ? faults : messages.flatMap((message, index) => misdirected(message, index, dataType));
  if (wrong.length > 0) throw malformed(wrong);
  const rejections: ReceiptRejection[] = [];
  const told = messages.map((message, index): Told => {
    const { record, unknown } = nationalRecord(message, plan, form);
    const text = JSON.stringify(record);
    const isCancelled = message.event === 'cancel';
    const strange = unknown.length > 0 || (plan.attachments === undefined && message.attachments.length > 0);
    if (!isCancelled && strange) rejections.push({ index, ...fieldUnknown });
    return {
      index,
      id: digestOf(message.recordId, idBytes),
      version: message.version,
      content: digestOf(`${message.event} ${message.updatedAt} ${text}`, contentBytes),
      key: isCancelled ? undefined : keyOf(record, contract.contract.primaryKey),
      at: instantOf(message.updatedAt, plan.profile.zone.name),
      record: isCancelled ? undefined : text,
    };
  });
  return { told, rejections };
}

/** 160 bits of a sha-256 in the place of a name that its sender chose, and may have made of a personal number. */
const idBytes = 20;
const contentBytes = 16;

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

function digestOf(text: string, bytes: number): string {
  return hash('sha256', text, 'hex').slice(0, bytes * 2);
}

/** As a line's key is written; of a record that its contract refuses it is never used. */
function keyOf(record: JsonObject, primaryKey: readonly string[]): string {
  return `[${primaryKey.map((name) => JSON.stringify(record[name] ?? null)).join(',')}]`;
}

/** A time without zone as a canonical timestamptz. */
function instantOf(local: string, zone: string): string | undefined {
  const moment = new Date(`${local}${zone}`);
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9999 ? `${moment.toISOString().slice(0, 19)}Z` : undefined;
}
