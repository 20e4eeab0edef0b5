import { holdsInexactNumber } from '../canonical/json-text.ts';
import { readInstant } from '../canonical/times.ts';
import type { Rejection } from '../check/rejection.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Operation } from '../record/record.ts';
import { epochVersion, parseVersion, snapshotVersion, type Version } from '../record/version.ts';
import { rejectLine } from './rejections.ts';

/** A line without regard to its contract. */
export interface Line {
  readonly op: Operation;
  readonly version: Version;
  readonly at: string | undefined;
  readonly tx: string | undefined;
  /** The record, or the key of a deletion; `undefined` for a truncation. */
  readonly body: JsonObject | undefined;
}

const members = new Set(['op', 'version', 'at', 'tx', 'after', 'key']);
const notJson = rejectLine('the line is not a JSON object');
const inexact = rejectLine('the line holds a number that a double cannot hold exactly');
const unknownMember = rejectLine('the line has a member that the standard does not know');
const wrongOperation = rejectLine('op must be one of r, c, u, d, t');
const wrongVersion = rejectLine('version does not fit op: 0 for r, 1:… for c, u and d, empty or 1:… for t; incremental reads bear 1:…');
const wrongTime = rejectLine('at must be a canonical timestamptz');
const wrongTransaction = rejectLine('tx must be a text of at most 100 characters, without U+0000 and half surrogate pairs');
const wrongBody = rejectLine('r, c and u bear after alone, d bears key alone, t neither');

const operations: ReadonlySet<JsonValue | undefined> = new Set(['r', 'c', 'u', 'd', 't']);

/** `numbers`: the record may hold numbers that JSON.parse would round; a whole number out of range is found without. */
export function parseLine(text: string, numbers: boolean): Line | Rejection {
  let line: JsonValue;
  try {
    line = JSON.parse(text) as JsonValue; // JSON.parse gives nothing else
  } catch {
    return notJson;
  }
  if (!isObject(line)) return notJson;
  if (numbers && holdsInexactNumber(text)) return inexact;
  for (const member in line) if (!members.has(member)) return unknownMember;
  return checkMembers(line);
}

function checkMembers({ op, version: versionText, at, tx, after, key }: JsonObject): Line | Rejection {
  if (!isOperation(op)) return wrongOperation;
  const version = readVersion(op, versionText);
  if (version === undefined) return wrongVersion;
  if (!isTime(at)) return wrongTime;
  if (!isTransaction(tx)) return wrongTransaction;
  if (op === 't') return after === undefined && key === undefined ? { op, version, at, tx, body: undefined } : wrongBody;
  const [body, other] = op === 'd' ? [key, after] : [after, key];
  return isObject(body) && other === undefined ? { op, version, at, tx, body } : wrongBody;
}

function isOperation(op: JsonValue | undefined): op is Operation {
  return operations.has(op);
}

function readVersion(op: Operation, text: JsonValue | undefined): Version | undefined {
  const version = typeof text === 'string' ? parseVersion(text) : undefined;
  if (version === undefined) return undefined;
  if (version === epochVersion) return op === 't' ? version : undefined;
  return version === snapshotVersion && op !== 'r' ? undefined : version;
}

function isTime(at: JsonValue | undefined): at is string | undefined {
  return at === undefined || (typeof at === 'string' && readInstant(at, 9) === at);
}

function isTransaction(tx: JsonValue | undefined): tx is string | undefined {
  return tx === undefined || (typeof tx === 'string' && tx.length <= 100 && !/\0|\p{Surrogate}/u.test(tx));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
