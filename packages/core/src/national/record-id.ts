import { createHash, hash } from 'node:crypto';
import type { StreamName } from '../seal/batch.ts';

/** Bytes of a record's own part: 160 bits of a sha-256. */
export const recordBytes = 20;
/** Its hexadecimal digits. */
export const recordDigits = 2 * recordBytes;
/** Bytes of a content's digest: 128 bits of a sha-256. */
export const contentBytes = 16;

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
    .subarray(0, recordBytes);
}

/** What stands before the key in what is digested. */
export function nationalDigestHead({ agency, source, dataset }: StreamName): string {
  return `${agency}\n${source}\n${dataset}\n`;
}

/** Digest of a record's canonical JSON, as text or as its UTF-8; hexadecimal. */
export function nationalContentDigest(record: string | Uint8Array): string {
  return hash('sha256', record, 'hex').slice(0, 2 * contentBytes);
}

/** Writes the first bytes of the sha-256 of `digested`: what the digests of records and contents are, without an object for them. */
export function writeDigest(digested: Uint8Array, to: Buffer, at: number, bytes: number): void {
  to.write(hash('sha256', digested, 'binary'), at, bytes, 'binary');
}

export function nationalRecordIdOf({ agency }: StreamName, digest: Uint8Array): string {
  return `${agency}-${Buffer.from(digest).toString('hex')}`;
}
