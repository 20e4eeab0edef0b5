import type { Random } from '@lienthong/testbed';
import type { SourceServer, Truncation, WriterSession } from '../engines/engine.ts';
import type { Journal, Written } from './journal.ts';
import { type FollowedTable, hotNumbers, tables } from './tables.ts';

export interface WriterInput {
  readonly source: SourceServer;
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
const manyRows = 250;
/** Numbers that a large transaction goes over: more rows than a batch of the scene, and nearly all of them are there. */
const largeRows = 150;
const first = 10;

/**
 * Changes rows in random transactions until stopped; when the database goes away it waits for it. The first writer goes on with
 * transactions of many rows until one of them is committed.
 */
export function startWriter(input: WriterInput): Writer {
  let stopping = false;
  let large = input.index === 0;
  const onCommit = (rows: number): void => {
    large = false;
    input.onCommit(rows);
  };
  const work = (async () => {
    while (!stopping) {
      let session: WriterSession | undefined;
      try {
        session = await input.source.connect();
        while (!stopping) {
          await writeOnce(session, { ...input, onCommit }, large);
          // So many changes a second that a round drains in seconds.
          await new Promise((resume) => setTimeout(resume, 8));
        }
      } catch {
        await new Promise((resume) => setTimeout(resume, 20)); // killed, or starting again
      } finally {
        await session?.close();
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
async function writeOnce(session: WriterSession, input: WriterInput, large: boolean): Promise<void> {
  const { journal, random } = input;
  const states: Written[] = [];
  try {
    await session.say('begin');
    if (large) {
      const from = first + random.between(0, numbers - largeRows);
      states.push(...(await session.update(random.pick(tables), from, from + largeRows, false)));
    }
    await fill(session, input, states);
    if (random.chance(0.1)) {
      await session.say('rollback');
      return;
    }
  } catch (error) {
    if (!session.isRefusal(error)) throw error;
    await session.say('rollback');
    return;
  }
  journal.propose(states);
  try {
    await session.say('commit');
    input.onCommit(states.length);
  } catch (error) {
    if (!session.isRefusal(error)) throw error;
    journal.withdraw(states);
  }
}

async function fill(session: WriterSession, input: WriterInput, states: Written[]): Promise<void> {
  const { random } = input;
  const statements = random.pick([1, 1, 1, 2, 3, 6]);
  for (let done = 0; done < statements; done++) {
    // What is drawn is the same for every engine, also where it has no such thing.
    if (!random.chance(0.12) || session.savepoint === undefined) {
      await change(session, input, states);
      continue;
    }
    const mark = states.length;
    await session.savepoint('savepoint some');
    await change(session, input, states);
    if (random.chance(0.6)) {
      await session.savepoint('rollback to savepoint some');
      states.length = mark;
    } else await session.savepoint('release savepoint some');
  }
}

async function change(session: WriterSession, input: WriterInput, states: Written[]): Promise<void> {
  const { random, onStatement } = input;
  const table = random.pick(tables);
  const dice = random.next();
  const any = first + random.between(0, numbers);
  const update = async (from: number, to: number, withWide: boolean): Promise<void> => {
    states.push(...(await session.update(table, from, to, withWide)));
  };
  const insert = async (some: readonly number[]): Promise<void> => {
    states.push(...(await session.insert(table, some)));
  };
  if (dice < 0.2) {
    const withWide = random.chance(0.3);
    const one = random.pick(hotNumbers);
    await update(one, one, withWide);
  } else if (dice < 0.45) await update(any, any, false);
  else if (dice < 0.55) await update(any, any + random.between(0, 3), true);
  else if (dice < 0.6) await update(any, any + random.between(5, 60), false);
  else if (dice < 0.75) await insert(own(input, random.between(1, 12)));
  else if (dice < 0.86) await session.delete(table, own(input, random.between(1, 4)));
  else if (dice < 0.9) {
    // Deleted and inserted again within one transaction.
    const [one = first] = own(input, 1);
    await session.delete(table, [one]);
    await insert([one]);
  } else if (dice < 0.96) {
    const [from = first] = own(input, 1);
    const [to = first] = own(input, 1);
    states.push(...(await session.changeKey(table, from, to)));
  } else if (dice < 0.985) await session.insertUnfollowed(random.between(1, 50));
  else if (dice < 0.997) await insert(own(input, manyRows));
  else await truncateOrInsert(session, input, states, table);
  onStatement();
}

/** Where there is no truncation: another insert of many. */
async function truncateOrInsert(session: WriterSession, input: WriterInput, states: Written[], table: FollowedTable): Promise<void> {
  const { random } = input;
  const { truncation } = session;
  if (truncation === undefined) states.push(...(await session.insert(table, own(input, manyRows))));
  else await truncate(session, truncation, input, states, random.chance(0.3) ? tables : [table]);
}

async function truncate(
  session: WriterSession,
  truncation: Truncation,
  { journal }: WriterInput,
  states: Written[],
  emptied: readonly FollowedTable[],
): Promise<void> {
  if (truncation.commits) journal.propose(states);
  await truncation.empty(emptied);
  for (const table of emptied) states.push(...(await session.insert(table, hotNumbers)));
}

function own({ random, index, of }: WriterInput, count: number): readonly number[] {
  return Array.from({ length: count }, () => first + random.between(0, Math.floor(numbers / of)) * of + index);
}
