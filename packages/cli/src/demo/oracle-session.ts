import oracledb from 'oracledb';

export interface OraclePlace {
  /** `oracle://user:password@host:port/service` */
  readonly connectionString: string;
  readonly applicationName: string;
}

type Value = string | number | null;

/** A session past the adapter: one statement at a time. */
export interface OracleSession extends AsyncDisposable {
  /** A statement with `:1`, `:2`, … for each place, committed; gives the number of rows that it touched. */
  run(text: string, ...values: readonly Value[]): Promise<number>;
  /** The same for many rows of values, in one call and one transaction. */
  runMany(text: string, rows: readonly (readonly Value[])[]): Promise<void>;
  /** Rows of texts in one state of the table, at most one page of them in memory. */
  pages(columns: readonly string[], from: string, pageRows: number): AsyncGenerator<readonly (readonly (string | null)[])[], void>;
}

export async function openOracle({ connectionString, applicationName }: OraclePlace): Promise<OracleSession> {
  const { hostname, port, username, password, pathname } = new URL(connectionString);
  const connection = await oracledb.getConnection({
    ...{ user: decodeURIComponent(username), password: decodeURIComponent(password) },
    ...{ connectString: `${hostname}:${port}${pathname}`, program: applicationName },
  });
  return {
    run: async (text, ...values) => (await connection.execute(text, values.map(bind), { autoCommit: true })).rowsAffected ?? 0,
    runMany: async (text, rows) => {
      const bindDefs = (rows[0] ?? []).map((_, index) => definition(rows.map((row) => row[index] ?? null)));
      await connection.executeMany(
        text,
        rows.map((row) => [...row]),
        { autoCommit: true, bindDefs },
      );
    },
    pages: (columns, from, pageRows) => readPages(connection, columns, from, pageRows),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

async function* readPages(
  connection: oracledb.Connection,
  columns: readonly string[],
  from: string,
  pageRows: number,
): AsyncGenerator<readonly (readonly (string | null)[])[], void> {
  const { metaData = [] } = await connection.execute(`select ${columns.join(', ')} from ${from} where 1 = 0`);
  const selected = columns.map((column, index) =>
    metaData[index]?.dbType === oracledb.DB_TYPE_DATE ? `to_char(${column}, 'YYYY-MM-DD HH24:MI:SS')` : column,
  );
  const { resultSet } = await connection.execute<(string | null)[]>(`select ${selected.join(', ')} from ${from}`, [], {
    ...{ resultSet: true, outFormat: oracledb.OUT_FORMAT_ARRAY, prefetchRows: pageRows, fetchArraySize: pageRows },
    fetchTypeHandler: ({ dbType }) => (dbType === oracledb.DB_TYPE_NUMBER ? { type: oracledb.DB_TYPE_VARCHAR } : undefined),
  });
  const numbers = new Set(metaData.flatMap(({ dbType }, index) => (dbType === oracledb.DB_TYPE_NUMBER ? [index] : [])));
  if (resultSet === undefined) return;
  try {
    for (;;) {
      const rows = await resultSet.getRows(pageRows);
      if (rows.length > 0) yield rows.map((row) => row.map((value, index) => (numbers.has(index) ? withLeadingZero(value) : value)));
      if (rows.length < pageRows) return;
    }
  } finally {
    await resultSet.close();
  }
}

/** Oracle writes `.5`. */
function withLeadingZero(text: string | null): string | null {
  return text === null ? null : text.replace(/^(-?)\./, '$10.');
}

/** Texts as national ones: columns of VARCHAR2 take what their character set can hold. */
function bind(value: Value): oracledb.BindParameter {
  return { type: typeof value === 'number' ? oracledb.DB_TYPE_NUMBER : oracledb.DB_TYPE_NVARCHAR, val: value };
}

function definition(values: readonly Value[]): oracledb.BindDefinition {
  if (values.some((value) => typeof value === 'number')) return { type: oracledb.DB_TYPE_NUMBER };
  const longest = Math.max(1, ...values.map((value) => (typeof value === 'string' ? value.length : 0)));
  // In bytes.
  return { type: oracledb.DB_TYPE_NVARCHAR, maxSize: longest * 4 };
}
