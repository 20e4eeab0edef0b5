import oracledb from 'oracledb';

export interface AdminLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** A session of a person with a client of his own. */
export interface AdminSession extends AsyncDisposable {
  /** One statement; every value as text. */
  sql(text: string): Promise<(string | null)[][]>;
}

export async function openAdmin({ host, port, user, password }: AdminLogin, service: string): Promise<AdminSession> {
  const connection = await oracledb.getConnection({ user, password, connectString: `${host}:${port}/${service}` });
  for (const text of [
    "alter session set nls_date_format = 'SYYYY-MM-DD HH24:MI:SS' nls_timestamp_format = 'SYYYY-MM-DD HH24:MI:SS.FF9'",
    "alter session set nls_timestamp_tz_format = 'SYYYY-MM-DD HH24:MI:SS.FF9TZH:TZM'",
  ])
    await connection.execute(text);
  return {
    sql: async (text) => {
      const { rows } = await connection.execute<(string | number | null)[]>(text, [], { autoCommit: false });
      return (rows ?? []).map((row) => row.map((value) => (value === null ? null : String(value))));
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
