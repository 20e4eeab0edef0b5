import type { SqlType } from '../../engine.ts';

/** A view of `sys`: each column as [name, type, SQL over the catalogue's tables], and FROM with `$db` for the database's id. */
export interface SystemView {
  readonly columns: readonly (readonly [name: string, type: string, sql: string])[];
  readonly from: string;
}

/** Short words for types: `name` is sysname, `text` nvarchar(max), `code` char(2), `moment` datetime, `desc` nvarchar(60). */
export function typeOf(word: string, collation: string): SqlType {
  switch (word) {
    case 'name':
      return { name: 'nvarchar', length: 128, collation };
    case 'text':
      return { name: 'nvarchar', length: 'max', collation };
    case 'desc':
      return { name: 'nvarchar', length: 60, collation };
    case 'code':
      return { name: 'char', length: 2, collation };
    case 'moment':
      return { name: 'datetime' };
    case 'guid':
      return { name: 'uniqueidentifier' };
    case 'lsn':
      return { name: 'binary', length: 10 };
    case 'bytes':
      return { name: 'varbinary', length: 'max' };
    case 'variant':
      return { name: 'sql_variant' };
    case 'bit':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return { name: word };
    default:
      throw new Error(`No type is called ${word} in the system views.`);
  }
}
