import type { RejectionCode } from '../check/rejection.ts';

/** Why a value has no canonical form. Readers return text when they succeed, so `typeof` tells the two apart without a throw. */
export interface Failure {
  readonly code: RejectionCode;
  /** A clause with names and rules, without values. */
  readonly reason: string;
}

export function failure(code: RejectionCode, reason: string): Failure {
  return Object.freeze({ code, reason });
}

/** The canonical text of a value: what JSON holds between its quotes, or the JSON itself for numbers, booleans, json and arrays. */
export type CanonicalText = string;

export type Reading = CanonicalText | Failure;
