import { waitFor } from '@lienthong/testbed';
import { type Program, startProgram } from '../parts/program.ts';

/** A server of ours as a process that can be killed, and comes back with its data at the same port. */
export interface ServerPart<Ready> {
  /** What it said when it began to listen, the last time that it did. */
  readonly ready: Ready;
  isRunning(): boolean;
  /** Resolves when it was carried out. */
  order(order: string): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** `Ready` is what the program sends first; later it answers each order with the same word. */
export async function startServerPart<Ready extends { readonly port: number }>(file: string, input: object): Promise<ServerPart<Ready>> {
  let program: Program;
  let carriedOut = (): void => {};
  const launch = async (port: number): Promise<Ready> => {
    let heard: Ready | undefined;
    const started = startProgram(file, { ...input, port }, (message) => {
      if (typeof message === 'string') carriedOut();
      else heard = message as Ready; // it sends nothing else
    });
    program = started;
    await waitFor(() => heard !== undefined || !started.isRunning(), { timeoutMs: 60_000, what: 'the server' });
    if (heard === undefined) throw new Error(`the server ended: ${started.errors()}`);
    return heard;
  };
  let ready = await launch(0);
  return {
    get ready() {
      return ready;
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
