import type { KeyColumn } from '../key-columns.ts';
import type { Shape } from '../shape.ts';
import { createBinds, quoteIdentifier, type Statement } from '../sql.ts';

/** Rows as they are, by their keys: `parts` of each, in the order of the columns. */
export function rowsStatement(shape: Shape, key: readonly KeyColumn[], keys: readonly (readonly string[])[]): Statement {
  const binds = createBinds();
  const rows = keys.map((parts) => {
    const equal = key.map((column, part) => `${column.sql} = ${column.operand(parts[part] ?? '', binds, 'k')}`);
    return `(${equal.join(' and ')})`;
  });
  const columns = shape.forms.map((form, index) => form.sql(quoteIdentifier(shape.columns[index]?.name ?? '')));
  const printed = key.map((column) => column.printed(column.sql));
  return { text: `select ${[...printed, ...columns].join(', ')} from ${shape.from} where ${rows.join(' or ')}`, binds: binds.all };
}
