import { createHash, hash } from 'node:crypto';
import type { StreamName } from '../seal/batch.ts';

/** Hexadecimal digits of a record's own part: 160 bits of a sha-256. */
export const recordDigits = 40;
/** Hexadecimal digits of a content: 128 bits of a sha-256. */
const contentDigits = 32;

/**
 * `IdBanGhi` of a record: its agency's code, `-` and a digest of its stream and key. The same on every machine and for ever, different
 * for two records whatever separators their keys hold and however a receiver compares letters, and without a value of a person in
 * what ends up in everybody's logs. At most 76 characters.
 */
export function nationalRecordId(stream: StreamName, key: string): string {
  return nationalRecordIdOf(stream, nationalRecordDigest(stream, key));
}

/** The 20 bytes of a record; `key` is the canonical JSON array of its primary key. */
export function nationalRecordDigest(stream: StreamName, key: string): Buffer {
  return createHash('sha256')
    .update(`${nationalDigestHead(stream)}${key}`)
    .digest()
    .subarray(0, recordDigits / 2);
}

/** What stands before the key in what is digested. */
export function nationalDigestHead({ agency, source, dataset }: StreamName): string {
  return `${agency}\n${source}\n${dataset}\n`;
}

/** Digest of a record's canonical JSON, as text or as its UTF-8; hexadecimal. */
export function nationalContentDigest(record: string | Uint8Array): string {
  return hash('sha256', record, 'hex').slice(0, contentDigits);
}

export function nationalRecordIdOf({ agency }: StreamName, digest: Uint8Array): string {
  return `${agency}-${Buffer.from(digest).toString('hex')}`;
}
