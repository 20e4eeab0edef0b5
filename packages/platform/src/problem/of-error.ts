import { isLienThongError, type LienThongError } from '@lienthong/core';
import { isTemporary } from '../storage/database.ts';
import { isProblem, Problem } from './problem.ts';
import type { ProblemCode } from './problems.ts';

/** The problem that a failed request is answered with; whatever is not foreseen is `internal` and tells nothing. */
export function problemOf(error: unknown): Problem {
  if (isProblem(error)) return error;
  if (isLienThongError(error)) {
    if (error.code === 'SIGNATURE_INVALID') return signatureProblem(error);
    if (error.code === 'BATCH_INVALID') return new Problem('batch-malformed', { detail: error.message });
  }
  if (isTemporary(error)) return new Problem('unavailable', { retryAfterSeconds: 2 });
  return new Problem('internal');
}

const signatureCodes: Readonly<Record<string, ProblemCode>> = {
  missing: 'signature-missing',
  malformed: 'signature-malformed',
  'unknown-key': 'key-unknown',
  expired: 'signature-expired',
  'from-future': 'signature-from-future',
  uncovered: 'signature-uncovered',
  'algorithm-mismatch': 'signature-algorithm-mismatch',
  wrong: 'signature-wrong',
};

function signatureProblem(error: LienThongError): Problem {
  const code = signatureCodes[String(error.details['reason'])] ?? 'signature-wrong';
  return new Problem(code, { detail: error.message });
}
