import { type CollectionName, isLienThongError } from '@lienthong/core';
import type { Session } from './client.ts';
import { quoteCollection } from './sql.ts';

/** A foreign key that changes or deletes rows of its own table when its parent changes. */
export interface CascadingKey {
  readonly name: string;
  readonly parent: CollectionName;
  /** What is referenced, in the parent. */
  readonly columns: readonly string[];
  /** ON DELETE CASCADE or SET NULL. */
  readonly onDelete: boolean;
  /** ON UPDATE CASCADE or SET NULL. */
  readonly onUpdate: boolean;
}

export interface TableDefinition {
  /** In their order. */
  readonly columns: readonly string[];
  readonly cascading: readonly CascadingKey[];
}

/**
 * What a table is made of; `hidden` where this login may not see it, `missing` where there is no such table. The server's own statement tells it on every version to whoever has any right to the whole table, where the
 * catalogue shows foreign keys in MariaDB to those alone who may do more than read.
 */
export async function loadDefinition(
  session: Session,
  table: CollectionName,
  signal: AbortSignal,
): Promise<TableDefinition | 'hidden' | 'missing'> {
  try {
    const [row] = await session.query(`show create table ${quoteCollection(table)}`, signal);
    return readDefinition(row?.[1] ?? '', table.schema);
  } catch (error) {
    if (isLienThongError(error) && !session.broken) {
      if (error.code === 'SOURCE_PERMISSION_MISSING') return 'hidden';
      if (error.code === 'COLLECTION_MISSING') return 'missing';
    }
    throw error;
  }
}

const name = '`((?:[^`]|``)+)`';
const column = new RegExp(`^  ${name} `);
const foreignKey = new RegExp(
  `^  CONSTRAINT ${name} FOREIGN KEY \\(.*?\\) REFERENCES (?:${name}\\.)?${name} \\(((?:[^\`)]|\`(?:[^\`]|\`\`)+\`)*)\\)(.*?),?$`,
);

/** Reads what SHOW CREATE TABLE prints: one column or key a line, every name quoted. */
export function readDefinition(statement: string, schema: string): TableDefinition {
  const lines = statement.split('\n');
  return {
    columns: lines.flatMap((line) => plain(column.exec(line)?.[1]) ?? []),
    cascading: lines.flatMap((line) => {
      const [, key, otherSchema, table, columns, rules] = foreignKey.exec(line) ?? [];
      if (key === undefined || table === undefined || columns === undefined || rules === undefined) return [];
      const [onDelete, onUpdate] = [/ ON DELETE (?:CASCADE|SET NULL)/.test(rules), / ON UPDATE (?:CASCADE|SET NULL)/.test(rules)];
      if (!onDelete && !onUpdate) return [];
      return [
        {
          name: plain(key) ?? '',
          parent: { schema: plain(otherSchema) ?? schema, name: plain(table) ?? '' },
          columns: [...columns.matchAll(new RegExp(name, 'g'))].map(([, quoted]) => plain(quoted) ?? ''),
          onDelete,
          onUpdate,
        },
      ];
    }),
  };
}

function plain(quoted: string | undefined): string | undefined {
  return quoted?.replaceAll('``', '`');
}

/** Whether the server writes into its log what foreign keys change: MySQL from 9.6 on, which carries them out above the engine unless told otherwise. */
export async function logsCascades(session: Session, signal: AbortSignal): Promise<boolean> {
  const [row] = await session.query("show global variables where variable_name = 'innodb_native_foreign_keys'", signal);
  return row?.[1] === 'OFF';
}
