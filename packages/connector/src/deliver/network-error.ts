import { LienThongError } from '@lienthong/core';

/** Whatever Node's HTTP client throws before an answer is complete. */
export function networkError(error: unknown, { host, protocol }: URL): LienThongError {
  const code = codeOf(error);
  const details = { code };
  // EPROTO has all it knows in its text, which is OpenSSL's.
  const said = error instanceof Error ? `${code} ${error.message}` : code;
  if (tlsCode.test(code))
    return new LienThongError('PLATFORM_TLS_FAILED', {
      message: `no TLS connection to ${host} (${code})`,
      remedy: remedies.find(({ says }) => says.test(said))?.remedy,
      cause: error,
      details,
    });
  return new LienThongError('PLATFORM_UNREACHABLE', {
    message: `${host} does not answer (${code})`,
    remedy:
      protocol === 'https:' && hungUp.has(code)
        ? 'Wait; batches stay in the spool. If it asks for a client certificate, check that the configuration names the one that it knows.'
        : undefined,
    cause: error,
    details,
  });
}

// In TLS 1.3 a client's certificate is looked at when the client believes the connection to stand, and many servers only hang up.
const hungUp: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

/** Of Node and OpenSSL. */
const tlsCode = /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|HOSTNAME_MISMATCH|EPROTO)/;

const remedies: readonly { readonly says: RegExp; readonly remedy: string }[] = [
  {
    says: /protocol[_ ]version|unsupported[_ ]protocol|no[_ ]shared[_ ]cipher/i,
    remedy: 'The two sides have no version of TLS in common: let the other side take TLS 1.2 or newer. Batches stay in the spool.',
  },
  {
    says: /[_ ]alert[_ ]/i,
    remedy:
      'The other side refused the connection: give it the client certificate that it knows (clientCertificate), or let its operator accept this one. Batches stay in the spool.',
  },
  {
    says: /wrong[_ ]version[_ ]number|packet[_ ]length[_ ]too[_ ]long|unexpected[_ ]message/i,
    remedy: 'What answers at this address speaks no TLS: check host and port, and whether it is http. Batches stay in the spool.',
  },
  {
    says: /HAS_EXPIRED|NOT_YET_VALID/,
    remedy: "Check this machine's clock, and let the other side's operator renew its certificate. Batches stay in the spool.",
  },
  {
    says: /ALTNAME_INVALID|HOSTNAME_MISMATCH/,
    remedy: 'Use the name that is in the certificate of the other side. Batches stay in the spool.',
  },
];

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
