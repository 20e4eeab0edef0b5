import { createHmac, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { PlatformContext } from '../context.ts';
import { Problem } from '../problem/problem.ts';
import { bearerToken } from '../registry/bearer-token.ts';
import { hashToken } from '../registry/hash-token.ts';
import type { Client } from '../storage/database.ts';

/** A system that sends national messages. */
export interface Sender {
  readonly clientId: string;
  readonly agency: string;
}

/** Tokens that need no table: who they are of, until when, and a seal that only this platform's key makes. */
export interface SenderTokens {
  issue(clientId: string, now: number): string;
  /** The client, unless the token is none of ours or over; `now` in milliseconds since 1970. */
  read(token: string, now: number): string | undefined;
}

/** How long a token lives. A client that was revoked is refused at once, whatever it holds. */
export const tokenSeconds = 3600;

export function senderTokens(privateKey: KeyObject): SenderTokens {
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' });
  const sealKey = Buffer.from(hkdfSync('sha256', secret, '', 'lienthong sender token', 32));
  const sealOf = (text: string): string => createHmac('sha256', sealKey).update(text).digest('base64url');
  return {
    issue(clientId, now) {
      const text = `lts.${clientId}.${Math.floor(now / 1000) + tokenSeconds}`;
      return `${text}.${sealOf(text)}`;
    },
    read(token, now) {
      const [, text = '', clientId, until, seal = ''] = /^(lts\.([a-z0-9]+)\.(\d+))\.(.+)$/.exec(token) ?? [];
      if (!sameText(seal, sealOf(text)) || Number(until) * 1000 <= now) return undefined;
      return clientId;
    },
  };
}

/** Who bears the token of this request; throws 401 and 429. */
export async function authenticateSender(context: PlatformContext, incoming: IncomingMessage): Promise<Sender> {
  const clientId = context.senderTokens.read(bearerToken(incoming), Date.now());
  if (clientId === undefined) throw new Problem('token-invalid');
  const row = await context.readers.use((client) => findSender(client, clientId));
  if (row === undefined) throw new Problem('token-invalid');
  context.rate.take(`sender ${clientId}`);
  return { clientId, agency: row.agency };
}

/** The client of HTTP Basic as RFC 6749 §2.3.1 writes it; throws where it is not known, and never says which part is wrong. */
export async function authenticateClient(context: PlatformContext, incoming: IncomingMessage): Promise<Sender> {
  const [clientId, secret] = basicParts(incoming.headers.authorization);
  if (!/^[a-z0-9]{1,64}$/.test(clientId)) throw clientUnknown();
  const row = await context.readers.use((client) => findSender(client, clientId));
  if (row === undefined) throw clientUnknown();
  context.rate.take(`client ${clientId}`);
  if (!timingSafeEqual(hashToken(secret), row.secret_hash)) throw clientUnknown();
  return { clientId, agency: row.agency };
}

export function newClient(): { readonly clientId: string; readonly clientSecret: string } {
  return { clientId: randomBytes(10).toString('hex'), clientSecret: `lts_${randomBytes(32).toString('base64url')}` };
}

interface SenderRow {
  readonly agency: string;
  readonly secret_hash: Buffer;
}

async function findSender(client: Client, clientId: string): Promise<SenderRow | undefined> {
  const { rows } = await client.query<SenderRow>(
    'select agency, secret_hash from lienthong.senders where client_id = $1 and revoked_at is null',
    [clientId],
  );
  return rows[0];
}

function basicParts(header: string | undefined): readonly [clientId: string, secret: string] {
  const basic = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header ?? '')?.[1] ?? '';
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) throw clientUnknown();
  try {
    return [formDecoded(text.slice(0, colon)), formDecoded(text.slice(colon + 1))];
  } catch {
    throw clientUnknown(); // wrongly encoded: nobody has such a name
  }
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function clientUnknown(): Problem {
  return new Problem('client-unknown', { members: { error: 'invalid_client' } });
}

function sameText(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
