import type { RegisterEntry } from './register.ts';

const columns = [
  'dataset',
  'contractVersion',
  'agency',
  'consumer',
  'consumerId',
  'purpose',
  'requests',
  'records',
  'first',
  'last',
  'legalBasis',
  'classifications',
  'kinds',
] as const satisfies readonly (keyof RegisterEntry)[];

/** The register as CSV (RFC 4180), with a header; lists are joined by blanks. */
export function registerCsv(entries: readonly RegisterEntry[]): string {
  const rows = entries.map((entry) => columns.map((name) => cell(entry[name])));
  return [columns, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function cell(value: RegisterEntry[keyof RegisterEntry]): string {
  const text = Array.isArray(value) ? value.join(' ') : String(value ?? '');
  // Purposes and names come from outside: a spreadsheet would run what looks like a formula.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
