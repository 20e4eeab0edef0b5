import { type ErrorCode, errorCodes, type RetryAdvice } from './codes.ts';

const marker = Symbol.for('lienthong.error');

export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface ErrorInput {
  /** What happened, with names and without values, parameters or secrets. */
  readonly message: string;
  /** What to do, in the imperative; the code's own remedy when left out. */
  readonly remedy?: string | undefined;
  readonly details?: ErrorDetails | undefined;
  readonly cause?: unknown;
  /** When the other side said how long to wait. */
  readonly retryAfterMs?: number | undefined;
}

/** The one error class: `code` says what, `retry` whether waiting helps, `remedy` how to mend it. */
export class LienThongError extends Error {
  readonly [marker] = true;
  override readonly name = 'LienThongError';
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly details: ErrorDetails;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, input: ErrorInput) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause });
    this.code = code;
    this.remedy = input.remedy ?? errorCodes[code].remedy;
    this.details = input.details ?? {};
    this.retryAfterMs = input.retryAfterMs;
  }

  get retry(): RetryAdvice {
    return errorCodes[this.code].retry;
  }
}

/** Recognises errors of every copy of this package; `instanceof` would miss those of a second copy. */
export function isLienThongError(error: unknown): error is LienThongError {
  return typeof error === 'object' && error !== null && marker in error;
}
