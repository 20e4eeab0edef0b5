import type { Db, MongoClientOptions } from 'mongodb';
import { tables } from '../../writing/tables.ts';

export const database = 'ho_tich';
export const another = 'dat_dai';
export const unfollowed = 'nhat_ky';

/** A server that is killed is waited for; a machine that is busy takes its time. */
export const clientOptions: MongoClientOptions = { serverSelectionTimeoutMS: 15_000, retryWrites: false, retryReads: false };

/** The second table keeps images of its documents, so that its changes are whole; what changed in the first is read again. */
export async function createTables(db: Db): Promise<void> {
  for (const { name, identity } of tables)
    await db.createCollection(name, identity === 'full' ? { changeStreamPreAndPostImages: { enabled: true } } : {});
  await db.createCollection(unfollowed);
}
