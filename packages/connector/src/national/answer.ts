import { type CarrierAnswer, type ErrorCode, type JsonObject, type JsonValue, LienThongError } from '@lienthong/core';
import { retryAfter } from '../deliver/http-answer.ts';

/** What a receiver of the national message says of a request that it understood. */
export type Verdict =
  | { readonly kind: 'taken' }
  /** It has this version of a record, or a higher one: which one, as far as it tells. */
  | { readonly kind: 'behind'; readonly current: number | undefined }
  /** Something in it is wrong; nothing of it was kept. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string };

/** Throws where waiting helps, or a person: only names of the answer go into the error, never its text. */
export function verdictOf(answer: CarrierAnswer, now: number): Verdict {
  const { status } = answer;
  if (status >= 200 && status <= 299) return { kind: 'taken' };
  const body = bodyOf(answer);
  const code = codeOf(body);
  const details = { status, problem: code };
  const named = code === undefined ? `${status}` : `${status} ${code}`;
  if (status === 409) return { kind: 'behind', current: currentOf(body) };
  if (status === 400 || status === 413 || status === 422) return { kind: 'refused', status, code: code ?? `status-${status}` };
  const retryAfterMs = retryAfter(answer.headers['retry-after'], now);
  const known = failures[status];
  if (known === undefined)
    throw new LienThongError('PLATFORM_ANSWER_INVALID', { message: `the receiver answered ${named}`, details, retryAfterMs });
  const { code: failure, message, remedy } = known;
  throw new LienThongError(failure, { message: `${message} (${named})`, remedy, details, retryAfterMs });
}

interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy?: string;
}

const busy: Failure = { code: 'PLATFORM_BUSY', message: 'the receiver asked to wait' };
const foreign: Failure = {
  code: 'PLATFORM_REFUSED',
  message: 'the receiver refused the messages',
  remedy: "Let the receiver's operator check what this client may send, correct the login, and start again.",
};
const nowhere: Failure = {
  code: 'PLATFORM_REFUSED',
  message: 'the receiver has nothing at this address',
  remedy: 'Correct the address or the path, and start again.',
};

/** Every other status is no answer of such a receiver. */
const failures: Readonly<Record<number, Failure>> = {
  401: foreign,
  403: foreign,
  404: nowhere,
  405: nowhere,
  408: { code: 'PLATFORM_UNREACHABLE', message: 'the receiver was not reached in time' },
  429: busy,
  503: busy,
};

function bodyOf({ headers, text }: CarrierAnswer): JsonObject {
  if (!/\bjson\b/i.test(headers['content-type'] ?? '')) return {};
  try {
    const value = JSON.parse(text) as JsonValue; // JSON.parse gives nothing else
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}; // no list, so an object
  } catch {
    return {}; // not JSON: its status alone counts
  }
}

// What public implementations call it; a code is a name, anything else may hold a value of a record.
const codeNames = ['code', 'errorCode', 'error', 'maLoi', 'type'];
const versionNames = ['currentVersion', 'phienBan', 'phienBanHienTai', 'version'];

function codeOf(body: JsonObject): string | undefined {
  const found = codeNames
    .map((name) => memberOf(body, name))
    .find((value) => typeof value === 'string' && /^[A-Za-z0-9_.:-]{1,60}$/.test(value));
  return typeof found === 'string' ? found : undefined;
}

function currentOf(body: JsonObject): number | undefined {
  const found = versionNames.map((name) => Number(memberOf(body, name))).find((value) => Number.isSafeInteger(value) && value > 0);
  return found;
}

function memberOf(body: JsonObject, name: string): JsonValue | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(body).find(([member]) => member.toLowerCase() === wanted)?.[1];
}
