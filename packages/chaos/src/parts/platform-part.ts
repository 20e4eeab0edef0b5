import { waitFor } from '@lienthong/testbed';
import type { PlatformInput, PlatformReady } from './platform-process.ts';
import { type Program, startProgram } from './program.ts';

/** The platform, which can be killed and comes back at its address. */
export interface PlatformPart {
  readonly ready: PlatformReady;
  readonly pid: number;
  kill(): Promise<void>;
  /** `Program.collect`; undefined when it does not run. */
  collect(): Promise<number | undefined>;
  /** Starts it until it is ready: its database may be away at first. */
  start(): Promise<void>;
}

export async function startPlatformPart(file: string, input: Omit<PlatformInput, 'port' | 'consumer'>): Promise<PlatformPart> {
  let program: Program | undefined;
  const launch = async (port: number, consumer: boolean): Promise<PlatformReady> => {
    let heard: PlatformReady | undefined;
    const started = startProgram(file, { ...input, port, consumer }, (message) => {
      heard = message as PlatformReady; // it sends nothing else
    });
    program = started;
    await waitFor(() => heard !== undefined || !started.isRunning(), { timeoutMs: 60_000, what: 'the platform' });
    if (heard === undefined) throw new Error(`the platform ended: ${started.errors()}`);
    return heard;
  };
  const ready = await launch(0, true);
  const isThere = async (): Promise<boolean> => program?.isRunning() === true || (await launch(ready.port, false)).port === ready.port;
  return {
    ready,
    get pid() {
      return program?.pid ?? 0;
    },
    kill: async () => program?.kill('SIGKILL'),
    collect: async () => program?.collect(),
    async start() {
      await waitFor(isThere, { timeoutMs: 60_000, what: 'the platform to come back' });
    },
  };
}
