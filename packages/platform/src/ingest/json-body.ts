import { isUtf8 } from 'node:buffer';
import { Problem } from '../problem/problem.ts';
import { isNestedTooDeep } from './nesting.ts';

/** A body that must be a JSON object. */
export function readJsonBody(body: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = isUtf8(body) && !isNestedTooDeep(body) ? JSON.parse(body.toString('utf8')) : undefined;
  } catch {
    // Not JSON: told below, without the parser's message, which quotes the text.
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>; // just checked
  throw new Problem('request-malformed', { detail: 'the body must be a JSON object' });
}
