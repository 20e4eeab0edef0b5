import type pg from 'pg';
import { fillPersons } from './persons.ts';

/** Changes rows without pause until stopped: inserts, updates, deletes, changes of key. */
export interface Writer extends AsyncDisposable {
  readonly statements: number;
  stop(): Promise<void>;
}

export function startWriter(pool: pg.Pool, table: string, rows: number): Writer {
  let running = true;
  let statements = 0;
  let next = rows + 1;
  const pick = (): number => 1 + Math.floor(Math.random() * rows);
  const write = async (): Promise<void> => {
    const client = await pool.connect();
    try {
      while (running) {
        const choice = statements % 10;
        if (choice < 5)
          await client.query(
            `update ${table} set ho_ten = 'Lê Thị ' || $1::text, cap_nhat_luc = clock_timestamp() where id between $2::bigint and $2::bigint + 5`,
            [statements, pick()],
          );
        else if (choice < 7) await client.query(fillPersons(table, next, (next += 3)));
        else if (choice < 9) await client.query(`delete from ${table} where id between $1::bigint and $1::bigint + 2`, [pick()]);
        else await client.query(`update ${table} set id = id + 1000000 where id = $1`, [pick()]);
        if (choice === 6) next += 1;
        next += 1;
        statements += 1;
      }
    } finally {
      client.release();
    }
  };
  const done = write();
  const stop = async (): Promise<void> => {
    running = false;
    await done;
  };
  return {
    get statements() {
      return statements;
    },
    stop,
    // A test that fails must not leave it writing into a database that goes away.
    [Symbol.asyncDispose]: stop,
  };
}
