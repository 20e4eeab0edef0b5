import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { main } from './run-lienthong.ts';

// A driver that keeps looking for a server that is gone would keep the command alive.
it('ends the demo of documents at a signal, while the clerk writes', { timeout: 60_000 }, async () => {
  const demo = spawn(process.execPath, [main, 'demo', '--engine', 'mongodb', '--rows', '1000', '--lang', 'en'], {
    env: { ...process.env, TMPDIR: '/tmp' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(demo, 'exit');
  try {
    let said = '';
    await new Promise<void>((resolve, reject) => {
      demo.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        said += chunk;
        if (said.includes('a writer keeps changing rows')) resolve();
      });
      void ended.then(() => reject(new Error(`the demo ended: ${said}`)));
    });
    demo.kill('SIGTERM');
    expect(await ended).toEqual([143, null]);
  } finally {
    demo.kill('SIGKILL');
  }
});
