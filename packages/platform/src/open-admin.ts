import { reveal, type Secret } from '@lienthong/core';
import { startPostgres } from '@lienthong/embedded-postgres';
import { createAdmin, type PlatformAdmin } from './admin.ts';
import { serverSettings } from './platform.ts';
import { openDatabase } from './storage/database.ts';
import { migrate } from './storage/migrate.ts';

/** Where the platform keeps its data: a PostgreSQL, or the folder of an embedded one that no platform uses now. */
export type PlatformStorage = { readonly databaseUrl: string | Secret } | { readonly directory: string };

/** The operator's decisions and questions without a platform that listens; it may run beside one on the same database. */
export async function openAdmin(storage: PlatformStorage): Promise<{ readonly admin: PlatformAdmin } & AsyncDisposable> {
  const server = 'directory' in storage ? await startPostgres({ directory: storage.directory, settings: serverSettings }) : undefined;
  const connectionString = 'directory' in storage ? (server?.connectionString ?? '') : reveal(storage.databaseUrl);
  const database = openDatabase({ connectionString, connections: 2, applicationName: 'lienthong-platform-admin' });
  const close = async (): Promise<void> => {
    await database.close();
    await server?.stop();
  };
  try {
    await migrate(database);
    return { admin: createAdmin(database), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
