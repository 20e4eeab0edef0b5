import { damagedPosition } from '@lienthong/adapter-kit';
import { expectPosition, fixedHex, type Position } from '@lienthong/core';
import { Timestamp } from 'bson';

/** Where following goes on: everything before it is behind us. */
export interface StreamPosition extends Position {
  readonly kind: 'mongodb/stream';
  readonly format: 1;
  /** The deployment and the database: `identity.ts`. */
  readonly identity: string;
  /** The cluster time of the newest commit behind us, as 16 hex digits. */
  readonly time: string;
  /** The resume token's data; `null`: what is behind `time`. */
  readonly token: string | null;
}

export function streamPosition(identity: string, time: string, token: string | null): StreamPosition {
  return { kind: 'mongodb/stream', format: 1, identity, time, token };
}

export function expectStream(position: Position): StreamPosition {
  expectPosition(position, 'mongodb/stream', 1);
  const { identity, time, token } = position;
  const isPlaced = typeof identity === 'string' && typeof time === 'string' && /^[0-9A-F]{16}$/.test(time);
  if (isPlaced && (token === null || (typeof token === 'string' && /^[0-9A-F]+$/i.test(token)))) return position as StreamPosition; // checked on these lines
  throw damagedPosition('mongodb/stream');
}

/** Seconds of Unix and the ordinal within the second, as digits that sort. */
export function timeText(time: Timestamp): string {
  return fixedHex(time.toBigInt());
}

export function timestampOf(text: string): Timestamp {
  return new Timestamp(BigInt(`0x${text}`));
}

/**
 * The cluster time that a resume token begins with: behind the byte that says timestamp, as MongoDB has written it since 4.0.
 * `undefined` for a token of a form that is not known: then the position's time stays that of the last change.
 */
export function timeOfToken(token: string): string | undefined {
  return /^82[0-9A-F]{16}/i.test(token) ? token.slice(2, 18).toUpperCase() : undefined;
}

export function hasPassed(position: StreamPosition, goal: StreamPosition): boolean {
  return position.identity === goal.identity && position.time >= goal.time;
}
