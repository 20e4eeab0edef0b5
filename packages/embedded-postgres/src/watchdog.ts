import { type ChildProcess, spawn } from 'node:child_process';

/** Ends the server when we are gone, however we went. */
export interface Watchdog {
  /** To be called when the server has ended in an orderly way. */
  dismiss(): void;
}

// Its standard input is our end of a pipe: the system closes it even when we die by SIGKILL. A line means: nothing left to do.
const script = `trap '' INT TERM HUP
if read -r dismissed; then exit 0; fi
kill -INT "$1" 2>/dev/null
tries=0
while kill -0 "$1" 2>/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" -eq 100 ]; then kill -QUIT "$1" 2>/dev/null; fi
  if [ "$tries" -ge 200 ]; then kill -KILL "$1" 2>/dev/null; fi
  sleep 0.1
done
if [ -n "$2" ]; then rm -rf "$2"; fi`;

/** Watches over a server; `remove` is the temporary folder to take away with it. Windows has none: see the README. */
export function watch(pid: number, remove: string | undefined): Watchdog {
  if (process.platform === 'win32') return { dismiss: () => undefined };
  const shell: ChildProcess = spawn('/bin/sh', ['-c', script, 'watchdog', String(pid), remove ?? ''], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    detached: true, // a Ctrl-C in our terminal is for us, not for it
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.once('error', () => undefined); // without /bin/sh the limit of Windows applies
  shell.stdin?.on('error', () => undefined);
  shell.unref();
  // The pipe alone must not keep our process alive; the types of Node do not say that it is a socket.
  (shell.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return { dismiss: () => void shell.stdin?.end('dismissed\n') };
}
