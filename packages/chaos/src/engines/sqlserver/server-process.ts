import { openSqlEngine, startSqlServer } from '@lienthong/testbed/sqlserver';
import { programInput } from '../../parts/program.ts';

/** The server that stands in for SQL Server as a process, over a PostgreSQL that keeps its data. */
export interface ServerInput {
  readonly postgres: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly version: string;
  readonly user: string;
  readonly password: string;
  readonly databases: readonly string[];
}

export interface ServerReady {
  readonly port: number;
}

const { postgres, port, version, user, password, databases } = programInput<ServerInput>();
process.once('disconnect', () => process.exit());
const accounts = [{ user, password, isAdministrator: true }];
const engine = await openSqlEngine({ postgres, keptAs: 'chaos', version, accounts, databases });
const server = await startSqlServer({ engine, port, version });
process.send?.({ port: server.port } satisfies ServerReady);
