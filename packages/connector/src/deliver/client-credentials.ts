import { type Carrier, type CarrierAnswer, type JsonObject, type JsonValue, LienThongError, reveal, type Secret } from '@lienthong/core';
import { type HttpCarrierInput, httpCarrier } from './http-carrier.ts';

export interface ClientCredentialsInput extends Omit<HttpCarrierInput, 'url' | 'option' | 'connections'> {
  /** Where tokens are asked for. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string | Secret;
  readonly scope?: string | undefined;
  /** Milliseconds since 1970. Default: this machine's clock. */
  readonly clock?: (() => number) | undefined;
}

interface Token {
  readonly text: string;
  readonly renewAt: number;
}

/** A token is renewed when this share of its life is over: one that ends on the way costs a request. */
const usedShare = 0.8;
/** Of a token whose answer does not say: RFC 6749 leaves it to the server. */
const assumedSeconds = 300;

/**
 * A carrier behind a gateway that asks for OAuth 2.0 client credentials (RFC 6749 §4.4), as NGSP and LGSP gateways do: one token for all
 * requests, renewed before it ends, and once more where the gateway no longer knows it.
 */
export function withClientCredentials(carrier: Carrier, input: ClientCredentialsInput): Carrier {
  const clock = input.clock ?? Date.now;
  const issuer = httpCarrier({ ...input, url: input.tokenUrl, option: 'tokenUrl', connections: 1 });
  let current: Promise<Token> | undefined;
  const ask = async (signal: AbortSignal): Promise<Token> => {
    const asked = clock();
    const { lifeSeconds, text } = readToken(await issuer.exchange({ method: 'POST', path: '', ...tokenRequest(input) }, signal));
    return { text, renewAt: asked + lifeSeconds * 1000 * usedShare };
  };
  const token = async (signal: AbortSignal): Promise<Token> => {
    const held = current;
    const found = await held;
    if (found !== undefined && clock() < found.renewAt) return found;
    // Who waited for the same one does not ask once more.
    if (current === held) {
      const asking = ask(signal);
      current = asking;
      asking.catch(() => {
        if (current === asking) current = undefined;
      });
    }
    return await (current ?? ask(signal));
  };
  return {
    async exchange(request, signal) {
      const send = async (): Promise<{ readonly answer: CarrierAnswer; readonly used: Token }> => {
        const used = await token(signal);
        const headers = { ...request.headers, authorization: `Bearer ${used.text}` };
        return { answer: await carrier.exchange({ ...request, headers }, signal), used };
      };
      const first = await send();
      if (first.answer.status !== 401) return first.answer;
      if ((await current) === first.used) current = undefined;
      return (await send()).answer;
    },
    async close() {
      await carrier.close();
      await issuer.close();
    },
  };
}

function tokenRequest({ clientId, clientSecret, scope }: ClientCredentialsInput) {
  // RFC 6749 §2.3.1: both are form-encoded before they are put together.
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(reveal(clientSecret))}`).toString('base64');
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) });
  return {
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: Buffer.from(form.toString()),
  };
}

function readToken({ status, text }: CarrierAnswer): { readonly text: string; readonly lifeSeconds: number } {
  if (status === 400 || status === 401 || status === 403)
    throw new LienThongError('PLATFORM_REFUSED', {
      message: `the gateway gives this client no token (${status})`,
      remedy: 'Correct clientId and clientSecret, or let the operator of the gateway allow the client, and start again.',
      details: { status },
    });
  if (status !== 200)
    throw new LienThongError('PLATFORM_ANSWER_INVALID', { message: `the gateway answered ${status} to a request for a token` });
  const { access_token: token, token_type: type, expires_in: seconds } = objectOf(text);
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw noToken();
  if (typeof type === 'string' && type.toLowerCase() !== 'bearer') throw noToken();
  const life = Number(seconds ?? assumedSeconds);
  return { text: token, lifeSeconds: Number.isFinite(life) && life > 0 ? life : assumedSeconds };
}

function objectOf(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as JsonValue; // JSON.parse gives nothing else
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject; // no list, so an object
  } catch {
    throw noToken();
  }
  throw noToken();
}

// Without the answer: it may hold the token.
function noToken(): LienThongError {
  return new LienThongError('PLATFORM_ANSWER_INVALID', { message: 'the answer to a request for a token holds no bearer token' });
}
