import type { Random } from '@lienthong/testbed';
import pg from 'pg';
import type { Journal, Written } from './journal.ts';
import { deleteSql, insertSql, keyChangeSql, updateSql } from './statements.ts';
import { type FollowedTable, hotNumbers, tables } from './tables.ts';
import { writtenBy } from './write-rows.ts';

export interface WriterInput {
  readonly connectionString: string;
  readonly journal: Journal;
  readonly random: Random;
  /** Inserts, deletes and changes of key are done by the one writer whose numbers they are. */
  readonly index: number;
  readonly of: number;
  readonly onStatement: () => void;
  /** Rows that a transaction wrote. */
  readonly onCommit: (rows: number) => void;
}

export interface Writer {
  /** Ends behind the transaction in work. */
  stop(): Promise<void>;
}

const numbers = 1_200;
const first = 10;

/** Changes rows in random transactions until stopped; when the database goes away it waits for it. */
export function startWriter(input: WriterInput): Writer {
  let stopping = false;
  const work = (async () => {
    while (!stopping) {
      const client = new pg.Client({ connectionString: input.connectionString, application_name: 'so ho tich' });
      client.on('error', () => {}); // the query in work hears of it too
      try {
        await client.connect();
        while (!stopping) {
          await writeOnce(client, input);
          // So many changes a second that a round drains in seconds.
          await new Promise((resume) => setTimeout(resume, 8));
        }
      } catch {
        await new Promise((resume) => setTimeout(resume, 20)); // killed, or starting again
      } finally {
        await client.end().catch(() => {}); // gone with its server
      }
    }
  })();
  return {
    async stop() {
      stopping = true;
      await work;
    },
  };
}

/** One transaction. What the server refuses is rolled back; a lost connection is thrown. */
async function writeOnce(client: pg.Client, input: WriterInput): Promise<void> {
  const { journal, random } = input;
  const states: Written[] = [];
  try {
    await client.query('begin');
    await fill(client, input, states);
    if (random.chance(0.1)) {
      await client.query('rollback');
      return;
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await client.query('rollback');
    return;
  }
  journal.propose(states);
  try {
    await client.query('commit');
    input.onCommit(states.length);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    journal.withdraw(states);
  }
}

async function fill(client: pg.Client, input: WriterInput, states: Written[]): Promise<void> {
  const { random } = input;
  const statements = random.pick([1, 1, 1, 2, 3, 6]);
  for (let done = 0; done < statements; done++) {
    if (!random.chance(0.12)) {
      await change(client, input, states);
      continue;
    }
    const mark = states.length;
    await client.query('savepoint some');
    await change(client, input, states);
    if (random.chance(0.6)) {
      await client.query('rollback to savepoint some');
      states.length = mark;
    } else await client.query('release savepoint some');
  }
}

async function change(client: pg.Client, input: WriterInput, states: Written[]): Promise<void> {
  const { random, onStatement } = input;
  const run: Run = async (table, sql, ...values) => {
    states.push(...(await writtenBy(client, table, sql, values)));
  };
  const table = random.pick(tables);
  const dice = random.next();
  const any = first + random.between(0, numbers);
  if (dice < 0.2) await run(table, updateSql(table, random.chance(0.3)), ...hot(random));
  else if (dice < 0.45) await run(table, updateSql(table, false), any, any);
  else if (dice < 0.55) await run(table, updateSql(table, true), any, any + random.between(0, 3));
  else if (dice < 0.6) await run(table, updateSql(table, false), any, any + random.between(5, 60));
  else if (dice < 0.75) await run(table, insertSql(table), own(input, random.between(1, 12)));
  else if (dice < 0.86) await run(table, deleteSql(table), own(input, random.between(1, 4)));
  else if (dice < 0.9) await again(run, table, own(input, 1));
  else if (dice < 0.96) await run(table, keyChangeSql(table), ...own(input, 1), ...own(input, 1));
  else if (dice < 0.985) await client.query(unfollowedSql, [random.between(1, 50)]);
  else if (dice < 0.997) await run(table, insertSql(table), own(input, 250));
  else await truncate(client, run, random.chance(0.3) ? tables : [table]);
  onStatement();
}

type Run = (table: FollowedTable, sql: string, ...values: readonly unknown[]) => Promise<void>;

const unfollowedSql = "insert into nhat_ky (viec) select 'việc ' || i from generate_series(1, $1) i";

/** Deleted and inserted again within one transaction. */
async function again(run: Run, table: FollowedTable, some: readonly number[]): Promise<void> {
  await run(table, deleteSql(table), some);
  await run(table, insertSql(table), some);
}

async function truncate(client: pg.Client, run: Run, emptied: readonly FollowedTable[]): Promise<void> {
  await client.query(`truncate ${emptied.map(({ name }) => name).join(', ')}`);
  for (const table of emptied) await run(table, insertSql(table), hotNumbers);
}

function hot(random: Random): readonly [number, number] {
  const one = random.pick(hotNumbers);
  return [one, one];
}

function own({ random, index, of }: WriterInput, count: number): readonly number[] {
  return Array.from({ length: count }, () => first + random.between(0, Math.floor(numbers / of)) * of + index);
}

/** The server answered with an error of its own, and lives: a deadlock, a key that is taken. */
function isRefusal(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  // Class 57 is a server that goes away; codes of Node have letters first.
  return typeof code === 'string' && /^[0-9]{2}[0-9A-Z]{3}$/.test(code) && !code.startsWith('57') && !code.startsWith('08');
}
