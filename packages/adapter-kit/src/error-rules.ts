import { type ErrorCode, type ErrorDetails, LienThongError } from '@lienthong/core';

/** What a failure of a server, of its driver or of Node means for us. */
export interface ErrorRule {
  readonly code: ErrorCode;
  readonly remedy?: string;
  /** The server's message names objects and never values, so it may be shown. */
  readonly speaks?: true;
}

/** By the server's code, the driver's or Node's. */
export type ErrorRules = Readonly<Record<string, ErrorRule>>;

const away: ErrorRule = { code: 'SOURCE_UNREACHABLE' };

/** Node's codes of a network that does not carry. */
export const networkRules: ErrorRules = {
  ECONNREFUSED: away,
  ECONNRESET: away,
  EPIPE: away,
  ETIMEDOUT: away,
  ENOTFOUND: { code: 'SOURCE_UNREACHABLE', remedy: 'Check the host name.' },
  EAI_AGAIN: { code: 'SOURCE_UNREACHABLE', remedy: 'Check the host name and the name service.' },
  EHOSTUNREACH: away,
  ENETUNREACH: away,
};

const tlsCode = /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO)/;

/** The rule of a code; undefined where neither the rules nor Node's names of TLS know it. */
export function findRule(rules: ErrorRules, code: string): ErrorRule | undefined {
  return rules[code] ?? (tlsCode.test(code) ? { code: 'SOURCE_TLS_FAILED' } : undefined);
}

export interface Failure {
  /** Empty when there is none. */
  readonly code: string;
  /** What the server said. It may quote values of rows: shown only where the rule says that it speaks of none. */
  readonly message: string;
  /** Completes "… failed". */
  readonly doing: string;
  /** Default: `code`. */
  readonly details?: ErrorDetails;
  /** Must keep no message of a server. */
  readonly cause: Error;
}

/** Our error of a failure; codes without a rule become SOURCE_QUERY_FAILED. */
export function failureError(rules: ErrorRules, { code, message, doing, details, cause }: Failure): LienThongError {
  const rule: ErrorRule = findRule(rules, code) ?? { code: 'SOURCE_QUERY_FAILED' };
  const said = rule.speaks === true && message !== '' ? `: ${message}` : '';
  return new LienThongError(rule.code, {
    message: `${doing} failed${code === '' ? '' : ` (${code})`}${said}`,
    remedy: rule.remedy,
    details: details ?? { code: code === '' ? undefined : code },
    cause,
  });
}

/** A cause that says of a failure its code and nothing else. */
export function codeAlone(product: string, code: string): Error {
  return Object.assign(new Error(`${product} ${code}`.trim()), { code });
}
