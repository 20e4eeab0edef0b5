import { waitFor } from '@lienthong/testbed';
import { type Program, startProgram } from '../../parts/program.ts';
import type { ServerInput, ServerOrder, ServerReady } from './server-process.ts';

/** The server as a process that can be killed, and comes back with its data at the port of its first member. */
export interface ServerPart {
  readonly port: number;
  /** With the members as they are now. */
  readonly uri: string;
  isRunning(): boolean;
  /** Resolves when it was carried out. */
  order(order: ServerOrder): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

export async function startServerPart(file: string, input: Omit<ServerInput, 'port'>): Promise<ServerPart> {
  let program: Program;
  let carriedOut = (): void => {};
  const launch = async (port: number): Promise<ServerReady> => {
    let heard: ServerReady | undefined;
    const started = startProgram(file, { ...input, port } satisfies ServerInput, (message) => {
      if (typeof message === 'string') carriedOut();
      else heard = message as ServerReady; // it sends nothing else
    });
    program = started;
    await waitFor(() => heard !== undefined || !started.isRunning(), { timeoutMs: 60_000, what: 'the server' });
    if (heard === undefined) throw new Error(`the server ended: ${started.errors()}`);
    return heard;
  };
  let ready = await launch(0);
  return {
    get port() {
      return ready.port;
    },
    get uri() {
      return ready.uri;
    },
    isRunning: () => program.isRunning(),
    async order(order) {
      const done = new Promise<void>((resolve) => {
        carriedOut = resolve;
      });
      program.send(order);
      await Promise.race([done, program.ended]);
    },
    kill: () => program.kill('SIGKILL'),
    async restart() {
      ready = await launch(ready.port);
    },
  };
}
