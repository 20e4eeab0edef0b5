import { openOracleEngine, startOracle } from '@lienthong/testbed/oracle';
import { programInput } from '../../parts/program.ts';

/** The server that stands in for Oracle as a process, over a PostgreSQL that keeps its data. */
export interface ServerInput {
  readonly postgres: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly version: string;
  readonly pluggable: string;
  readonly administrator: { readonly user: string; readonly password: string };
  /** How many records fill a file of the log. */
  readonly logRecords: number;
}

export interface ServerReady {
  readonly port: number;
}

const { postgres, port, version, pluggable, administrator, logRecords } = programInput<ServerInput>();
process.once('disconnect', () => process.exit());
const engine = await openOracleEngine({ postgres, keptAs: 'chaos', version, pluggable, administrator });
await engine.logs.setLogSize(logRecords);
const server = await startOracle({ engine, port });
process.send?.({ port: server.port } satisfies ServerReady);
