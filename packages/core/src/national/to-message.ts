import type { Rejection } from '../check/rejection.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { localTime, zoneOf } from './local-time.ts';
import type { NationalAttachment, NationalEvent, NationalMessage } from './message.ts';
import type { NationalPlan, PlannedField } from './plan.ts';
import { nationalRecordIdOf } from './record-id.ts';

/** What the ledger decided about a record, and what its line said. */
export interface NationalState {
  readonly event: NationalEvent;
  readonly version: number;
  /** `nationalRecordDigest` of its key. */
  readonly digest: Uint8Array;
  /** When it changed: the line's `at`, else the batch's time; canonical timestamptz. */
  readonly at: string;
}

/** A canonical record of the published contract as a message; of a cancelled one its key is enough. */
export type ToMessage = (record: JsonObject, state: NationalState) => NationalMessage | Rejection;

export function compileToMessage(plan: NationalPlan): ToMessage {
  const zone = zoneOf(plan.profile.zone.name);
  const { updatedAt, dataId, effectiveDate, attachments } = plan;
  const changed = (record: JsonObject, at: string): string => {
    const value = updatedAt === undefined ? undefined : record[updatedAt.name];
    if (typeof value !== 'string') return localTime(at, zone);
    return updatedAt?.type.kind === 'timestamptz' ? localTime(value, zone) : value.slice(0, 19);
  };
  return (record, { event, version, digest, at }) => {
    const files = attachments === undefined ? [] : attachmentsOf(record[attachments]);
    if (files === undefined) return notFiles(attachments ?? '');
    return {
      origin: plan.origin,
      event,
      version,
      updatedAt: changed(record, at),
      effectiveDate: effectiveDate === undefined ? undefined : textOf(record[effectiveDate]),
      recordId: nationalRecordIdOf(plan.stream, digest),
      dataId: dataId === undefined ? undefined : textOf(record[dataId]),
      fields: fieldsOf(plan.fields, record),
      attachments: files,
    };
  };
}

function fieldsOf(planned: readonly PlannedField[], record: JsonObject): ReadonlyMap<string, JsonValue> {
  const fields = new Map<string, JsonValue>();
  for (const { property, target } of planned) {
    const value = record[property];
    if (value === undefined) continue;
    if (typeof target === 'string') fields.set(target, value);
    else if (typeof value === 'string')
      fields.set(value.length === 10 ? target.day.name : value.length === 7 ? target.month.name : target.year.name, value);
  }
  return fields;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

function attachmentsOf(value: JsonValue | undefined): readonly NationalAttachment[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const files = value.map((entry: JsonValue) => attachmentOf(entry));
  return files.some((file) => file === undefined) ? undefined : files.filter((file) => file !== undefined);
}

function attachmentOf(entry: JsonValue): NationalAttachment | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  const { id, name, version = 1, checksum, url, ...others } = entry as JsonObject; // no list, so an object
  const texts = [checksum, url].every((text) => text === undefined || typeof text === 'string');
  const isVersion = typeof version === 'number' && Number.isSafeInteger(version) && version > 0;
  if (typeof id !== 'string' || typeof name !== 'string' || !texts || !isVersion || Object.keys(others).length > 0) return undefined;
  return { id, name, version, checksum: textOf(checksum), url: textOf(url) };
}

function notFiles(property: string): Rejection {
  return { code: 'type-mismatch', pointer: `/${property}`, reason: 'is no list of files, each with id, name, version, checksum and url' };
}
