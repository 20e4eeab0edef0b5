import { Buffer } from 'node:buffer';
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { reveal, type Secret } from '../secret.ts';

/** A token key as it is configured: its versions, and which of them makes new tokens. */
export interface TokenKeyOptions {
  /** The version of new tokens. Another one than before begins a new epoch of every dataset that uses the key. */
  readonly active: number;
  /** By version, from 1: at least 32 bytes, in base64 or base64url. A version that is left out is retired. */
  readonly keys: Readonly<Record<string, string | Secret>>;
}

/** Makes tokens with one key; the same name, version and key give the same token anywhere. */
export interface Tokenizer {
  readonly name: string;
  readonly active: number;
  /** How many versions can be looked up besides the active one. */
  readonly kept: number;
  /** `t<version>.<base64url>` of a canonical text, with the active version. */
  token(text: string): string;
  /** The tokens of all versions, the active one's first: what to look for where tokens of several versions lie. */
  tokensOf(text: string): readonly string[];
  /** Tells whether a version's key is the one it was, and nothing else of it. */
  readonly check: string;
}

const leastBytes = 32;
const mostBytes = 1024;
const versionForm = /^[1-9][0-9]{0,5}$/;
const domain = 'lienthong token 1';

/** A key of the right length, base64url. */
export function generateTokenKey(): string {
  return randomBytes(leastBytes).toString('base64url');
}

/** `undefined` when something is wrong with the key: `problem` is told what, without a part of it. */
export function createTokenizer(name: string, options: TokenKeyOptions, problem: (message: string) => void): Tokenizer | undefined {
  const versions = new Map<number, KeyObject>();
  const seen = new Map<string, string>();
  let failed = false;
  const fail = (message: string): void => {
    failed = true;
    problem(message);
  };
  for (const [version, given] of Object.entries(options.keys)) {
    if (!versionForm.test(version)) fail('keys must be numbered from 1 to 999999');
    const bytes = keyBytes(reveal(given));
    if (typeof bytes === 'string') fail(`keys.${versionForm.test(version) ? version : '?'} ${bytes}`);
    else {
      const twin = seen.get(bytes.toString('hex'));
      if (twin !== undefined) fail(`keys.${version} is the same as keys.${twin}: a new version needs a new key`);
      seen.set(bytes.toString('hex'), version);
      versions.set(Number(version), createSecretKey(bytes));
    }
  }
  const active = versions.get(options.active);
  if (active === undefined && !failed) fail('active must be the number of one of its keys');
  if (failed || active === undefined) return undefined;
  const ordered = [options.active, ...[...versions.keys()].filter((version) => version !== options.active).sort((a, b) => b - a)];
  const makers = ordered.flatMap((version) => {
    const key = versions.get(version);
    return key === undefined ? [] : [tokenMaker(name, version, key)];
  });
  return {
    name,
    active: options.active,
    kept: makers.length - 1,
    token: tokenMaker(name, options.active, active),
    tokensOf: (text) => makers.map((make) => make(text)),
    // Of a domain of its own: no value has it as its token.
    check: createHmac('sha256', active).update('lienthong token key check 1').digest('hex').slice(0, 16),
  };
}

/** Nobody can take one field's end for the next one's beginning: each has its length before it. */
function tokenMaker(name: string, version: number, key: KeyObject): (text: string) => string {
  const head = Buffer.concat([field(domain), field(name), field(String(version))]);
  const sign = `t${version}.`;
  return (text) =>
    sign +
    createHmac('sha256', key)
      .update(head)
      .update(field(text.normalize('NFC')))
      .digest('base64url');
}

function field(text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const written = Buffer.allocUnsafe(4 + bytes);
  written.writeUInt32BE(bytes);
  written.write(text, 4, 'utf8');
  return written;
}

function keyBytes(text: string): Buffer | string {
  const plain = text.trim().replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  if (!/^[A-Za-z0-9_-]+$/.test(plain)) return 'is not base64';
  const bytes = Buffer.from(plain, 'base64url');
  if (bytes.length < leastBytes || bytes.length > mostBytes) return `must have ${leastBytes} to ${mostBytes} bytes, in base64`;
  // Of 32 random bytes some 30 differ: with less than half of that it is a word, or a row of zeros.
  return new Set(bytes).size < 16 ? 'is not random' : bytes;
}
