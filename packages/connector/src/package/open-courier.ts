import { createPublicKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { LienThongError, type Transport } from '@lienthong/core';
import { httpTransport } from '../deliver/http-transport.ts';
import type { CourierOptions } from './courier-options.ts';

/** Where batches go, and by which key their receipts are verified. */
export interface CourierPlatform {
  readonly transport: Transport;
  /** SPKI PEM. */
  readonly receiptKey: string;
}

/** Opens the way to the platform. Of a receiver of the national message, the conversation with it and its ledger are the courier's. */
export async function openCourierPlatform(options: CourierOptions): Promise<CourierPlatform> {
  const { platform, timeoutMs = 60_000 } = options;
  if (!('url' in platform)) {
    if (options.receiptKey === undefined)
      throw new LienThongError('OPTIONS_INVALID', { message: 'receiptKey is missing: a transport does not tell who signs its receipts' });
    return { transport: platform, receiptKey: options.receiptKey };
  }
  if (!('profile' in platform))
    return { transport: httpTransport({ ...platform, timeoutMs, inFlight: 1 }), receiptKey: platform.receiptKey };
  // With a database of its own, which has a native part: loaded by those alone who need it.
  const { openNational } = await import('../national/open-national.ts');
  const { receiptKey } = await import('../national/local-receipts.ts');
  const datasets = (options.datasets ?? []).map(({ agency, source, contract, national }) => ({
    contract,
    national,
    stream: { agency, source, dataset: contract.dataset },
  }));
  const transport = openNational({ datasets, state: options.state, delivery: { timeoutMs } }, platform);
  const key = receiptKey(join(options.state, 'ledger')).privateKey as KeyObject; // `receiptKey` gives a key that was read
  return { transport, receiptKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString() };
}
