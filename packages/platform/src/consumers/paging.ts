import { Problem } from '../problem/problem.ts';

const maxLimit = 5000;
const defaultLimit = 500;

/**
 * A cursor is a number of the dataset's feed: it holds no key, because keys are personal data and URLs end up in logs.
 * To clients it is opaque.
 */
export function readCursor(text: string | undefined): number {
  if (text === undefined) return 0;
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new Problem('cursor-invalid');
}

export function readLimit(text: string | undefined): number {
  if (text === undefined) return defaultLimit;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= maxLimit) return limit;
  throw new Problem('request-malformed', { detail: `limit must be an integer from 1 to ${maxLimit}` });
}
