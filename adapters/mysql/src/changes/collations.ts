import type { Session } from '../client.ts';

/** The character set of a collation by the number that the log has for it. */
export async function loadCharsetsOfCollations(session: Session, signal: AbortSignal): Promise<(collation: number) => string | undefined> {
  const { product, number } = session.version;
  // Since MariaDB 10.10 a collation has a number for each character set it serves.
  const rows = await session.query(
    product === 'MariaDB' && number >= 101_000
      ? 'select id, character_set_name from information_schema.collation_character_set_applicability'
      : 'select id, character_set_name from information_schema.collations',
    signal,
  );
  const charsets = new Map(rows.map(([id, charset]) => [Number(id), charset ?? '']));
  return (collation) => charsets.get(collation);
}
