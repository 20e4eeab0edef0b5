import { join } from 'node:path';
import { postgres } from '@lienthong/adapter-postgres';
import { createConnector } from '@lienthong/connector';
import { columns } from './citizen.mjs';
import { agency } from './setting.mjs';

/** A connector over the setting's citizens. Each `name` is a connector of its own: state directory, slot and publication. */
export function pipeline(setting, { name, stream = 'bench', platform }) {
  return createConnector({
    agency,
    source: {
      name: stream,
      adapter: postgres({ connectionString: setting.source.connectionString, slot: `bench_${name}`, publication: `bench_${name}` }),
    },
    platform: platform ?? {
      url: setting.platform.url,
      key: { keyId: setting.keys.keyId, privateKey: setting.keys.privateKey },
      receiptKey: setting.platform.receiptKey,
    },
    state: join(setting.folder, name),
    // A platform that never answers is not waited for.
    graceMs: platform === undefined ? 30_000 : 1,
    datasets: [
      {
        contract: setting.contract,
        from: 'public.citizen',
        mapping: { properties: Object.fromEntries(columns.map(([column, property]) => [property, column])) },
        read: { kind: 'changes' },
      },
    ],
  });
}

/** A platform that never answers: what is left is reading, mapping, checking and the durable spool. */
export const silentPlatform = {
  send: (_batch, signal) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
  stream: async () => undefined,
  resume: async () => {},
  register: async () => {},
  close: async () => {},
};

/** Runs until the snapshot lies in the spool. */
export async function spoolSnapshot(connector) {
  const stop = new AbortController();
  connector.on('snapshot-finished', () => stop.abort(new Error('the benchmark has seen enough')));
  await connector.run(stop.signal).catch((error) => {
    if (!stop.signal.aborted) throw error;
  });
}
