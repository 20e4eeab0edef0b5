import { agencyPattern, canonicalDigest, type JsonObject, type JsonValue, sourcePattern } from '@lienthong/core';
import type { Manifest, Part } from './manifest.ts';

/** The payload of a signed manifest; a sentence where it is none. What signs it may still be somebody's defect. */
export function readManifest(payload: Uint8Array): Manifest | string {
  let value: JsonValue;
  try {
    value = JSON.parse(Buffer.from(payload).toString('utf8')) as JsonValue; // JSON.parse gives nothing else
  } catch {
    return 'is no JSON';
  }
  if (!isObject(value)) return 'is no object';
  const problem = headProblem(value) ?? kindProblem(value);
  return problem ?? (value as unknown as Manifest); // each member was looked at
}

function headProblem(value: JsonObject): string | undefined {
  const rules: Readonly<Record<string, boolean>> = {
    agency: matches(value['agency'], agencyPattern),
    source: matches(value['source'], sourcePattern),
    chain: matches(value['chain'], /^[\w-]{16,64}$/),
    number: isCount(value['number']) && value['number'] !== 0,
    time: matches(value['time'], /^\d{4}-\d\d-\d\dT[\d:.]{8,18}Z$/),
    recipient: typeof value['recipient'] === 'string',
    parts: Array.isArray(value['parts']) && value['parts'].every(isPart),
  };
  return wrongOf(rules);
}

function kindProblem(value: JsonObject): string | undefined {
  if (value['kind'] === 'batches')
    return wrongOf({ previous: value['previous'] === null || isHash(value['previous']), answerTo: isObject(value['answerTo']) });
  if (value['kind'] !== 'receipts') return 'has a kind that is unknown here';
  const { streams } = value;
  return wrongOf({
    answers: isHash(value['answers']),
    receiptKey: typeof value['receiptKey'] === 'string',
    streams: isObject(streams) && Object.values(streams).every(isStream),
  });
}

function wrongOf(rules: Readonly<Record<string, boolean>>): string | undefined {
  const wrong = Object.entries(rules).find(([, isRight]) => !isRight);
  return wrong === undefined ? undefined : `has a member ${wrong[0]} that is missing or wrong`;
}

function isPart(value: JsonValue): boolean {
  if (!isObject(value) || !isCount(value['bytes'])) return false;
  const { kind, digest, headers, dataset, version } = value as JsonObject & Partial<Record<keyof Part, JsonValue>>; // any may be asked for
  if (typeof digest !== 'string' || canonicalDigest(digest) !== digest) return false;
  if (kind === 'answers') return true;
  if (kind === 'contract') return matches(dataset, /^[\w.-]{1,120}$/) && matches(version, /^[\w.+-]{1,64}$/);
  return kind === 'batch' && isObject(headers) && Object.values(headers).every((header) => typeof header === 'string');
}

function isStream(value: JsonValue): boolean {
  return isObject(value) && isCount(value['epoch']) && isCount(value['contiguous']) && isCount(value['highest']);
}

function matches(value: JsonValue | undefined, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isHash(value: JsonValue | undefined): boolean {
  return matches(value, /^[\w-]{43}$/);
}

function isCount(value: JsonValue | undefined): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
