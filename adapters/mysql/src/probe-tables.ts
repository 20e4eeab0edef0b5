import { formatCollection, type ProbeFinding } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueKey, type CatalogueTable, loadColumns, loadKeys, loadTables } from './catalogue.ts';
import type { Session } from './client.ts';
import { isKey } from './describe.ts';
import type { MysqlOptions } from './options.ts';
import { quoteCollection, quoteIdentifier, textLiteral } from './sql.ts';
import { isText, mapColumn } from './type-mappings.ts';

/** What stands in the way of reading or following a table. Tables that this login may not see are not there for it. */
export async function tableFindings(
  session: Session,
  options: MysqlOptions,
  signal: AbortSignal,
): Promise<{ readonly readable: boolean; readonly findings: readonly ProbeFinding[] }> {
  const scope = { schema: options.database };
  const tables = await loadTables(session, scope, signal);
  const columns = await loadColumns(session, scope, signal);
  const keys = await loadKeys(session, scope, signal);
  const seen = tables.filter((table) => columns.some((column) => column.table === table.name));
  return {
    readable: seen.length > 0,
    findings: [
      ...seen.flatMap((table) => {
        const own = columns.filter((column) => column.table === table.name);
        return [
          ...keyFindings(
            table,
            own,
            keys.filter((key) => key.table === table.name),
          ),
          ...engineFindings(table),
          ...charsetFindings(table, own, options),
        ];
      }),
      ...(await cascadeFindings(session, options, signal)),
    ],
  };
}

function keyFindings(table: CatalogueTable, columns: readonly CatalogueColumn[], keys: readonly CatalogueKey[]): readonly ProbeFinding[] {
  if (table.kind === 'view' || keys.some((key) => isKey(key, columns))) return [];
  return [
    {
      level: 'warning',
      id: 'key-missing',
      message: `${formatCollection(table)} has neither a primary key nor another unique one of columns that are NOT NULL: it is read in the order of the mapped key, and each page sorts the table where no index serves that`,
      remedy: `ALTER TABLE ${quoteCollection(table)} ADD PRIMARY KEY (…);`,
    },
  ];
}

const transactional: ReadonlySet<string> = new Set(['innodb', 'rocksdb', 'tokudb', 'ndbcluster']);

function engineFindings(table: CatalogueTable): readonly ProbeFinding[] {
  if (table.kind === 'view' || transactional.has((table.engine ?? '').toLowerCase())) return [];
  return [
    {
      level: 'warning',
      id: 'engine-locks',
      message: `${formatCollection(table)} is kept by ${table.engine ?? 'an engine'} that has no transactions: each page of a snapshot keeps writers out while it is read`,
      remedy: `ALTER TABLE ${quoteCollection(table)} ENGINE = InnoDB;`,
    },
  ];
}

function charsetFindings(table: CatalogueTable, columns: readonly CatalogueColumn[], options: MysqlOptions): readonly ProbeFinding[] {
  return columns
    .filter((column) => isText(column) && mapColumn(column, options.columns) === undefined)
    .map((column) => ({
      level: 'warning',
      id: 'charset-unknown',
      message: `${formatCollection(table)}.${quoteIdentifier(column.name)} has the character set ${column.charset ?? ''}, which the adapter does not read`,
      remedy: `ALTER TABLE ${quoteCollection(table)} MODIFY ${quoteIdentifier(column.name)} ${column.native} CHARACTER SET utf8mb4; -- or publish a view that converts it`,
    }));
}

/** InnoDB carries out what a foreign key says by itself, and writes nothing of it into the log. */
async function cascadeFindings(session: Session, options: MysqlOptions, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  if (await cascadesAreLogged(session, signal)) return [];
  const rows = await session.query(
    `select table_name, constraint_name from information_schema.referential_constraints
     where constraint_schema = ${textLiteral(options.database)}
       and (delete_rule in ('CASCADE', 'SET NULL') or update_rule in ('CASCADE', 'SET NULL')) order by 1, 2`,
    signal,
  );
  return rows.map(([table, constraint]) => {
    const name = { schema: options.database, name: table ?? '' };
    return {
      level: 'warning',
      id: 'cascade-unlogged',
      message: `what the foreign key ${constraint ?? ''} changes or deletes in ${formatCollection(name)} by itself is not in the log: it is found by the next snapshot only`,
      remedy: `ALTER TABLE ${quoteCollection(name)} DROP FOREIGN KEY ${quoteIdentifier(constraint ?? '')}; -- and let the programs change both tables, or start new epochs`,
    };
  });
}

/** MySQL 9.6 and later carries them out above the engine, unless told otherwise. */
async function cascadesAreLogged(session: Session, signal: AbortSignal): Promise<boolean> {
  const [row] = await session.query("show global variables where variable_name = 'innodb_native_foreign_keys'", signal);
  return row?.[1] === 'OFF';
}
