import type { Mapping } from '@lienthong/core';
import { readBytesAs } from '@lienthong/dictionary';
import pg from 'pg';
import type { Values } from './measure.ts';

/**
 * The rows as a program sees them that knows nothing of the old system: the column that belongs to each property, every byte a character
 * of Latin-1, blanks that fill a column up included.
 */
export async function readRawRows(connectionString: string, from: string, mapping: Mapping): Promise<readonly Values[]> {
  const columns = Object.entries(mapping.properties).flatMap(([property, source]) =>
    typeof source === 'string' ? [{ property, column: source }] : 'column' in source ? [{ property, column: source.column }] : [],
  );
  // `textsend` gives the bytes; a cast to text would take the blanks of char(n) away.
  const cells = columns.map(
    ({ column }, index) => `case when ${column} is not null then textsend(format('%s', ${column})) end as c${index}`,
  );
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    // Else the server reads the bytes as the UTF-8 that the client says it speaks.
    await client.query("set client_encoding = 'SQL_ASCII'");
    const { rows } = await client.query<Readonly<Record<string, Buffer | null>>>(`select ${cells.join(', ')} from ${from}`);
    return rows.map((row) =>
      Object.fromEntries(
        columns.map(({ property }, index) => {
          const bytes = row[`c${index}`] ?? null;
          return [property, bytes === null ? null : readBytesAs(bytes, 'latin1')];
        }),
      ),
    );
  } finally {
    await client.end();
  }
}
