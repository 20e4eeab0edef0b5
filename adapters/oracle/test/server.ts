import type { Selection } from '@lienthong/core';
import { type OracleInput, oracle } from '../src/index.ts';

/** A source with the settings of a connector. */
export function openSource(input: OracleInput, overrides: { readonly maxConnections?: number; readonly signal?: AbortSignal } = {}) {
  return oracle(input).open({
    signal: overrides.signal ?? AbortSignal.timeout(60_000),
    applicationName: 'lienthong-test',
    maxConnections: overrides.maxConnections ?? 4,
    statementTimeoutMs: 30_000,
  });
}

export function select(name: string, columns: readonly string[], key: readonly string[], schema = 'LIENTHONG'): Selection {
  return { collection: { schema, name }, columns, key };
}
