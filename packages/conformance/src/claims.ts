import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { type ErrorCode, isLienThongError, type LienThongError, type RowValues } from '@lienthong/core';

/** Values as texts, whatever form the adapter hands them out in; NULL stays NULL. */
export function shown(rows: readonly RowValues[]): (string | null)[][] {
  return rows.map((row) => row.map((value) => (value === null ? null : textOf(value))));
}

function textOf(value: unknown): string {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  return isPlain ? String(value) : inspect(value);
}

/** Rows without their order. */
export function sorted(rows: readonly RowValues[]): string[] {
  return shown(rows)
    .map((row) => JSON.stringify(row))
    .sort();
}

/** What `work` throws, which must be ours. */
export async function refusal(work: () => Promise<unknown>): Promise<LienThongError> {
  const error = await thrown(work);
  assert.ok(isLienThongError(error), `a LienThongError was expected, not ${inspect(error)}`);
  return error;
}

/** Refuses with this code, and names what the message must name. */
export async function assertRefused(work: () => Promise<unknown>, code: ErrorCode, names: readonly string[] = []): Promise<void> {
  const error = await refusal(work);
  assert.equal(error.code, code, `${error.code}: ${error.message}`);
  for (const name of names) assert.ok(error.message.includes(name), `the message of ${code} must name ${name}: ${error.message}`);
}

/** Fails in a way that waiting mends. */
export async function assertRetryable(work: () => Promise<unknown>): Promise<void> {
  const error = await refusal(work);
  assert.equal(error.retry, 'backoff', `${error.code} must be one that waiting mends: ${error.message}`);
}

/** An abort throws the signal's reason itself. */
export async function assertThrowsReason(work: () => Promise<unknown>, reason: unknown, what: string): Promise<void> {
  const error = await thrown(work);
  assert.equal(error, reason, `${what} must throw the reason of the abort, unwrapped; it threw ${inspect(error)}`);
}

/** Everything of an error that could reach a log. */
export function everythingOf(error: unknown): string {
  return inspect(error, { depth: 9, showHidden: true, maxStringLength: null, maxArrayLength: null });
}

async function thrown(work: () => Promise<unknown>): Promise<unknown> {
  let result: unknown;
  try {
    result = await work();
  } catch (error) {
    return error;
  }
  assert.fail(`an error was expected, not ${inspect(result, { depth: 2 })}`);
}

/** Whole numbers from `first` on. */
export function numbers(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
