import oracledb from 'oracledb';

/** How rows are asked for: as the adapter does, numbers as texts and a thousand at a time. */
const fetching = {
  outFormat: oracledb.OUT_FORMAT_ARRAY,
  resultSet: true,
  prefetchRows: 1_000,
  fetchArraySize: 1_000,
  fetchTypeHandler: ({ dbType }) => (dbType === oracledb.DB_TYPE_NUMBER ? { type: oracledb.DB_TYPE_VARCHAR } : undefined),
};

/** A session past the adapter. */
export async function openClient({ host, port, user, password, database }) {
  const connection = await oracledb.getConnection({ user, password, connectString: `${host}:${port}/${database}` });
  return {
    run: (text) => connection.execute(text, [], { autoCommit: true }),
    /** Rows of texts, in one call. */
    runMany: (text, rows) =>
      connection.executeMany(text, rows, {
        autoCommit: true,
        bindDefs: rows[0].map((_, index) => ({ type: oracledb.DB_TYPE_NVARCHAR, maxSize: longest(rows, index) })),
      }),
    /** Rows of a query, a thousand at most in memory. */
    async read(text, onRow) {
      const { resultSet } = await connection.execute(text, [], fetching);
      for (;;) {
        const rows = await resultSet.getRows(fetching.fetchArraySize);
        for (const row of rows) onRow(row);
        if (rows.length < fetching.fetchArraySize) return await resultSet.close();
      }
    },
    close: () => connection.close(),
  };
}

/** In bytes. */
function longest(rows, index) {
  return 4 * Math.max(1, ...rows.map((row) => row[index]?.length ?? 0));
}
