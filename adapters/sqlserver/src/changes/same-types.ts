import { LienThongError } from '@lienthong/core';
import type { Shape } from '../shape.ts';
import { quoteIdentifier } from '../sql.ts';

/** Refuses a selected column that got another type: what was published of it may have changed without a word. */
export function requireSameTypes(name: string, then: Shape, now: Shape): void {
  const changed = now.columns.filter((column, index) => {
    const before = then.columns[index];
    return (
      before !== undefined &&
      JSON.stringify([column.type, column.length, column.precision, column.scale, column.collation]) !==
        JSON.stringify([before.type, before.length, before.precision, before.scale, before.collation])
    );
  });
  if (changed.length === 0) return;
  throw new LienThongError('SCHEMA_CHANGED', {
    message: `${changed.map((column) => quoteIdentifier(column.name)).join(', ')} of ${name} got another type, and nothing tells of the values that changed with it`,
    remedy: 'Adapt contract and mapping to the new shape, and start a new epoch.',
    details: { collections: [name] },
  });
}
