import oracledb from 'oracledb';

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly service: string;
}

/** A session without the adapter's help. */
export interface Client {
  /** One statement; its rows. */
  ask<Row extends readonly unknown[]>(text: string): Promise<readonly Row[]>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  close(): Promise<void>;
}

export async function openClient({ host, port, user, password, service }: Login): Promise<Client> {
  const connection = await oracledb.getConnection({
    ...{ user, password, program: 'so-ho-tich' },
    connectString: `${host}:${port}/${service}?connect_timeout=5&retry_count=0`,
  });
  connection.callTimeout = 20_000;
  return {
    ask: async <Row extends readonly unknown[]>(text: string) => {
      const { rows } = await connection.execute(text, [], settings);
      return (rows ?? []) as unknown as readonly Row[]; // whoever asks knows what he asked for
    },
    commit: () => connection.commit(),
    rollback: () => connection.rollback(),
    // It may have gone with its server.
    close: () => connection.close().catch(() => undefined),
  };
}

const settings = { outFormat: oracledb.OUT_FORMAT_ARRAY, prefetchRows: 1_000, fetchArraySize: 1_000 } as const;
