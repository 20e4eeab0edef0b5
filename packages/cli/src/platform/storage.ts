import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LienThongError, secret } from '@lienthong/core';
import type { openAdmin } from '@lienthong/platform';

/** Where the platform keeps what is asked for. */
export interface StorageFlags {
  readonly directory: string;
  readonly database?: string;
}

/** The storage of a platform that is there already. */
export function storageOf({ database, directory }: StorageFlags, missing: (folder: string) => string): Parameters<typeof openAdmin>[0] {
  const databaseUrl = database ?? process.env['DATABASE_URL'];
  if (databaseUrl !== undefined) return { databaseUrl: secret(databaseUrl) };
  // A question must not make a new platform where there is none.
  const folder = join(resolve(directory), 'postgres');
  if (!existsSync(folder)) throw new LienThongError('OPTIONS_INVALID', { message: missing(directory), remedy: '--directory, --database' });
  return { directory: folder };
}
