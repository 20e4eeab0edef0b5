import pg from 'pg';
import { OracleError } from '../engine.ts';
import type { Catalog } from './catalog/model.ts';

/** What PostgreSQL refuses, in Oracle's words. */
export function translateError(error: unknown, catalog: Catalog, isUpdate: boolean): Error {
  if (error instanceof OracleError) return error;
  if (!(error instanceof pg.DatabaseError)) return error instanceof Error ? error : new Error(String(error));
  const told = worded(error, catalog, isUpdate);
  return Object.assign(told, { cause: error });
}

/** What a statement was translated for is not there any more: a table or a column. */
export function isOutdated(error: unknown): boolean {
  const cause = error instanceof OracleError ? error.cause : undefined;
  return cause instanceof pg.DatabaseError && (cause.code === '42P01' || cause.code === '42703');
}

function worded(error: pg.DatabaseError, catalog: Catalog, isUpdate: boolean): OracleError {
  switch (error.code) {
    case 'OR000': {
      const [number = '600', ...message] = error.message.split('|');
      return new OracleError(Number(number), message.join('|'));
    }
    case '23505':
      return new OracleError(1, `unique constraint (${constraintName(error, catalog)}) violated`);
    case '23502':
      return isUpdate
        ? new OracleError(1407, `cannot update (${columnOf(error, catalog)}) to NULL`)
        : new OracleError(1400, `cannot insert NULL into (${columnOf(error, catalog)})`);
    case '23503': {
      const isMissing = /is not present/.test(error.detail ?? '');
      return new OracleError(
        isMissing ? 2291 : 2292,
        `integrity constraint (${constraintName(error, catalog)}) violated - ${isMissing ? 'parent key not found' : 'child record found'}`,
      );
    }
    case '23514':
      return new OracleError(2290, `check constraint (${constraintName(error, catalog)}) violated`);
    case '21000':
      if (error.message.startsWith('MERGE')) return new OracleError(30_926, 'unable to get a stable set of rows in the source tables');
      return new OracleError(1427, 'single-row subquery returns more than one row');
    case '22012':
      return new OracleError(1476, 'divisor is equal to zero');
    case '22003':
      return new OracleError(1426, 'numeric overflow');
    case '22P02':
      return new OracleError(1722, 'invalid number');
    case '40P01':
      return new OracleError(60, 'deadlock detected while waiting for resource');
    case '40001':
      return new OracleError(8177, "can't serialize access for this transaction");
    case '42P01':
      return new OracleError(8103, 'object no longer exists');
    case '55P03':
      return new OracleError(54, 'resource busy and acquire with NOWAIT specified or timeout expired');
    case '57014':
      return new OracleError(1013, 'user requested cancel of current operation');
    case '57P01':
      return new OracleError(28, 'your session has been killed', { isFatal: true });
    default:
      return new OracleError(600, `internal error code, arguments: [${error.code ?? ''}], [${error.message}]`);
  }
}

function constraintName({ constraint = '' }: pg.DatabaseError, { byId, indexes }: Catalog): string {
  const id = Number(constraint.slice(1));
  if (constraint.startsWith('x')) return [...indexes].find(([, index]) => index === id)?.[0] ?? constraint;
  for (const { constraints } of byId.values()) {
    const found = constraints.find((candidate) => candidate.id === id);
    if (found !== undefined) return `${found.owner}.${found.name}`;
  }
  return constraint;
}

function columnOf({ table = '', column = '' }: pg.DatabaseError, { byId }: Catalog): string {
  const object = byId.get(Number(table.slice(1)));
  const name = object?.columns.find(({ id }) => `c${id}` === column)?.name ?? column;
  return `"${object?.owner ?? ''}"."${object?.name ?? table}"."${name}"`;
}
