import { Buffer, isUtf8 } from 'node:buffer';
import type { JsonObject, JsonValue } from '../json.ts';
import { foldName } from './field-names.ts';
import { isLocalTime } from './local-time.ts';
import type { NationalAttachment, NationalEvent, NationalFault, NationalMessage } from './message.ts';
import type { NationalProfile } from './profile.ts';
import { readXml } from './read-xml.ts';

export type NationalForm = 'json' | 'xml';

/** A message that came in: the values of its fields are texts where it was XML. */
export interface ReadMessages {
  readonly messages: readonly NationalMessage[];
  /** In the order of the batch. A record with a fault is not among the messages. */
  readonly faults: readonly NationalFault[];
}

/**
 * Reads one record or a batch, whatever the case of its names, and tells all that is wrong with it. Behind a record with which
 * `mostFaults` are reached nothing is read: a body of a megabyte can have millions.
 */
export function readNational(
  body: Uint8Array,
  form: NationalForm,
  profile: NationalProfile,
  mostFaults = Number.POSITIVE_INFINITY,
): ReadMessages {
  if (!isUtf8(body)) return whole('is not in UTF-8');
  // Without a mark of the byte order, which is no part of the text.
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  const records = form === 'json' ? jsonRecords(text) : xmlRecords(text, profile);
  if (typeof records === 'string') return whole(records);
  const messages: NationalMessage[] = [];
  const faults: NationalFault[] = [];
  for (const [index, record] of records.entries()) {
    const read = readMessage(record, profile);
    if (!('problems' in read)) messages.push(read);
    else for (const { path, problem } of read.problems) if (faults.length < mostFaults) faults.push({ index, path, problem });
    if (faults.length >= mostFaults) break;
  }
  return { messages, faults };
}

function whole(problem: string): ReadMessages {
  return { messages: [], faults: [{ index: undefined, path: '', problem }] };
}

function jsonRecords(text: string): readonly JsonValue[] | string {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue; // JSON.parse gives nothing else
  } catch {
    return 'is not JSON';
  }
  return Array.isArray(value) ? value : [value];
}

function xmlRecords(text: string, { xml }: NationalProfile): readonly JsonValue[] | string {
  const tree = readXml(text);
  if (typeof tree === 'string') return tree;
  const is = (name: string, wanted: string) => foldName(name) === foldName(wanted);
  if (is(tree.name, xml.record.name)) return [Object.fromEntries(tree.children.map(({ name, value }) => [name, value]))];
  if (!is(tree.name, xml.batch.name)) return `is neither <${xml.record.name}> nor <${xml.batch.name}>`;
  if (tree.children.some(({ name }) => !is(name, xml.record.name)))
    return `<${xml.batch.name}> holds other elements than <${xml.record.name}>`;
  return tree.children.map(({ value }) => value);
}

type Read = NationalMessage | { readonly problems: readonly Problem[] };

interface Problem {
  readonly path: string;
  readonly problem: string;
}

function readMessage(record: JsonValue, profile: NationalProfile): Read {
  const problems: Problem[] = [];
  const root = openGroup(record, '', problems);
  const part = (name: string): Group => openGroup(root.take(name), name, problems);
  const source = part(profile.groups.source.name);
  const state = part(profile.groups.state.name);
  const data = part(profile.groups.data.name);
  const { origin, state: names, data: own } = profile;
  const event = eventOf(state, profile);
  const version = versionOf(state, names.version.name);
  const updatedAt = state.text(names.updatedAt.name, true);
  if (updatedAt !== undefined && !isLocalTime(updatedAt)) state.fail(names.updatedAt.name, 'must be a time like 2026-12-31T23:59:59');
  const recordId = data.text(own.recordId.name, true, own.recordId.maxLength);
  const message = {
    origin: {
      id: source.text(origin.id.name, true) ?? '',
      name: source.text(origin.name.name, false) ?? '',
      dataType: source.text(origin.dataType.name, true) ?? '',
    },
    event: event ?? 'new',
    version: version ?? 0,
    updatedAt: updatedAt ?? '',
    effectiveDate: state.text(names.effectiveDate.name, false),
    recordId: recordId ?? '',
    dataId: data.text(own.dataId.name, false),
    attachments: attachmentsOf(data, profile, problems),
    fields: data.rest(),
  };
  return problems.length > 0 ? { problems } : message;
}

function versionOf(state: Group, name: string): number | undefined {
  const found = state.take(name);
  const version = typeof found === 'string' && /^[1-9]\d{0,15}$/.test(found) ? Number(found) : found;
  if (typeof version === 'number' && Number.isSafeInteger(version) && version > 0) return version;
  if (state.isThere) state.fail(name, 'must be a whole number above zero');
  return undefined;
}

function eventOf(state: Group, { state: names, events }: NationalProfile): NationalEvent | undefined {
  const text = state.text(names.event.name, true, names.event.maxLength)?.toUpperCase();
  if (text === undefined) return undefined;
  const found = (['new', 'update', 'cancel'] as const).find((event) => events[event].name === text);
  if (found === undefined) state.fail(names.event.name, `must be ${events.new.name}, ${events.update.name} or ${events.cancel.name}`);
  return found;
}

function attachmentsOf(data: Group, { data: names, attachment }: NationalProfile, problems: Problem[]): readonly NationalAttachment[] {
  const value = data.take(names.attachments.name);
  if (value === undefined || value === '') return [];
  return (Array.isArray(value) ? (value as readonly JsonValue[]) : [value]).map((entry) => {
    const file = openGroup(entry, `${data.path}/${names.attachments.name}`, problems);
    const version = Number(file.take(attachment.version.name) ?? 1);
    if (!Number.isSafeInteger(version) || version < 1) file.fail(attachment.version.name, 'must be a whole number above zero');
    const sum = file.take(attachment.checksum.name);
    const checksum = sum === undefined ? undefined : openGroup(sum, `${file.path}/${attachment.checksum.name}`, problems);
    return {
      id: file.text(attachment.id.name, true) ?? '',
      name: file.text(attachment.name.name, true) ?? '',
      version,
      checksum: checksum?.text(attachment.checksumValue.name, false),
      url: file.text(attachment.url.name, false),
    };
  });
}

/** One object of the message, looked into without regard to case. */
interface Group {
  readonly path: string;
  /** What lies in a group that is missing was told with the group. */
  readonly isThere: boolean;
  /** The member, which is then no longer among the rest. */
  take(name: string): JsonValue | undefined;
  text(name: string, isRequired: boolean, maxLength?: number): string | undefined;
  rest(): ReadonlyMap<string, JsonValue>;
  fail(name: string, problem: string): void;
}

function openGroup(value: JsonValue | undefined, path: string, problems: Problem[]): Group {
  const at = (name: string): string => (path === '' ? name : `${path}/${name}`);
  const members = new Map<string, readonly [name: string, value: JsonValue]>();
  const seen = new Set<string>();
  const isThere = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isThere) problems.push({ path, problem: value === undefined ? 'is missing' : 'must be an object' });
  for (const [name, member] of Object.entries(isThere ? (value as JsonObject) : {})) {
    const key = name.toLowerCase();
    // Which of the two is meant nobody can tell.
    if (seen.has(key)) problems.push({ path, problem: 'has a name twice, in other capitals' });
    seen.add(key);
    if (member !== null) members.set(key, [name, member]);
  }
  const group: Group = {
    path,
    isThere,
    take(name) {
      const member = members.get(name.toLowerCase());
      members.delete(name.toLowerCase());
      return member?.[1];
    },
    text(name, isRequired, maxLength) {
      const found = group.take(name);
      if (found === undefined || found === '') {
        if (isRequired && isThere) group.fail(name, 'is missing');
        return undefined;
      }
      const text = typeof found === 'number' ? String(found) : found;
      if (typeof text !== 'string') group.fail(name, 'must be a text');
      else if (maxLength !== undefined && [...text].length > maxLength) group.fail(name, `must have at most ${maxLength} characters`);
      else return text;
      return undefined;
    },
    rest: () => new Map(members.values()),
    fail: (name, problem) => problems.push({ path: at(name), problem }),
  };
  return group;
}
