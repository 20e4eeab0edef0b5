import { randomBytes } from 'node:crypto';
import { type IsolationLevel, SqlServerError } from '../../engine.ts';
import type { Postgres, Rows } from '../postgres.ts';

/** The transaction of a session: `begin tran` nests by counting, a failed statement undoes itself alone. */
export interface Transactions {
  readonly count: number;
  readonly descriptor: Buffer | undefined;
  begin(isolation: IsolationLevel): Promise<Buffer>;
  commit(): Promise<void>;
  rollback(savepoint: string | undefined): Promise<void>;
  save(name: string): Promise<void>;
  /** Runs all or nothing: as a transaction of its own, or within the open one. */
  atomically<Result>(work: () => Promise<Result>): Promise<Result>;
  query(sql: string): Promise<Rows>;
}

/** PostgreSQL's level: only SNAPSHOT keeps one view over several statements; the locking levels lock tables (run/queries.ts). */
function levelOf(isolation: IsolationLevel): string {
  return isolation === 'snapshot' ? 'repeatable read' : 'read committed';
}

export function transactionsOver(postgres: Postgres): Transactions {
  let count = 0;
  let descriptor: Buffer | undefined;
  const savepoints: string[] = [];
  let depth = 0;
  const end = (): void => {
    count = 0;
    descriptor = undefined;
    savepoints.length = 0;
  };
  return {
    get count() {
      return count;
    },
    get descriptor() {
      return descriptor;
    },
    begin: async (isolation) => {
      if (count === 0) await postgres.query(`begin isolation level ${levelOf(isolation)}`);
      count++;
      descriptor ??= Buffer.concat([Buffer.of(1), randomBytes(7)]);
      return descriptor;
    },
    commit: async () => {
      if (count === 0) throw new SqlServerError(3902, 'The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.');
      if (count > 1) {
        count--;
        return;
      }
      end();
      try {
        await postgres.query('commit');
      } catch (error) {
        await postgres.query('rollback');
        throw error;
      }
    },
    rollback: async (savepoint) => {
      if (count === 0) throw new SqlServerError(3903, 'The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.');
      const known = savepoint === undefined ? -1 : savepoints.lastIndexOf(savepoint.toLowerCase());
      if (known >= 0) {
        await postgres.query(`rollback to savepoint "s_${savepoints[known]}"`);
        return;
      }
      end();
      await postgres.query('rollback');
    },
    save: async (name) => {
      if (count === 0) throw new SqlServerError(628, 'Cannot issue SAVE TRANSACTION when there is no active transaction.');
      savepoints.push(name.toLowerCase());
      await postgres.query(`savepoint "s_${name.toLowerCase().replaceAll('"', '')}"`);
    },
    atomically: async (work) => {
      const isOwn = count === 0 && depth === 0;
      const point = `statement_${depth}`;
      await postgres.query(isOwn ? 'begin isolation level read committed' : `savepoint ${point}`);
      depth++;
      try {
        const result = await work();
        await postgres.query(isOwn ? 'commit' : `release savepoint ${point}`);
        return result;
      } catch (error) {
        await postgres.query(isOwn ? 'rollback' : `rollback to savepoint ${point}`);
        throw error;
      } finally {
        depth--;
      }
    },
    query: async (sql) => {
      if (count === 0 || depth > 0) return postgres.query(sql);
      try {
        return await postgres.query(`savepoint statement; ${sql}`);
      } catch (error) {
        await postgres.query('rollback to savepoint statement');
        throw error;
      }
    },
  };
}
