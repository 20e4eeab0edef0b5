import type { MysqlInput } from './options.ts';

export type ZeroDates = 'refuse' | 'null' | 'text';

/** What the options say of single columns. */
export interface ColumnPolicies {
  storedText(column: ColumnPlace): boolean;
  zeroDates(column: ColumnPlace): ZeroDates;
  duration(column: ColumnPlace): boolean;
}

export interface ColumnPlace {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** Columns are named as people write them, `database.table.column`: MySQL compares names of columns without case. */
export function columnPolicies(input: MysqlInput, problems: string[]): ColumnPolicies {
  const { storedText, zeroDates, durations } = input;
  const stored = typeof storedText === 'boolean' ? undefined : names('storedText', storedText, problems);
  const spans = names('durations', durations, problems);
  const policies = new Map<string, ZeroDates>();
  if (zeroDates !== undefined && (typeof zeroDates !== 'object' || zeroDates === null)) {
    problems.push('zeroDates must name a policy for each column');
  } else {
    for (const [name, policy] of Object.entries(zeroDates ?? {})) {
      if (!isPlace(name)) problems.push('zeroDates must name columns as database.table.column');
      if (policy === 'refuse' || policy === 'null' || policy === 'text') policies.set(name.toLowerCase(), policy);
      else problems.push('a policy of zeroDates must be refuse, null or text');
    }
  }
  return {
    storedText: (column) => (stored === undefined ? storedText === true : stored.has(keyOf(column))),
    zeroDates: (column) => policies.get(keyOf(column)) ?? 'refuse',
    duration: (column) => spans.has(keyOf(column)),
  };
}

function names(option: string, value: unknown, problems: string[]): ReadonlySet<string> {
  if (value === undefined) return new Set();
  if (Array.isArray(value) && value.every((name) => typeof name === 'string' && isPlace(name))) {
    return new Set(value.map((name) => String(name).toLowerCase()));
  }
  problems.push(`${option} must list columns as database.table.column`);
  return new Set();
}

function isPlace(name: string): boolean {
  return name.split('.').length >= 3;
}

function keyOf({ schema, table, name }: ColumnPlace): string {
  return `${schema}.${table}.${name}`.toLowerCase();
}
