import type { Finding } from '../finding.ts';
import { accentedKey, maxNameLength, nameKey } from '../tables/name-key.ts';
import { nearest } from '../tables/nearest.ts';
import type { CodeIndex } from './code-index.ts';
import type { CodeEntry } from './code-list.ts';

/** What a value can mean. One candidate without a finding is the answer. */
export interface CodeAnswer {
  readonly candidates: readonly CodeEntry[];
  readonly findings: readonly Finding[];
}

/** The entry that has this code, or this code of another system, on the day of the index. */
export function findCode(codes: CodeIndex, code: string): CodeEntry | undefined {
  return codes.byCode.get(code);
}

/** Reads a value of a column of codes: exactly as the list writes them. */
export function readCode(codes: CodeIndex, text: string): CodeAnswer {
  const entry = codes.byCode.get(text);
  if (entry === undefined) return unknown(codes, text);
  return { candidates: [entry], findings: entry.certainty === 'uncertain' ? [uncertain(codes)] : [] };
}

/** Reads a value of a column in which people wrote names, spellings or codes. */
export function readName(codes: CodeIndex, text: string): CodeAnswer {
  if (text.length > maxNameLength) return unknown(codes, '');
  const key = nameKey(text);
  const entries = codes.byKey.get(key);
  if (entries === undefined || key === '') return unknown(codes, text);
  const candidates = entries.length === 1 ? entries : narrow(entries, text);
  const findings: Finding[] = [];
  if (candidates.length > 1) findings.push(ambiguous(codes, candidates));
  if (candidates.some((entry) => entry.certainty === 'uncertain' && isCode(entry, key))) findings.push(uncertain(codes));
  return { candidates, findings };
}

const hasAccent = /[^\u0000-\u007f]/;

/**
 * Accents that were written tell `Mỹ` from `MY`, and small letters tell `Nga` from `NGA`. Text that can have lost both tells
 * nothing.
 */
function narrow(entries: readonly CodeEntry[], text: string): readonly CodeEntry[] {
  const accented = hasAccent.test(text);
  const key = accentedKey(text);
  const isText = (name: string) => (accented ? accentedKey(name) === key : name === text);
  const written = entries.filter(({ name, aliases }) => [name, ...aliases].some(isText));
  return written.length === 0 ? entries : written;
}

function isCode(entry: CodeEntry, key: string): boolean {
  return nameKey(entry.code) === key;
}

function unknown(codes: CodeIndex, text: string): CodeAnswer {
  const others = text.length > maxNameLength ? undefined : codes.notInForce.get(nameKey(text));
  if (others !== undefined) return ended(codes, others);
  const near = nearEntries(codes, text);
  const words = near.length === 0 ? 'none of its entries is near' : `near it are ${near.map(label).join(', ')}`;
  const message = `not in ${listName(codes)} on ${codes.at}: ${words}`;
  return { candidates: [], findings: [{ code: 'code-unknown', severity: 'error', message }] };
}

function nearEntries(codes: CodeIndex, text: string): readonly CodeEntry[] {
  if (text.length > 64) return [];
  const key = nameKey(text);
  // A spreadsheet takes zeros away; of codes so short every other is as near as the right one.
  const padded = /^\d+$/.test(key) ? (codes.byCode.get(key.padStart(2, '0')) ?? codes.byCode.get(key.padStart(3, '0'))) : undefined;
  if (padded !== undefined) return [padded];
  return key.length < 3 ? [] : nearest(key, codes.keys);
}

function label({ code, name }: CodeEntry): string {
  return `${code} ${name}`;
}

function listName({ version }: CodeIndex): string {
  return `${version.list} ${version.version}`;
}

/** Of an entry that ended, those that took its place are candidates, and a finding says that they are no more than that. */
function ended(codes: CodeIndex, entries: readonly CodeEntry[]): CodeAnswer {
  const successors = new Set(entries.flatMap(({ replacedBy }) => replacedBy.map((code) => codes.byCode.get(code))));
  const periods = entries.map(({ from, to }) => `${from ?? 'the beginning'} to ${to ?? 'now'}`).join(' and from ');
  const message = `an entry of ${listName(codes)} that does not hold on ${codes.at}: it holds from ${periods}`;
  return {
    candidates: [...successors].filter((entry) => entry !== undefined),
    findings: [{ code: 'code-not-in-force', severity: 'needs-reference', message }],
  };
}

function ambiguous(codes: CodeIndex, candidates: readonly CodeEntry[]): Finding {
  return {
    code: 'code-ambiguous',
    severity: 'needs-reference',
    message: `${candidates.length} entries of ${listName(codes)} are written so: read the column as codes, or with its accents`,
  };
}

function uncertain(codes: CodeIndex): Finding {
  return {
    code: 'code-meaning-uncertain',
    severity: 'needs-reference',
    message: `the codes of ${listName(codes)} are not confirmed: load the list that the source uses`,
  };
}
