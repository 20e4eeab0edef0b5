import type { Cursor, OracleValue, ResultColumn } from '../../engine.ts';
import type { BoundQuery } from '../binding/context.ts';
import type { Postgres } from '../postgres.ts';
import type { CharacterSet } from '../values/character-sets.ts';
import { decoder } from '../values/codec.ts';
import { kindOf } from '../values/types.ts';

/** Rows that are asked of PostgreSQL at a time, at least. */
const page = 500;

export interface Cursors {
  /** Opens a query whose binds stand in it; it reads what was committed now, whatever happens later. */
  open(query: BoundQuery, set: CharacterSet, sessionOffset: number, guard: (error: unknown) => Error): Promise<Cursor>;
  /** Every open cursor takes the rest of its rows: the transaction around them ends. */
  drain(): Promise<void>;
}

interface Enclosing {
  open(): Promise<void>;
  rest(): Promise<void>;
}

export function cursorsOver(postgres: Postgres, enclosing: () => Enclosing): Cursors {
  const open = new Map<string, { drain(): Promise<void> }>();
  let names = 0;
  return {
    drain: async () => {
      for (const cursor of [...open.values()]) await cursor.drain();
    },
    open: async ({ sql, columns }, set, sessionOffset, guard) => {
      const name = `c${++names}`;
      const decoders = columns.map(({ value }) => decoder(value.type, set, sessionOffset));
      await enclosing().open();
      let rows: (readonly (string | null)[])[] = [];
      let hasMore = true;
      const ask = async (text: string): Promise<void> => {
        try {
          const answers = await postgres.queryAll(`savepoint reading; ${text}; release savepoint reading`);
          const found = answers[answers.length - 2]?.rows ?? [];
          rows = rows.length === 0 ? [...found] : [...rows, ...found];
        } catch (error) {
          await postgres.query('rollback to savepoint reading; release savepoint reading');
          hasMore = false;
          open.delete(name);
          if (open.size === 0) await enclosing().rest();
          throw guard(error);
        }
      };
      const close = async (): Promise<void> => {
        rows = [];
        if (!hasMore) return;
        hasMore = false;
        await postgres.query(`close ${name}`);
        await ended();
      };
      const ended = async (): Promise<void> => {
        open.delete(name);
        if (open.size === 0) await enclosing().rest();
      };
      const more = async (count: number): Promise<void> => {
        const before = rows.length;
        await ask(`fetch ${count} from ${name}`);
        if (rows.length - before === count) return;
        hasMore = false;
        await postgres.query(`close ${name}`);
        await ended();
      };
      await ask(`declare ${name} no scroll cursor for select ${columns.map(outputSql).join(', ')} from (${sql}) result`);
      open.set(name, {
        drain: async () => {
          while (hasMore) await more(5000);
        },
      });
      await more(page);
      return {
        columns: columns.map(({ name: called, value }): ResultColumn => ({ name: called, type: value.type, nullable: value.nullable })),
        fetch: async (count, signal) => {
          signal.throwIfAborted();
          while (rows.length < count && hasMore) await more(Math.max(page, count));
          const taken = rows.slice(0, count);
          rows = rows.slice(count);
          return taken.map((row) => row.map((text, index): OracleValue => (text === null ? null : (decoders[index]?.(text) ?? null))));
        },
        close,
      };
    },
  };
}

/** What the decoder reads: a moment with its zone as both, a ROWID as its text. */
function outputSql({ value }: BoundQuery['columns'][number], index: number): string {
  return clientSql(value.type, `k${index + 1}`);
}

export function clientSql(type: ResultColumn['type'], sql: string): string {
  const kind = kindOf(type);
  return kind === 'zoned' ? `ora.zoned_text(${sql})` : kind === 'rowid' ? `ora.rowid_text(${sql})` : sql;
}
