/** Which column: as people name it, `schema.table.column`. */
export interface ColumnPlace {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** Columns that an option names, whatever the case: `true` is all, `false` and nothing are none. `shown` is how a name looks, for people. */
export function columnChoice(option: string, value: unknown, shown: string, problems: string[]): (column: ColumnPlace) => boolean {
  if (value === undefined || typeof value === 'boolean') return () => value === true;
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string' && name.split('.').length >= 3)) {
    problems.push(`${option} must be true, false, or list columns as ${shown}`);
    return () => false;
  }
  const names = new Set(value.map((name) => String(name).toLowerCase()));
  return ({ schema, table, name }) => names.has(`${schema}.${table}.${name}`.toLowerCase());
}
