import type { IncomingMessage } from 'node:http';
import { Problem } from '../problem/problem.ts';

/** The token of RFC 6750's header; throws where there is none. */
export function bearerToken(incoming: IncomingMessage): string {
  const match = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(incoming.headers.authorization ?? '');
  if (match?.[1] === undefined) throw new Problem('token-missing');
  return match[1];
}
