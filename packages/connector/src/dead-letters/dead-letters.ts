import { rowFromJson } from '../state/row-json.ts';
import { inspectStore } from '../state/store.ts';
import type { DeadLetter, DeadLetterStatus } from '../state/types.ts';

export type { DeadLetter, DeadLetterStatus } from '../state/types.ts';

export interface DeadLetterQuery {
  readonly dataset?: string;
  /** Default `waiting`; `all` for every one. */
  readonly status?: DeadLetterStatus | 'all';
  readonly code?: string;
  /** Default 1,000. */
  readonly limit?: number;
}

/** A dead letter with the names of what it holds; values only when asked for. */
export interface DeadLetterDetail extends DeadLetter {
  /** Columns of the source's row, where there was one. */
  readonly columns: readonly string[];
  /** Printed values by column: personal data. `undefined` unless asked for. */
  readonly values: Readonly<Record<string, string | null>> | undefined;
}

/** Lists rejected records without any value. Works while the connector runs. */
export function listDeadLetters(state: string, query: DeadLetterQuery = {}): readonly DeadLetter[] {
  const store = inspectStore(state);
  try {
    const { dataset, status = 'waiting', code, limit = 1_000 } = query;
    return store.deadLetters.list({
      limit,
      ...(dataset === undefined ? {} : { dataset }),
      ...(status === 'all' ? {} : { status }),
      ...(code === undefined ? {} : { code }),
    });
  } finally {
    store.close();
  }
}

/** Shows one rejected record; `values` brings personal data to light and is for a person at a terminal. */
export function showDeadLetter(state: string, id: number, options: { readonly values?: boolean } = {}): DeadLetterDetail | undefined {
  const store = inspectStore(state);
  try {
    const found = store.deadLetters.content(id);
    if (found === undefined) return undefined;
    const { columns = [], row, line } = found.content;
    const values = options.values !== true ? undefined : row === undefined ? { line: line ?? null } : valuesOf(columns, rowFromJson(row));
    return { ...found.letter, columns, values };
  } finally {
    store.close();
  }
}

function valuesOf(columns: readonly string[], row: readonly unknown[]): Readonly<Record<string, string | null>> {
  return Object.fromEntries(columns.map((column, index) => [column, printed(row[index])]));
}

function printed(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'bigint') return value.toString();
  return JSON.stringify(value);
}
