import { startMongoServer } from '@lienthong/testbed/mongodb';
import { programInput } from '../../parts/program.ts';

/** The server that stands in for MongoDB as a process: a set of two members over one journal. */
export interface ServerInput {
  readonly directory: string;
  /** Of the first member; 0 for a free one. */
  readonly port: number;
  readonly version: string;
}

/** What it can be told while it runs; it answers with the same word when it is done. */
export type ServerOrder = 'step-down' | 'forget-log';

export interface ServerReady {
  /** With both members. */
  readonly uri: string;
  /** Of the first member. */
  readonly port: number;
}

/** More than a connector misses in one round; each entry keeps the document that it left. */
const oplogMaxEntries = 60_000;

const { directory, port, version } = programInput<ServerInput>();
process.once('disconnect', () => process.exit());
const { faults, hosts, uri } = await startMongoServer({ directory, port, version, oplogMaxEntries, members: 2, noopSeconds: 1 });
const carryOut: Readonly<Record<ServerOrder, () => void>> = { 'step-down': faults.stepDown, 'forget-log': faults.forgetOplog };
process.on('message', (message) => {
  if (message !== 'step-down' && message !== 'forget-log') return;
  carryOut[message]();
  process.send?.(message satisfies ServerOrder);
});
process.send?.({ uri, port: Number(hosts[0]?.split(':')[1]) } satisfies ServerReady);
