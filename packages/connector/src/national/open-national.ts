import { join } from 'node:path';
import { type Carrier, LienThongError, type Transport } from '@lienthong/core';
import { withClientCredentials } from '../deliver/client-credentials.ts';
import { httpCarrier } from '../deliver/http-carrier.ts';
import { xRoadCarrier } from '../deliver/x-road-carrier.ts';
import type { NationalPlatformOptions } from '../options.ts';
import type { ResolvedOptions } from '../resolve-options.ts';
import { signedCarrier } from '../sign/signed-carrier.ts';
import { nationalTransport } from './national-transport.ts';
import { type PlannableDatasets, planDatasets } from './plan-datasets.ts';

/** What of a connector, or of a courier, its messages depend on. */
interface NationalSurroundings extends Pick<ResolvedOptions, 'state'> {
  readonly datasets: PlannableDatasets;
  readonly delivery: { readonly timeoutMs: number };
}

/** The transport of a connector whose platform has a profile; OPTIONS_INVALID with every problem of its plans. */
export function openNational(options: NationalSurroundings, platform: NationalPlatformOptions): Transport {
  const { planned, problems } = planDatasets(options);
  if (problems.length > 0) {
    const told = problems.map(({ index, path, message }) => `${['datasets', index, 'national', ...path].join('.')} ${message}`);
    throw new LienThongError('OPTIONS_INVALID', {
      message: `the national messages have ${problems.length} problem(s): ${told.join('; ')}`,
      details: { problems: told },
    });
  }
  const { path, form, recordsPerRequest } = platform;
  return nationalTransport({
    carrier: carrierTo(platform, options.delivery.timeoutMs),
    ledger: join(options.state, 'ledger'),
    datasets: planned,
    ...(path === undefined ? {} : { path }),
    ...(form === undefined ? {} : { form }),
    ...(recordsPerRequest === undefined ? {} : { recordsPerRequest }),
  });
}

/** Tokens are the gateway's, so they are put on last, outside of what X-Road adds. */
function carrierTo(platform: NationalPlatformOptions, timeoutMs: number): Carrier {
  const { url, oauth, xRoad, signature, certificateAuthority, clientCertificate } = platform;
  const tls = { timeoutMs, certificateAuthority, clientCertificate };
  const http = httpCarrier({ ...tls, url, connections: 4 });
  const known = oauth === undefined ? http : withClientCredentials(http, { ...tls, ...oauth });
  const carrier = xRoad === undefined ? known : xRoadCarrier({ ...xRoad, carrier: known });
  return signature === undefined ? carrier : signedCarrier(carrier, signature);
}
