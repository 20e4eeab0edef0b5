import { hash } from 'node:crypto';
import { createScratch, type StreamName } from '@lienthong/core';
import { nationalDigestHead, nationalRecordId, nationalRecordIdOf, recordDigits } from '@lienthong/core/national';
import { idDigestOf, type Told } from './told.ts';

/** Whether what stands in `body` from `start` to `end` is the name of a record with this key, which has `mostKeyBytes` at most. */
export type NameTest = (body: Buffer, start: number, end: number, mostKeyBytes: number, writeKey: WriteKey) => boolean;

/** Writes a canonical key at `at`, and gives the place behind it. */
export type WriteKey = (to: DataView, at: number) => number;

/** IdBanGhi as our own connectors make it: it follows from the stream and the record's key, and from nothing else. */
export function compileNameTest(stream: StreamName): NameTest {
  const head = Buffer.from(nationalDigestHead(stream));
  const first = Buffer.from(nationalRecordIdOf(stream, new Uint8Array(0)));
  const digested = createScratch(head);
  return (body, start, end, mostKeyBytes, writeKey) => {
    const digits = start + first.length;
    if (end !== digits + recordDigits || !standsAt(body, start, first)) return false;
    digested.reserve(head.length + mostKeyBytes);
    const digest = hash('sha256', digested.bytesTo(writeKey(digested.view, head.length)), 'hex');
    for (let at = 0; at < recordDigits; at++) if (digest.charCodeAt(at) !== body[digits + at]) return false;
    return true;
  };
}

/** For some dozens of bytes: a comparison out of JavaScript costs more than these take. */
function standsAt(body: Buffer, start: number, expected: Buffer): boolean {
  for (let at = 0; at < expected.length; at++) if (body[start + at] !== expected[at]) return false;
  return true;
}

/** Digest of the name of a record with this key. */
export function idOfKey(stream: StreamName, key: string): string {
  return idDigestOf(Buffer.from(nationalRecordId(stream, key)));
}

/** By the digest of each name the key that it follows from; `undefined`: one of them is another name, or told without its key. */
export function keysOfNames(stream: StreamName, told: readonly Told[]): ReadonlyMap<string, string> | undefined {
  const keys = new Map<string, string>();
  for (const { id, ownKey } of told) {
    if (id !== idOfKey(stream, ownKey)) return undefined;
    keys.set(id, ownKey);
  }
  return keys;
}
