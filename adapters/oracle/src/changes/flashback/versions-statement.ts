import type { Shape } from '../../shape.ts';
import { createBinds, quoteIdentifier, type Statement } from '../../sql.ts';

export interface VersionsWindow {
  /** Behind this SCN. */
  readonly since: bigint;
  /** Up to and with this one. */
  readonly to: bigint;
}

/** What stands before the columns of a version. */
export const versionHead = 5;

/**
 * Every version that a row had within a window, and which one it had before: it ends where another begins. The window's beginning is part
 * of the server's, whose versions from before have no beginning of their own.
 */
export function versionsStatement(shape: Shape, { since, to }: VersionsWindow): Statement {
  const binds = createBinds();
  const from = binds.add('since', 'text', String(since));
  const upTo = binds.add('to', 'text', String(to));
  const columns = shape.forms.map((form, index) => form.sql(`t.${quoteIdentifier(shape.columns[index]?.name ?? '')}`));
  return {
    text: `select t.versions_startscn, t.versions_endscn, t.versions_operation, rawtohex(t.versions_xid), rowidtochar(t.rowid), ${columns.join(', ')} from ${shape.from} versions between scn to_number(${from}) and to_number(${upTo}) t where t.versions_startscn > to_number(${from}) or t.versions_endscn > to_number(${from})`,
    binds: binds.all,
  };
}
