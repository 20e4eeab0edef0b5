import { SqlServerError } from '../engine.ts';
import type { CatalogObject, Database } from './catalog/model.ts';

/** What PostgreSQL says of an error, as far as it is needed. */
interface PostgresError {
  readonly code: string;
  readonly message: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}

function isPostgresError(error: unknown): error is PostgresError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** Severity of errors of our own library by number, where it is not 16. */
const severities: Readonly<Record<number, number>> = { 1205: 13, 229: 14, 2627: 14, 2601: 14 };

/** An error of PostgreSQL in SQL Server's words; what has none is said to be this engine's own. */
export function translateError(error: unknown, database: Database, line: number): Error {
  if (error instanceof SqlServerError) return error;
  if (!isPostgresError(error)) return error instanceof Error ? error : new Error(String(error));
  const said = (number: number, message: string, state = 1): SqlServerError =>
    new SqlServerError(number, message, { severity: severities[number] ?? 16, state, line });
  switch (error.code) {
    case 'TS000': {
      const bar = error.message.indexOf('|');
      return said(Number(error.message.slice(0, bar)), error.message.slice(bar + 1));
    }
    case '23505':
      return duplicate(error, database, said);
    case '23502':
      return missing(error, database, said);
    case '23503':
    case '23514':
      return said(
        547,
        `The statement conflicted with the ${error.code === '23503' ? 'FOREIGN KEY' : 'CHECK'} constraint "${error.constraint ?? ''}". The conflict occurred in database "${database.name}", table "${nameOf(error, database)}".`,
      );
    case '22003':
      return said(8115, 'Arithmetic overflow error converting expression to data type int.');
    case '22012':
      return said(8134, 'Divide by zero error encountered.');
    case '40P01':
      return said(
        1205,
        'Transaction was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.',
      );
    case '40001':
      return said(
        3960,
        `Snapshot isolation transaction aborted due to update conflict. You cannot use snapshot isolation to access table '${nameOf(error, database)}' directly or indirectly in database '${database.name}' to update, delete, or insert the row that has been modified or deleted by another transaction.`,
      );
    case '55P03':
      return said(1222, 'Lock request time out period exceeded.');
    case '2201W':
    case '2201X':
      return said(10742, 'The offset or the number of rows of a FETCH or TOP clause may not be negative.');
    case '21000':
      return said(
        512,
        'Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.',
      );
    default:
      return said(40510, `The engine behind this server failed (${error.code}): ${error.message}`);
  }
}

type Said = (number: number, message: string) => SqlServerError;

function objectOf({ table, constraint }: PostgresError, database: Database): CatalogObject | undefined {
  const id = /^o(\d+)$/.exec(table ?? '')?.[1] ?? /^i(\d+)_/.exec(constraint ?? '')?.[1];
  return id === undefined ? undefined : database.byId.get(Number(id));
}

function nameOf(error: PostgresError, database: Database): string {
  const object = objectOf(error, database);
  return object === undefined ? '' : `${object.schema}.${object.name}`;
}

/** The real server repeats the key; here it is not told. */
function duplicate(error: PostgresError, database: Database, said: Said): SqlServerError {
  const index = objectOf(error, database)?.indexes.find((candidate) => error.constraint?.endsWith(`_${candidate.id}`) === true);
  const object = nameOf(error, database);
  if (index?.isConstraint === true) {
    return said(
      2627,
      `Violation of ${index.isPrimaryKey ? 'PRIMARY' : 'UNIQUE'} KEY constraint '${index.name ?? ''}'. Cannot insert duplicate key in object '${object}'.`,
    );
  }
  return said(2601, `Cannot insert duplicate key row in object '${object}' with unique index '${index?.name ?? ''}'.`);
}

function missing(error: PostgresError, database: Database, said: Said): SqlServerError {
  const column = objectOf(error, database)?.columns.find(({ id }) => error.column === `c${id}`);
  return said(
    515,
    `Cannot insert the value NULL into column '${column?.name ?? ''}', table '${database.name}.${nameOf(error, database)}'; column does not allow nulls. INSERT or UPDATE fails.`,
  );
}
