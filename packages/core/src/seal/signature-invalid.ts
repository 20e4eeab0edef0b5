import { LienThongError } from '../errors/lienthong-error.ts';

/** Why a request's signature is refused: `details.reason` of SIGNATURE_INVALID. */
export type SignatureFault =
  | 'missing'
  | 'malformed'
  | 'unknown-key'
  | 'expired'
  | 'from-future'
  | 'uncovered'
  | 'algorithm-mismatch'
  | 'wrong';

/** `component` is the name of a header or derived component, never its value. */
export function signatureInvalid(reason: SignatureFault, message: string, component?: string): LienThongError {
  return new LienThongError('SIGNATURE_INVALID', { message, details: { reason, component } });
}
