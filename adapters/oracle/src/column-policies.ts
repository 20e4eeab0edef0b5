/** What the options say of single columns. */
export interface ColumnPolicies {
  storedText(column: ColumnPlace): boolean;
}

export interface ColumnPlace {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** Columns are named as people write them, `schema.table.column`, whatever the case. */
export function columnPolicies(storedText: unknown, problems: string[]): ColumnPolicies {
  if (storedText === undefined || typeof storedText === 'boolean') return { storedText: () => storedText === true };
  if (!Array.isArray(storedText) || !storedText.every((name) => typeof name === 'string' && name.split('.').length >= 3)) {
    problems.push('storedText must be true, false, or list columns as schema.table.column');
    return { storedText: () => false };
  }
  const names = new Set(storedText.map((name) => String(name).toLowerCase()));
  return { storedText: ({ schema, table, name }) => names.has(`${schema}.${table}.${name}`.toLowerCase()) };
}
