import { catalogSchema } from '../catalog/schema.ts';
import type { Postgres } from '../postgres.ts';
import { collations } from '../types/collations.ts';
import { typeFacts } from '../types/names.ts';
import { capture } from './capture.ts';
import { changes } from './changes.ts';
import { dates } from './dates.ts';
import { numbers } from './numbers.ts';
import { rights } from './rights.ts';
import { texts } from './texts.ts';

/** Puts the catalogue and the functions that statements are translated to into an empty database of PostgreSQL. */
export async function install(postgres: Postgres): Promise<void> {
  const types = [...typeFacts].map(
    ([name, fact]) => `('${name}', ${fact.systemId}, ${fact.userId}, ${fact.maxLength}, ${fact.precision}, ${fact.scale})`,
  );
  const parts = [
    // Functions may call what stands below them.
    'set check_function_bodies = off',
    'create schema tsql',
    collations,
    catalogSchema,
    dates,
    numbers,
    texts,
    rights,
    changes,
    capture,
    `insert into cat.types values ${types.join(', ')}`,
  ];
  for (const part of parts) await postgres.query(part);
}
