import { OracleError } from '../../engine.ts';
import type { Postgres, Rows } from '../postgres.ts';
import { quote } from '../quote.ts';

/** Who writes, for the journal. */
export interface Writer {
  readonly sid: number;
  readonly serial: number;
  readonly user: string;
  readonly program: string;
  readonly machine: string;
  /** Of redo: its instance's. */
  readonly thread: number;
}

export interface Transactions {
  readonly isOpen: boolean;
  begin(mode: 'read only' | 'read write' | 'serializable' | 'read committed'): Promise<void>;
  /** A statement that changes rows; what it changed is in the journal when it has ended. It undoes itself alone. */
  write(sql: (transaction: string) => string, container: string): Promise<Rows>;
  /** Locks rows: a transaction begins by it. */
  lock(sql: string, container: string): Promise<Rows>;
  /** A statement within what is open; alone otherwise. */
  read(sql: string): Promise<Rows>;
  /** The answers of statements within what is open, or within what they open: for cursors and definitions, which need one. */
  within(sql: string): Promise<readonly Rows[]>;
  /** When the last cursor has closed; whether that ended what was open. */
  rest(): Promise<boolean>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  savepoint(name: string): Promise<void>;
  rollbackTo(name: string): Promise<void>;
}

/** Changes of a statement that go to the journal with its text; more are copied. */
const few = 50;

/** `drain` is called before a transaction ends: open cursors take what is left of their rows. */
export function transactionsOver(postgres: Postgres, log: Postgres, writer: Writer, drain: () => Promise<void>): Transactions {
  let isOpen = false;
  let isInside = false;
  let isReadOnly = false;
  let transaction: string | undefined;
  let place = 0;
  const savepoints = new Map<string, number>();

  const enter = async (level = 'read committed'): Promise<void> => {
    if (isInside) return;
    await postgres.query(`begin isolation level ${level}`);
    isInside = true;
  };
  const started = async (container: string): Promise<string> => {
    if (isReadOnly) throw new OracleError(1456, 'may not perform insert, delete, update operation inside a READ ONLY transaction');
    if (transaction !== undefined) return transaction;
    const { rows } = await log.query(
      `select redo.start(${writer.sid}, ${writer.serial}, ${quote(writer.user)}, ${quote(container)}, ${quote(writer.program)}, ${quote(writer.machine)}, ${writer.thread})`,
    );
    transaction = rows[0]?.[0] ?? '0';
    place = 0;
    isOpen = true;
    return transaction;
  };
  /** One text, and so one way to PostgreSQL and back; an error undoes the text alone. */
  const within = async (sql: string): Promise<readonly Rows[]> => {
    const isFirst = !isInside;
    isInside = true;
    const [before, behind] = isFirst
      ? ['begin isolation level read committed', '']
      : ['savepoint statement', '; release savepoint statement'];
    try {
      const answers = await postgres.queryAll(`${before}; ${sql}${behind}`);
      return answers.slice(1, isFirst ? undefined : -1);
    } catch (error) {
      await postgres.query(isFirst ? 'rollback' : 'rollback to savepoint statement; release savepoint statement');
      if (isFirst) isInside = false;
      throw error;
    }
  };
  const handOver = async (write: string): Promise<Rows> => {
    const list = 'object_id, kind, row_id, before, after';
    const changes = await postgres.copyOut(`copy (select ${list} from pending order by n) to stdout (format binary)`);
    await postgres.query('truncate pending');
    return log.copyIn(`copy incoming (${list}) from stdin (format binary)`, changes, write);
  };
  const ended = (): void => {
    isOpen = false;
    isInside = false;
    isReadOnly = false;
    transaction = undefined;
    place = 0;
    savepoints.clear();
  };
  const abandon = async (): Promise<void> => {
    const gone = transaction;
    ended();
    await postgres.query('rollback');
    if (gone !== undefined) await log.query(`select redo.abandon(${gone})`);
  };

  return {
    get isOpen() {
      return isOpen;
    },
    begin: async (mode) => {
      if (isOpen) throw new OracleError(1453, 'SET TRANSACTION must be first statement of transaction');
      await drain();
      if (isInside) await postgres.query('commit');
      isInside = false;
      if (mode === 'read committed' || mode === 'read write') return;
      // The journal's row of the transaction must be in the snapshot, or its end could not be written.
      if (mode === 'serializable') await started('');
      await enter('repeatable read');
      await postgres.query('select 1');
      isReadOnly = mode === 'read only';
      isOpen = true;
    },
    write: async (sql, container) => {
      const id = await started(container);
      const [told = nothing, changes = nothing] = await within(
        `${sql(id)}; with gone as (delete from pending where (select count(*) from pending) <= ${few} returning *) select (select count(*) from pending), json_agg(gone order by n)::text from gone`,
      );
      const [count, json] = changes.rows[0] ?? [];
      if (Number(count) > 0) {
        const { rows } = await (typeof json === 'string'
          ? log.query(`select redo.write(${id}, ${place + 1}, ${quote(json)}::jsonb)`)
          : handOver(`select redo.write_incoming(${id}, ${place + 1})`));
        place = Number(rows[0]?.[0] ?? place);
      }
      return told;
    },
    lock: async (sql, container) => {
      await started(container);
      return last(await within(sql));
    },
    read: async (sql) => {
      return isInside ? last(await within(sql)) : postgres.query(sql);
    },
    within,
    rest: async () => {
      if (!isInside || isOpen) return false;
      isInside = false;
      await postgres.query('commit');
      return true;
    },
    commit: async () => {
      if (!isInside && transaction === undefined) return;
      await drain();
      if (transaction === undefined) {
        ended();
        await postgres.query('commit');
        return;
      }
      const end = `set constraints all immediate; select redo.finish(${transaction}, ${place + 1}); commit`;
      await postgres.query(isInside ? end : `begin; ${end}`).catch(async (error: unknown) => {
        await abandon();
        throw error;
      });
      ended();
    },
    rollback: async () => {
      if (!isInside && transaction === undefined) return;
      await drain();
      await abandon();
    },
    savepoint: async (name) => {
      await enter();
      isOpen = true;
      savepoints.delete(name);
      savepoints.set(name, place);
      await postgres.query(`savepoint "s_${name.replaceAll('"', '')}"`);
    },
    rollbackTo: async (name) => {
      const behind = savepoints.get(name);
      if (behind === undefined) throw new OracleError(1086, `savepoint '${name}' never established in this session or is invalid`);
      await drain();
      await postgres.query(`rollback to savepoint "s_${name.replaceAll('"', '')}"`);
      let isLater = false;
      for (const known of [...savepoints.keys()]) {
        if (isLater) savepoints.delete(known);
        isLater ||= known === name;
      }
      if (transaction === undefined) return;
      const { rows } = await log.query(`select redo.undo(${transaction}, ${behind})`);
      place = Number(rows[0]?.[0] ?? place);
    },
  };
}

const nothing: Rows = { rows: [], count: 0 };

function last(answers: readonly Rows[]): Rows {
  return answers[answers.length - 1] ?? nothing;
}
