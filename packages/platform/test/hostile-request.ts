import { createSigner, type KeyPair, type StreamName, signRequest } from '@lienthong/core';
import type { Random } from '@lienthong/testbed';
import type { ProblemCode } from '../src/index.ts';
import type { Publisher } from './publisher.ts';

/** `ok`: strange, but nothing is wrong with it · `closed`: no answer, the connection was ended. */
export type Outcome = ProblemCode | 'ok' | 'closed';

export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** A request that must not be taken, and what it may be answered with. */
export interface HostileRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderLines;
  readonly body: Buffer | undefined;
  readonly expected: readonly Outcome[];
  /** No HTTP client would send it: over a socket only. */
  readonly raw?: boolean;
  /** What goes over the socket in place of the parts above. */
  readonly bytes?: Buffer;
}

/** What somebody knows who has a key, a token, and no good intention. */
export interface Attacker {
  readonly publisher: Publisher;
  readonly stream: StreamName;
  readonly stranger: KeyPair;
  readonly token: string;
  /** A number that no other request has. */
  readonly number: number;
  /** Unix seconds. */
  readonly now: number;
}

/** One way of being hostile; the random source decides the rest. */
export type Fault = (random: Random, attacker: Attacker) => Promise<HostileRequest>;

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pair?: KeyPair;
  readonly created?: number;
}

/** Headers with a right signature over them, in the order of the wire. */
export async function signedHeaders(attacker: Attacker, call: Call): Promise<(readonly [name: string, value: string])[]> {
  const signer = createSigner(call.pair ?? attacker.publisher.pair);
  const signature = await signRequest({ ...call, signer, created: call.created ?? attacker.now });
  return [...Object.entries(call.headers), ...Object.entries(signature)];
}

export function withHeader(headers: HeaderLines, name: string, change: (value: string) => string): HeaderLines {
  return headers.map(([key, value]) => [key, key === name ? change(value) : value] as const);
}

export function withoutHeader(headers: HeaderLines, name: string): HeaderLines {
  return headers.filter(([key]) => key !== name);
}
