import { waitFor } from '@lienthong/testbed';
import type { PlatformInput, PlatformReady } from './platform-process.ts';
import { type Program, startProgram } from './program.ts';

/** The platform, which can be killed and comes back at its address. */
export interface PlatformPart {
  readonly ready: PlatformReady;
  readonly pid: number;
  kill(): Promise<void>;
  /** Starts it until it is ready: its database may be away at first. */
  start(): Promise<void>;
}

export async function startPlatformPart(file: string, input: Omit<PlatformInput, 'port' | 'consumer'>): Promise<PlatformPart> {
  let program: Program | undefined;
  let first: PlatformReady | undefined;
  const launch = async (): Promise<PlatformReady> => {
    let heard: PlatformReady | undefined;
    const started = startProgram(file, { ...input, port: first?.port ?? 0, consumer: first === undefined }, (message) => {
      heard = message as PlatformReady; // it sends nothing else
    });
    program = started;
    await waitFor(() => heard !== undefined || !started.isRunning(), { timeoutMs: 30_000, what: 'the platform' });
    if (heard === undefined) throw new Error(`the platform ended: ${started.errors()}`);
    return heard;
  };
  first = await launch();
  const { ready } = { ready: first };
  return {
    ready,
    get pid() {
      return program?.pid ?? 0;
    },
    kill: async () => program?.kill('SIGKILL'),
    start: async () => {
      await waitFor(async () => program?.isRunning() === true || (await launch()), {
        timeoutMs: 60_000,
        what: 'the platform to come back',
      });
    },
  };
}
