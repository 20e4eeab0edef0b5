import { defineAdapter } from '@lienthong/core';
import { type PostgresInput, type PostgresOptions, resolveOptions } from './options.ts';
import { openSource } from './source.ts';
import { postgresTypes } from './types.ts';

/** PostgreSQL 12 to 18: snapshot, watermark columns, and changes from the log through pgoutput. */
export const postgres = defineAdapter({
  name: 'postgres',
  capabilities: ['snapshot', 'incremental', 'changes'],
  types: postgresTypes,
  defaultSchema: 'public',
  resolve: (input: PostgresInput): PostgresOptions => resolveOptions(input),
  address: (options: PostgresOptions) => `postgres://${options.host}:${options.port}/${options.database}`,
  open: openSource,
});
