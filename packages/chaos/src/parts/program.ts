import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** One of our programs as a process of its own, which tells by messages what it does. */
export interface Program {
  readonly pid: number;
  readonly ended: Promise<void>;
  isRunning(): boolean;
  send(message: unknown): void;
  /** Has it free the memory that it no longer uses; gives the megabytes of objects and buffers that are left, undefined when it has ended. */
  collect(): Promise<number | undefined>;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** The end of what it said on standard error. */
  errors(): string;
}

/** Starts a bundled program; it ends with us, because the channel between us closes. */
export function startProgram(file: string, input: unknown, onMessage: (message: unknown) => void): Program {
  const [command = '', ...before] = withoutPrivileges();
  // Without source maps: one stack that is read takes up 50 megabytes for them, which would pass for a leak.
  const child: ChildProcess = spawn(command, [...before, '--expose-gc', file], {
    env: { ...process.env, LIENTHONG_CHAOS: JSON.stringify(input) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  let running = true;
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4_000);
  });
  const collecting = new Set<(megabytes: number) => void>();
  child.on('message', (message) => {
    if (!isCollected(message)) return onMessage(message);
    for (const done of collecting) done(message.live);
  });
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      running = false;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const send = (message: unknown): void => {
    if (running && child.connected) child.send(message as object, () => {}); // a process that dies meanwhile hears nothing
  };
  return {
    pid: child.pid ?? 0,
    ended,
    isRunning: () => running,
    send,
    async collect() {
      let done = (_megabytes: number): void => {};
      const acknowledged = new Promise<number>((resolve) => {
        done = resolve;
      });
      collecting.add(done);
      send(collect);
      const live = await Promise.race([acknowledged, ended.then(() => undefined)]);
      collecting.delete(done);
      return live;
    },
    async kill(signal) {
      if (running) child.kill(signal);
      await ended;
    },
    errors: () => errors,
  };
}

const collect = 'collect';

/** What a program answers. */
interface Collected {
  readonly live: number;
}

function isCollected(message: unknown): message is Collected {
  return typeof message === 'object' && message !== null && 'live' in message;
}

/** What the harness told a program to do. From here on the program frees memory when it is asked to. */
export function programInput<Input>(): Input {
  process.on('message', (message) => {
    if (message !== collect) return;
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    process.send?.({ live: (heapUsed + arrayBuffers) / 1_048_576 } satisfies Collected);
  });
  return JSON.parse(process.env['LIENTHONG_CHAOS'] ?? '') as Input; // the harness wrote it
}

const setpriv = '/usr/bin/setpriv';

// For root a closed folder is no obstacle; without this capability it is, as for everybody else.
function withoutPrivileges(): readonly string[] {
  if (process.getuid?.() !== 0 || !existsSync(setpriv)) return [process.execPath];
  return [setpriv, '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-dac_override,-dac_read_search', process.execPath];
}
