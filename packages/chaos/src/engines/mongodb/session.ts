import { type Filter, MongoClient, MongoServerError } from 'mongodb';
import type { Written } from '../../writing/journal.ts';
import type { FollowedTable } from '../../writing/tables.ts';
import type { WriterSession } from '../engine.ts';
import { type Key, keyOf, numberOf, type Row, valuesOf, wideValuesOf } from './documents.ts';
import { clientOptions, database, unfollowed } from './schema.ts';

/**
 * Every statement reads what it will change before `reserve` gives it so many revisions that nobody else gets (the first of
 * them): a transaction that changes what another one changed since is refused, so revisions of a key grow in the order of commits.
 */
export async function connectMongodb(uri: string, reserve: (count: number) => number): Promise<WriterSession> {
  const client = await new MongoClient(uri, clientOptions).connect();
  const session = client.startSession({ defaultTransactionOptions: { readConcern: { level: 'snapshot' } } });
  const db = client.db(database);
  const rowsOf = ({ name }: FollowedTable) => db.collection<Row>(name);
  const states = async (table: FollowedTable, numbers: readonly number[]): Promise<readonly Written[]> => {
    const projection = { revision: 1, wide_revision: 1 };
    const rows = await rowsOf(table).find(filterOf(table, numbers), { session, projection }).toArray();
    return rows.map(({ _id, revision, wide_revision }) => writtenOf(table, _id, revision, wide_revision));
  };
  return {
    async say(word) {
      if (word === 'begin') session.startTransaction();
      else if (word === 'commit') await session.commitTransaction();
      else await session.abortTransaction();
    },
    async insert(table, numbers) {
      const there = new Set((await states(table, numbers)).map(({ number }) => number));
      const missing = [...new Set(numbers)].filter((number) => !there.has(number));
      if (missing.length === 0) return [];
      const first = reserve(missing.length);
      const rows = missing.map((number, index) => {
        const revision = first + index;
        return { _id: keyOf(table, number), ...valuesOf(revision), ...wideValuesOf(revision) };
      });
      await rowsOf(table).insertMany(rows, { session });
      return rows.map(({ _id, revision, wide_revision }) => writtenOf(table, _id, revision, wide_revision));
    },
    async update(table, from, to, withWide) {
      const before = await states(
        table,
        Array.from({ length: to - from + 1 }, (_, index) => from + index),
      );
      if (before.length === 0) return [];
      const first = reserve(before.length);
      const after = before.map((row, index) => ({ ...row, revision: first + index, ...(withWide ? { wideRevision: first + index } : {}) }));
      const updates = after.map(({ number, revision }) => ({
        updateOne: {
          filter: { _id: keyOf(table, number) },
          update: { $set: { ...valuesOf(revision), ...(withWide ? wideValuesOf(revision) : {}) } },
        },
      }));
      await rowsOf(table).bulkWrite(updates, { session });
      return after;
    },
    async changeKey(table, from, to) {
      // An _id never changes: the document goes, and comes with another one.
      const rows = await rowsOf(table)
        .find(filterOf(table, [from, to]), { session })
        .toArray();
      const row = rows.find(({ _id }) => numberOf(_id) === from);
      if (row === undefined || rows.length > 1) return [];
      const revision = reserve(1);
      await rowsOf(table).deleteOne({ _id: keyOf(table, from) }, { session });
      await rowsOf(table).insertOne({ ...row, _id: keyOf(table, to), ...valuesOf(revision) }, { session });
      return [writtenOf(table, keyOf(table, to), revision, row.wide_revision)];
    },
    delete: async (table, numbers) => void (await rowsOf(table).deleteMany(filterOf(table, numbers), { session })),
    insertUnfollowed: async (count) =>
      void (await db.collection(unfollowed).insertMany(
        Array.from({ length: count }, (_, index) => ({ viec: `việc ${index + 1}` })),
        { session },
      )),
    isRefusal,
    // It may be gone with its server.
    close: () => client.close().catch(() => {}),
  };
}

function filterOf(table: FollowedTable, numbers: readonly number[]): Filter<Row> {
  return { _id: { $in: numbers.map((number) => keyOf(table, number)) } };
}

function writtenOf({ name }: FollowedTable, key: Key, revision: number, wideRevision: number): Written {
  return { table: name, number: numberOf(key), revision, wideRevision };
}

/** The member goes away or leads no more; with the last, what became of a commit is not known. */
const goesAway = new Set([91, 189, 10107, 11600, 11602, 13435, 13436, 251]);

function isRefusal(error: unknown): boolean {
  // A lost connection comes as an error of the server too, but without a number.
  return error instanceof MongoServerError && typeof error.code === 'number' && !goesAway.has(error.code);
}
