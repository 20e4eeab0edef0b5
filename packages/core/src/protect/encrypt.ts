import { Buffer } from 'node:buffer';
import { createCipheriv, randomBytes } from 'node:crypto';
import { failure, type Reading } from '../canonical/failure.ts';
import { maxEncryptedBytes } from '../contract/published.ts';
import { type ContentKey, createContentKey } from './content-key.ts';
import type { Recipient } from './recipient.ts';

export interface EncryptorInput {
  readonly recipient: Recipient;
  /** `<dataset>#<property>`: stands in the header, so that a value cannot be passed off as another property's. */
  readonly property: string;
  /** Milliseconds, for the age of a content key. */
  readonly now?: () => number;
  /** Values that one content key encrypts. Default 2^20. */
  readonly mostValues?: number;
}

const tooLong = failure('too-long', `is longer than the ${maxEncryptedBytes} bytes that can be encrypted`);

// With random nonces of 96 bits a key may encrypt 2^32 values (NIST SP 800-38D §8.3); 2^20 leave a chance of 2^-57 that two are
// equal. The hour bounds what a copy of our memory opens. Decision 17.
const usualValues = 2 ** 20;
const mostMilliseconds = 3_600_000;

/**
 * From a canonical text to its JWE (RFC 7516, compact). The content key is agreed upon once for many values; each value has a
 * nonce of its own. Equal values give different JWEs.
 */
export function createEncryptor({
  recipient,
  property,
  now = Date.now,
  mostValues = usualValues,
}: EncryptorInput): (text: string) => Reading {
  let content: ContentKey | undefined;
  let authenticated: Buffer = Buffer.alloc(0);
  let head = '';
  let used = 0;
  let since = 0;
  return (text) => {
    if (text.length * 3 > maxEncryptedBytes && Buffer.byteLength(text) > maxEncryptedBytes) return tooLong;
    if (content === undefined || used >= mostValues || now() - since >= mostMilliseconds) {
      content = createContentKey(recipient, { property });
      authenticated = Buffer.from(content.header, 'ascii');
      head = `${content.header}.${content.encryptedKey}.`;
      used = 0;
      since = now();
    }
    used += 1;
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', content.key, nonce).setAAD(authenticated);
    const sealed = cipher.update(text, 'utf8', 'base64url') + cipher.final('base64url');
    return `${head}${nonce.toString('base64url')}.${sealed}.${cipher.getAuthTag().toString('base64url')}`;
  };
}
