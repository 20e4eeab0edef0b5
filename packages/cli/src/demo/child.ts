import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The `lienthong` command, run as a process of its own. */
export interface CommandProcess {
  readonly name: string;
  readonly ended: Promise<number | null>;
  /** Undefined while it runs. */
  readonly exitCode: number | null | undefined;
  onMessage(listener: (message: unknown) => void): void;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
  logTail(): string;
}

export interface CommandProcessInput {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Appended to, so that a second start keeps what the first said. */
  readonly logFile: string;
}

/** Starts the command that this very process runs; the channel between the two ends it with us, however we end. */
export function startCommand(input: CommandProcessInput): CommandProcess {
  const log = openSync(input.logFile, 'a', 0o600);
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [main, ...input.arguments, '--no-color', '--lang', 'en'], {
    cwd: input.directory,
    env: { ...process.env, ...input.environment },
    stdio: ['ignore', log, log, 'ipc'],
    // Its own group: a Ctrl-C at the terminal is ours to handle.
    detached: true,
  });
  closeSync(log);
  let exitCode: number | null | undefined;
  const ended = new Promise<number | null>((done) => {
    child.once('exit', (code) => {
      exitCode = code;
      done(code);
    });
    child.once('error', () => {
      exitCode = null;
      done(null);
    });
  });
  return {
    name: input.name,
    ended,
    get exitCode() {
      return exitCode;
    },
    onMessage: (listener) => child.on('message', listener),
    signal: (name) => child.kill(name),
    logTail: () => readFileSync(input.logFile, 'utf8').trimEnd().split('\n').slice(-12).join('\n'),
  };
}
