import { randomBytes } from 'node:crypto';

/** A new W3C trace for a batch: its id follows the batch through the platform. */
export function traceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
