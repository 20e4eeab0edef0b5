import { SqlServerError } from '../../engine.ts';
import type { Incoming } from '../incoming.ts';
import { messageType } from '../packets.ts';
import { MalformedMessage, orMalformed } from '../reader.ts';
import type { TokenWriter } from '../token-writer.ts';
import { token } from '../tokens.ts';
import { readFederatedToken, readFederation, writeFederatedInfo } from './federation.ts';
import { feature, type Login7 } from './login7.ts';
import { startNtlm } from './ntlm.ts';

/** Who may come in other than by a SQL login, which the engine checks. */
export interface Identities {
  /** Passwords by `DOMAIN\user`. */
  readonly windows: Readonly<Record<string, string>>;
  /** Names of principals by their access tokens. */
  readonly tokens: Readonly<Record<string, string>>;
}

/** Finds out who it is that logs in by NTLM or a token; undefined for a SQL login. Throws 18456 when it is nobody. */
export async function identify(login: Login7, incoming: Incoming, out: TokenWriter, known: Identities): Promise<string | undefined> {
  const federated = login.features.get(feature.federated);
  if (federated !== undefined) return identifyByToken(federated, incoming, out, known.tokens);
  return login.sspi === undefined ? undefined : identifyByNtlm(incoming, out, known.windows);
}

async function identifyByToken(data: Buffer, incoming: Incoming, out: TokenWriter, known: Identities['tokens']): Promise<string> {
  let given = orMalformed(() => readFederation(data))?.token;
  if (given === undefined) {
    writeFederatedInfo(out);
    out.end();
    const body = await reply(incoming, messageType.federatedToken);
    given = orMalformed(() => readFederatedToken(body));
  }
  const identity = Object.hasOwn(known, given) ? known[given] : undefined;
  if (identity === undefined) throw loginFailed('<token-identified principal>');
  return identity;
}

async function identifyByNtlm(incoming: Incoming, out: TokenWriter, known: Identities['windows']): Promise<string> {
  const conversation = startNtlm(known);
  out.u8(token.sspi);
  out.u16(conversation.challenge.length);
  out.bytes(conversation.challenge);
  out.end();
  const identity = conversation.finish(await reply(incoming, messageType.sspi));
  if (identity === undefined) throw loginFailed('');
  return identity;
}

async function reply(incoming: Incoming, type: number): Promise<Buffer> {
  const message = await incoming.next();
  if (message?.type !== type) throw new MalformedMessage('The client went another way than its login.');
  return message.body;
}

export function loginFailed(user: string): SqlServerError {
  return new SqlServerError(18456, `Login failed for user '${user}'.`, { severity: 14 });
}
