import { fork } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';

// What docs/guides/operating.md recommends for connector and platform as services.
const serviceFlags = (file) => ['--max-semi-space-size=4', `--heap-growing-percent=${file.includes('connector') ? 100 : 200}`];
const serviceVariables = { MALLOC_MMAP_THRESHOLD_: '131072' };

/** A process of our own that is spoken with by messages `{ kind, … }`; it ends when we do. */
export function startChild(file) {
  const profiles = process.env.LIENTHONG_BENCH_PROFILES;
  const profiling =
    profiles === undefined
      ? []
      : ['--cpu-prof', `--cpu-prof-dir=${profiles}`, `--cpu-prof-name=${basename(file)}-${process.pid}-${Date.now()}.cpuprofile`];
  const execArgv = [...serviceFlags(file), ...profiling];
  const child = fork(new URL(file, import.meta.url), {
    ...{ stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv },
    env: { ...process.env, ...serviceVariables },
  });
  const heard = [];
  const waiting = new Set();
  const exited = once(child, 'exit').then(([code, signal]) => {
    for (const { reject } of waiting) reject(new Error(`${file} ended too early: ${signal ?? code}`));
  });
  child.on('message', (message) => {
    const waiter = [...waiting].find(({ kinds }) => kinds.includes(message.kind));
    if (waiter === undefined) heard.push(message);
    else waiter.resolve(message);
  });
  /** The next message of one of these kinds; `failed` is thrown. */
  const hear = async (...wanted) => {
    const kinds = [...wanted, 'failed'];
    const index = heard.findIndex(({ kind }) => kinds.includes(kind));
    const message = index === -1 ? await next(kinds) : heard.splice(index, 1)[0];
    if (message.kind === 'failed') throw new Error(message.message);
    return message;
  };
  const next = (kinds) =>
    new Promise((resolve, reject) => {
      if (child.exitCode !== null || child.signalCode !== null) return reject(new Error(`${file} has ended`));
      const waiter = { kinds, resolve: settle(resolve), reject: settle(reject) };
      function settle(how) {
        return (value) => {
          waiting.delete(waiter);
          how(value);
        };
      }
      waiting.add(waiter);
      return undefined;
    });
  return {
    pid: child.pid,
    tell: (message) => child.send(message),
    hear,
    /** Lets it close what it has open; what does not end by itself is killed. */
    async leave(patienceMs = 20_000) {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
