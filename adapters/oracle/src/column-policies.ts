import { type ColumnPlace, columnChoice } from '@lienthong/adapter-kit';

/** What the options say of single columns. */
export interface ColumnPolicies {
  storedText(column: ColumnPlace): boolean;
}

export function columnPolicies(storedText: unknown, problems: string[]): ColumnPolicies {
  return { storedText: columnChoice('storedText', storedText, 'schema.table.column', problems) };
}
