import { createCipheriv, createDecipheriv, createHash, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** Proves that a client knows a password, without telling it: O5LOGON with the verifier of 12c. */
export interface Proof {
  /** What the client gets to work with: pairs, in hexadecimal. */
  readonly challenge: {
    readonly sessionKey: string;
    readonly verifier: string;
    readonly salt: string;
  };
  /** Whether it knew it: the server's own proof then, to be told; else undefined. Never throws, whatever the client sent. */
  check(sessionKey: string, password: string): Promise<string | undefined>;
}

const derive = promisify(pbkdf2);
/** Of the verifier, and of the key that both halves are mixed into. */
export const rounds = { verifier: 4096, mixing: 3 };
/** Kind of the verifier, told beside it. */
export const verifierKind = 0x4815;

/** @param password undefined for an account that there is not: the client finds out no sooner than with a wrong one */
export async function openProof(password: string | undefined): Promise<Proof> {
  const known = password ?? randomBytes(16).toString('hex');
  const verifier = randomBytes(16);
  const salt = randomBytes(16);
  const ours = randomBytes(32);
  const salted = Buffer.concat([verifier, Buffer.from('AUTH_PBKDF2_SPEEDY_KEY')]);
  const key = await derive(known, salted, rounds.verifier, 64, 'sha512');
  const hash = createHash('sha512').update(key).update(verifier).digest().subarray(0, 32);
  return {
    challenge: { sessionKey: hex(encrypt(hash, ours)), verifier: hex(verifier), salt: hex(salt) },
    check: async (sessionKey, sent) => {
      const theirs = decrypt(hash, sessionKey);
      if (theirs === undefined) return undefined;
      const mixed = hex(Buffer.concat([theirs.subarray(0, 32), ours]));
      const combined = await derive(mixed, salt, rounds.mixing, 32, 'sha512');
      const padded = decrypt(combined, sent);
      if (padded === undefined || password === undefined) return undefined;
      // In front of it stand 16 random bytes, behind it as many as the last one says.
      const clear = padded.subarray(16, padded.length - (padded.at(-1) ?? 0));
      if (!clear.equals(Buffer.from(known))) return undefined;
      return hex(encrypt(combined, Buffer.concat([randomBytes(16), Buffer.from('SERVER_TO_CLIENT')])));
    },
  };
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex').toUpperCase();
}

const noVector = Buffer.alloc(16);

function encrypt(key: Buffer, clear: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, noVector).setAutoPadding(false);
  return Buffer.concat([cipher.update(clear), cipher.final()]);
}

function decrypt(key: Buffer, text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'hex');
  if (bytes.length === 0 || bytes.length % 16 !== 0) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', key, noVector).setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}
