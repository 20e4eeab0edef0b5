import type { Cursor, OracleValue, ResultColumn } from '../../engine.ts';
import type { BoundQuery } from '../binding/context.ts';
import type { Postgres, Rows } from '../postgres.ts';
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
  within(sql: string): Promise<readonly Rows[]>;
  rest(): Promise<boolean>;
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
      let rows: (readonly (string | null)[])[] = [];
      let hasMore = true;
      const ask = async (text: string): Promise<number> => {
        try {
          const answers = await enclosing().within(text);
          const found = answers[answers.length - 1]?.rows ?? [];
          rows = rows.length === 0 ? [...found] : [...rows, ...found];
          return found.length;
        } catch (error) {
          hasMore = false;
          open.delete(name);
          if (open.size === 0) await enclosing().rest();
          throw guard(error);
        }
      };
      const close = async (): Promise<void> => {
        rows = [];
        if (hasMore) await end();
      };
      const end = async (): Promise<void> => {
        hasMore = false;
        open.delete(name);
        const isGone = open.size === 0 && (await enclosing().rest());
        if (!isGone) await postgres.query(`close ${name}`);
      };
      const more = async (count: number, before = ''): Promise<void> => {
        if ((await ask(`${before}fetch ${count} from ${name}`)) < count) await end();
      };
      open.set(name, {
        drain: async () => {
          while (hasMore) await more(5000);
        },
      });
      await more(page, `declare ${name} no scroll cursor for select ${columns.map(outputSql).join(', ')} from (${sql}) result; `);
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
