import { defineAdapter } from '@lienthong/core';
import { type MysqlInput, type MysqlOptions, resolveOptions } from './options.ts';
import { openSource } from './source.ts';
import { mysqlTypes } from './types.ts';

/** MySQL 5.7 to 9 and MariaDB from 10.3 on: snapshot, watermark columns and changes of the binary log. */
export const mysql = defineAdapter({
  name: 'mysql',
  capabilities: ['snapshot', 'incremental', 'changes'],
  types: mysqlTypes,
  // What others call a database is a schema here.
  defaultSchema: (options: MysqlOptions) => options.database,
  resolve: (input: MysqlInput): MysqlOptions => resolveOptions(input),
  address: (options: MysqlOptions) => `mysql://${options.host}:${options.port}/${options.database}`,
  open: openSource,
});
