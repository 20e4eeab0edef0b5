import { type MongodbInput, mongodb } from '@lienthong/adapter-mongodb';
import { type MysqlInput, mysql } from '@lienthong/adapter-mysql';
import { type OracleInput, oracle } from '@lienthong/adapter-oracle';
import { type PostgresInput, postgres } from '@lienthong/adapter-postgres';
import { type SqlserverInput, sqlserver } from '@lienthong/adapter-sqlserver';
import type { BoundAdapter } from '@lienthong/core';

/** An adapter and its options, as they travel to the process of the connector. */
export type AdapterChoice =
  | { readonly kind: 'postgres'; readonly options: PostgresInput }
  | { readonly kind: 'mysql'; readonly options: MysqlInput }
  | { readonly kind: 'mongodb'; readonly options: MongodbInput }
  | { readonly kind: 'sqlserver'; readonly options: SqlserverInput }
  | { readonly kind: 'oracle'; readonly options: OracleInput };

export function bindAdapter(choice: AdapterChoice): BoundAdapter {
  switch (choice.kind) {
    case 'postgres':
      return postgres(choice.options);
    case 'mysql':
      return mysql(choice.options);
    case 'mongodb':
      return mongodb(choice.options);
    case 'sqlserver':
      return sqlserver(choice.options);
    case 'oracle':
      return oracle(choice.options);
  }
}
