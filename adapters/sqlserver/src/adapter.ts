import { defineAdapter } from '@lienthong/core';
import { resolveOptions, type SqlserverInput, type SqlserverOptions } from './options.ts';
import { openSource } from './source.ts';
import { sqlserverTypes } from './types.ts';

/** SQL Server from 2012 on and Azure SQL: snapshot, watermark columns, and changes by Change Tracking or CDC. */
export const sqlserver = defineAdapter({
  name: 'sqlserver',
  capabilities: ['snapshot', 'incremental', 'changes'],
  types: sqlserverTypes,
  defaultSchema: 'dbo',
  resolve: (input: SqlserverInput): SqlserverOptions => resolveOptions(input),
  address: ({ host, port, instance, database }: SqlserverOptions) =>
    instance === undefined ? `sqlserver://${host}:${port}/${database}` : `sqlserver://${host}/${instance}/${database}`,
  open: openSource,
});
