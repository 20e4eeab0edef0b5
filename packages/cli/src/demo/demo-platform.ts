import { LienThongError } from '@lienthong/core';
import type { PlatformReady } from '../commands/platform.ts';
import { type CommandProcess, startCommand } from './child.ts';
import type { Workshop } from './workshop.ts';

/** The platform of the demo, which can be taken away and brought back. */
export interface DemoPlatform extends AsyncDisposable {
  readonly url: string;
  readonly databaseUrl: string;
  readonly receiptKeyFile: string;
  /** SIGKILL: its database goes with it. */
  kill(): Promise<void>;
  bringBack(): Promise<void>;
}

export async function startDemoPlatform(workshop: Workshop, agency: string, signal: AbortSignal): Promise<DemoPlatform> {
  let current = start(workshop, agency, 0);
  let ready: PlatformReady;
  try {
    ready = await whenReady(current, signal);
  } catch (error) {
    current.signal('SIGKILL');
    await current.ended;
    throw error;
  }
  return {
    get url() {
      return ready.url;
    },
    get databaseUrl() {
      return ready.databaseUrl;
    },
    get receiptKeyFile() {
      return ready.receiptKeyFile;
    },
    async kill() {
      current.signal('SIGKILL');
      await current.ended;
    },
    async bringBack() {
      current = start(workshop, agency, Number(new URL(ready.url).port));
      ready = await whenReady(current, signal);
    },
    async [Symbol.asyncDispose]() {
      current.signal('SIGTERM');
      const impatience = setTimeout(() => current.signal('SIGKILL'), 5_000);
      await current.ended;
      clearTimeout(impatience);
    },
  };
}

function start(workshop: Workshop, agency: string, port: number): CommandProcess {
  return startCommand({
    name: 'platform',
    arguments: [
      'platform',
      '--directory',
      workshop.platformDirectory,
      '--port',
      String(port),
      '--agency',
      `${agency}=${workshop.publicKeyFile}`,
    ],
    environment: {},
    directory: workshop.directory,
    logFile: workshop.log('platform'),
  });
}

async function whenReady(platform: CommandProcess, signal: AbortSignal): Promise<PlatformReady> {
  const ready = new Promise<PlatformReady>((resolve, reject) => {
    platform.onMessage((message) => {
      if (isReady(message)) resolve(message);
    });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    void platform.ended.then(() => reject(endedEarly(platform)));
  });
  return ready;
}

/** A child that ended by itself, with the end of its log. */
export function endedEarly(child: CommandProcess): LienThongError {
  return new LienThongError('INTERNAL', {
    message: `the ${child.name} of the demo ended by itself; the end of its log:\n${child.logTail()}`,
  });
}

function isReady(message: unknown): message is PlatformReady {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'platform-ready';
}
