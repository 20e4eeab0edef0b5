import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { ServerError } from '../errors.ts';

/** One conversation of SCRAM-SHA-256 (RFC 5802, RFC 7677), the server's side. */
export interface ScramConversation {
  readonly user: string;
  /** The server-first-message. */
  readonly challenge: string;
  /** Checks the client-final-message and returns the server-final-message; throws 18 on a wrong proof or an unknown user. */
  finish(clientFinal: string): string;
}

const iterations = 15_000;

/** Salted passwords of the accounts; computed once each, because every connection logs in anew. */
export interface ScramAccounts {
  start(clientFirst: string): ScramConversation;
}

export function scramAccounts(passwords: ReadonlyMap<string, string>): ScramAccounts {
  const salted = new Map<string, { readonly salt: Buffer; readonly key: Buffer }>();
  const credentials = (user: string): { readonly salt: Buffer; readonly key: Buffer } => {
    const known = salted.get(user);
    if (known !== undefined) return known;
    const salt = randomBytes(28);
    // An unknown user gets a challenge, too: names are not to be told from the answer.
    const password = passwords.get(user)?.normalize('NFKC') ?? randomBytes(16).toString('hex');
    const made = { salt, key: pbkdf2Sync(password, salt, iterations, 32, 'sha256') };
    if (passwords.has(user)) salted.set(user, made);
    return made;
  };
  return {
    start: (clientFirst) => {
      const bare = clientFirst.replace(/^[ny](=[^,]*)?,[^,]*,/, '');
      const user = attribute(bare, 'n').replaceAll('=2C', ',').replaceAll('=3D', '=');
      const nonce = attribute(bare, 'r') + randomBytes(18).toString('base64');
      const { salt, key } = credentials(user);
      const challenge = `r=${nonce},s=${salt.toString('base64')},i=${iterations}`;
      const finish = (clientFinal: string): string => {
        const withoutProof = clientFinal.replace(/,p=[^,]*$/, '');
        const proof = Buffer.from(attribute(clientFinal, 'p'), 'base64');
        const message = `${bare},${challenge},${withoutProof}`;
        const clientKey = hmac(key, 'Client Key');
        const signature = hmac(createHash('sha256').update(clientKey).digest(), message);
        const expected = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
        const proven = proof.length === expected.length && timingSafeEqual(proof, expected);
        if (!proven || !passwords.has(user) || attribute(clientFinal, 'r') !== nonce) throw authenticationFailed();
        return `v=${hmac(hmac(key, 'Server Key'), message).toString('base64')}`;
      };
      return { user, challenge, finish };
    },
  };
}

export function authenticationFailed(): ServerError {
  return new ServerError(18, 'Authentication failed.');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function attribute(message: string, name: string): string {
  const part = message.split(',').find((candidate) => candidate.startsWith(`${name}=`));
  if (part === undefined) throw authenticationFailed();
  return part.slice(2);
}
