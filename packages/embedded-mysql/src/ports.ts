import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Somebody else has the port. */
export class PortTaken extends Error {}

/** Starts on a free port. One that is free when it is chosen can be taken before it is used, by any outgoing connection: then another is tried. */
export async function onSomePort<Server>(
  start: (port: number) => Promise<Server>,
  choose = freePort,
): Promise<{ readonly server: Server; readonly port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await choose();
    try {
      return { server: await start(port), port };
    } catch (error) {
      if (attempt === mostAttempts || !(error instanceof PortTaken)) throw error;
    }
  }
}

/** Starts on a port that was ours; who took it for a moment lets it go again. */
export async function onPort<Server>(port: number, start: (port: number) => Promise<Server>): Promise<Server> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await start(port);
    } catch (error) {
      if (Date.now() > deadline || !(error instanceof PortTaken)) throw error;
    }
    await wait(100);
  }
}

const mostAttempts = 10;
const patienceMs = 10_000;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new TypeError('no port'))));
    });
  });
}
