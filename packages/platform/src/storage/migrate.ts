import { listPackageFiles, readPackageFile } from '../package-file.ts';
import type { Database } from './database.ts';

// Any number that no other program uses for its advisory locks: 'lienthon' as bytes.
const lock = '7811887346516848494';

/** Brings the database to this version's schema; safe when several processes start at once. */
export async function migrate(database: Database): Promise<void> {
  const files = (await listPackageFiles('sql/')).filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file));
  await database.transaction(async (client) => {
    await client.query('select pg_advisory_xact_lock($1::bigint)', [lock]);
    await client.query(
      'create table if not exists public.lienthong_migrations (file text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ file: string }>('select file from public.lienthong_migrations');
    const applied = new Set(rows.map((row) => row.file));
    for (const file of files) {
      if (applied.has(file)) continue;
      await client.query(await readPackageFile(`sql/${file}`));
      await client.query('insert into public.lienthong_migrations (file) values ($1)', [file]);
    }
  });
}
