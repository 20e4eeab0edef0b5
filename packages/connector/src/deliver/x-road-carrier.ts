import { randomUUID } from 'node:crypto';
import { type Carrier, type CarrierAnswer, type CarrierRequest, type ErrorCode, LienThongError } from '@lienthong/core';

/** `instance/class/member/subsystem` of who asks, and the same with a service code of what is asked. */
export interface XRoadInput {
  /** Carries requests to the own security server, or to the façade in front of it. */
  readonly carrier: Carrier;
  /** `VN/GOV/000.00.00.H26/ho-tich`; the subsystem may be left out. */
  readonly client: string;
  /** `VN/GOV/000.00.00.G01/ndop/tiep-nhan`; the subsystem may be left out. Of a façade without the service code. */
  readonly service: string;
  /**
   * Default: the REST message protocol. `facade`: the REST service in front of X-Road that gateways in Vietnam offer, which takes the
   * destination as a parameter and hides the rest; `path` stands before what is asked, `providerUrl` is what the provider is called by.
   */
  readonly facade?: { readonly path: string; readonly providerUrl: string } | undefined;
}

const identifier = /^[^/\p{C}]+(?:\/[^/\p{C}]+){2,4}$/u;

/** Requests through X-Road. Facts: PR-REST 1.0.4, the message protocol for REST; the façade as public code calls it. */
export function xRoadCarrier(input: XRoadInput): Carrier {
  for (const option of ['client', 'service'] as const) {
    if (identifier.test(input[option])) continue;
    throw new LienThongError('OPTIONS_INVALID', {
      message: `${option} must be instance/class/member and what follows, such as VN/GOV/000.00.00.H26/ho-tich`,
    });
  }
  const { carrier, facade } = input;
  return {
    exchange: (request, signal) =>
      facade === undefined ? overProtocol(input, request, signal) : overFacade(input, facade, request, signal),
    close: () => carrier.close(),
  };
}

async function overProtocol(
  { carrier, client, service }: XRoadInput,
  request: CarrierRequest,
  signal: AbortSignal,
): Promise<CarrierAnswer> {
  const id = randomUUID();
  const headers = { ...request.headers, 'x-road-client': encoded(client), 'x-road-id': id };
  const answer = await carrier.exchange({ ...request, path: `/r1/${encoded(service)}${request.path}`, headers }, signal);
  const error = answer.headers['x-road-error'];
  if (error !== undefined) throw roadError(error, answer);
  expectPassed(answer, id);
  return answer;
}

/** The parts are encoded one by one: what stands between them is not part of a name. */
function encoded(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

async function overFacade(
  { carrier, service }: XRoadInput,
  { path, providerUrl }: { readonly path: string; readonly providerUrl: string },
  request: CarrierRequest,
  signal: AbortSignal,
): Promise<CarrierAnswer> {
  const query = new URLSearchParams({ dstcode: service.replaceAll('/', ':'), providerurl: providerUrl });
  return await carrier.exchange({ ...request, path: `${path}${request.path}?${query.toString()}` }, signal);
}

/**
 * An answer that came through X-Road bears what the provider's security server put on it: our id, and the hash of the request as it was
 * there. The hash is over headers that the security servers add, so our own security server alone can verify it, and must; we see that
 * it did, and that the answer is that of this request.
 */
function expectPassed({ headers }: CarrierAnswer, id: string): void {
  const hash = headers['x-road-request-hash'] ?? '';
  const problem =
    headers['x-road-id'] !== id
      ? 'is not that of this request (X-Road-Id)'
      : Buffer.from(hash, 'base64').length !== 64
        ? 'bears no hash of its request (X-Road-Request-Hash)'
        : headers['x-road-request-id'] === undefined
          ? 'bears no id of its request (X-Road-Request-Id)'
          : undefined;
  if (problem === undefined) return;
  throw new LienThongError('PLATFORM_ANSWER_INVALID', {
    message: `the answer ${problem}: it did not come through X-Road`,
    remedy: 'Let the address name the own security server.',
  });
}

// The last part of `Server.ServerProxy.AccessDenied`: these do not mend themselves.
const lasting = new Set([
  'AccessDenied',
  'UnknownMember',
  'UnknownService',
  'InvalidClientIdentifier',
  'InvalidServiceIdentifier',
  'BadRequest',
  'InvalidRequest',
]);

function roadError(error: string, { status }: CarrierAnswer): LienThongError {
  const name = /^[A-Za-z0-9_.]{1,100}$/.test(error) ? error : 'unnamed';
  const isLasting = lasting.has(name.split('.').at(-1) ?? '');
  const code: ErrorCode = isLasting ? 'PLATFORM_REFUSED' : 'PLATFORM_UNREACHABLE';
  return new LienThongError(code, {
    message: `a security server of X-Road stopped the request (${name})`,
    remedy: isLasting ? 'Let the operators of both security servers check client, service and access right, and start again.' : undefined,
    details: { status, problem: name },
  });
}
