import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Dataset } from './dataset.ts';
import { copyStatement, copyText, type PostgresEncoding, postgres } from './engines/postgres.ts';
import { type GeneratedRow, generateRows, type RowsInput } from './generate/rows.ts';

export interface CopyInput extends RowsInput {
  /** Of the database; default `utf8`. */
  readonly encoding?: PostgresEncoding;
  /** Looks at each row as it goes by. */
  readonly onRow?: (row: GeneratedRow) => void;
}

export interface FillInput extends CopyInput {
  readonly connectionString: string;
}

/** Makes the dataset's table in PostgreSQL and fills it by COPY. Throws the driver's error, such as for a table that is there already. */
export async function fillPostgres(dataset: Dataset, input: FillInput): Promise<void> {
  const client = new pg.Client({ connectionString: input.connectionString });
  await client.connect();
  try {
    await client.query(postgres.schema(dataset.table));
    await copyRows(client, dataset, input);
    await client.query(`ANALYZE ${dataset.table.schema}.${dataset.table.name}`);
  } finally {
    await client.end();
  }
}

/** Copies rows into a table that is there, in bounded memory. */
export async function copyRows(client: pg.Client, dataset: Dataset, input: CopyInput): Promise<void> {
  const { encoding = 'utf8', onRow } = input;
  await client.query(`SET client_encoding TO '${encoding === 'utf8' ? 'UTF8' : 'SQL_ASCII'}'`);
  const rows = copyText(dataset.table, rowsOf(dataset, input, onRow), encoding);
  await pipeline(Readable.from(rows), client.query(copyFrom(copyStatement(dataset.table))));
}

function* rowsOf(dataset: Dataset, input: RowsInput, onRow: CopyInput['onRow']): Generator<GeneratedRow['row'], void> {
  for (const generated of generateRows(dataset, input)) {
    onRow?.(generated);
    yield generated.row;
  }
}
