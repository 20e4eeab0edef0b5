import { defineAdapter } from '@lienthong/core';
import { type OracleInput, type OracleOptions, resolveOptions } from './options.ts';
import { openSource } from './source.ts';
import { oracleTypes } from './types.ts';

/** Oracle Database from 12.1 on: snapshot, watermark columns, and changes by LogMiner or flashback version queries. */
export const oracle = defineAdapter({
  name: 'oracle',
  capabilities: ['snapshot', 'incremental', 'changes'],
  types: oracleTypes,
  defaultSchema: ({ schema }: OracleOptions) => schema,
  resolve: (input: OracleInput): OracleOptions => resolveOptions(input),
  address: ({ host, port, place }: OracleOptions) =>
    place.kind === 'descriptor' ? 'oracle:(a descriptor)' : `oracle://${host}:${port}/${place.name}`,
  open: openSource,
});
