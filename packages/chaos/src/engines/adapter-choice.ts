import { type MysqlInput, mysql } from '@lienthong/adapter-mysql';
import { type PostgresInput, postgres } from '@lienthong/adapter-postgres';
import type { BoundAdapter } from '@lienthong/core';

/** An adapter and its options, as they travel to the process of the connector. */
export type AdapterChoice =
  | { readonly kind: 'postgres'; readonly options: PostgresInput }
  | { readonly kind: 'mysql'; readonly options: MysqlInput };

export function bindAdapter(choice: AdapterChoice): BoundAdapter {
  return choice.kind === 'postgres' ? postgres(choice.options) : mysql(choice.options);
}
