import { defineAdapter } from '@lienthong/core';
import { type MongodbInput, type MongodbOptions, resolveOptions } from './options.ts';
import { openSource } from './source.ts';
import { mongoTypes } from './types.ts';

/** MongoDB 4.4 to 8: snapshot, watermark fields, and changes from change streams. */
export const mongodb = defineAdapter({
  name: 'mongodb',
  capabilities: ['snapshot', 'incremental', 'changes'],
  types: mongoTypes,
  defaultSchema: (options: MongodbOptions) => options.database,
  resolve: (input: MongodbInput): MongodbOptions => resolveOptions(input),
  address: (options: MongodbOptions) => `mongodb://${options.host}:${options.port}/${options.database}`,
  open: openSource,
});
