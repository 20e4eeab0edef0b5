import type { ConnectorOptions } from '@lienthong/connector';
import type { Source } from '@lienthong/core';

/** The adapter of a configuration, bound to its options. */
export type ConfiguredAdapter = ConnectorOptions['source']['adapter'];

/** Opens a source to look at it: two connections and short statements, whatever the configuration allows. */
export async function openToLook(adapter: ConfiguredAdapter, signal: AbortSignal): Promise<Source> {
  return adapter.open({ signal, applicationName: 'lienthong', maxConnections: 2, statementTimeoutMs: 15_000 });
}
