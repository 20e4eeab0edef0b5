import type { Parameter, ResultColumn, SqlSession, SqlValue } from '../src/sqlserver/engine.ts';

export interface Answer {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly SqlValue[])[];
  readonly counts: readonly (number | undefined)[];
}

/** Runs a batch and gives its last result; parameters as the wire would hand them in. */
export async function ask(
  session: SqlSession,
  text: string,
  parameters: readonly Parameter[] = [],
  signal = new AbortController().signal,
): Promise<Answer> {
  let columns: readonly ResultColumn[] = [];
  let rows: (readonly SqlValue[])[] = [];
  const counts: (number | undefined)[] = [];
  await session.run(
    { text, parameters },
    {
      columns: (told) => {
        columns = told;
        rows = [];
      },
      row: (values) => {
        rows.push([...values]);
      },
      done: (count) => {
        counts.push(count);
      },
      info: () => undefined,
      database: () => undefined,
    },
    signal,
  );
  return { columns, rows, counts };
}

/** Columns as `KEY` lists of texts: what a test compares. */
export async function rowsOf(
  session: SqlSession,
  text: string,
  parameters: readonly Parameter[] = [],
): Promise<readonly (readonly SqlValue[])[]> {
  return (await ask(session, text, parameters)).rows;
}

export const given = {
  int: (name: string, value: number | null): Parameter => ({ name, type: { name: 'int' }, value }),
  bigint: (name: string, value: bigint | null): Parameter => ({ name, type: { name: 'bigint' }, value }),
  varchar: (name: string, value: string): Parameter => ({
    name,
    type: { name: 'varchar', length: 8000, collation: 'SQL_Latin1_General_CP1_CI_AS' },
    value: Buffer.from(value, 'latin1'),
  }),
  nvarchar: (name: string, value: string | null): Parameter => ({
    name,
    type: { name: 'nvarchar', length: 4000, collation: 'SQL_Latin1_General_CP1_CI_AS' },
    value,
  }),
  varbinary: (name: string, value: Buffer): Parameter => ({ name, type: { name: 'varbinary', length: 8000 }, value }),
  float: (name: string, value: number): Parameter => ({ name, type: { name: 'float' }, value }),
};
