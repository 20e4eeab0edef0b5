import type { BoundAdapter, Source } from '@lienthong/core';

/** Opens a source to look at it: two connections and short statements, whatever the configuration allows. */
export async function openToLook(adapter: BoundAdapter, signal: AbortSignal): Promise<Source> {
  return adapter.open({ signal, applicationName: 'lienthong', maxConnections: 2, statementTimeoutMs: 15_000 });
}
