import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { onPort, onSomePort, PortTaken } from './ports.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', ({ message }) => reject(new PortTaken(message)));
    server.listen({ host: '127.0.0.1', port }, () => {
      open.push(server);
      resolve(server);
    });
  });
}
const portOf = (server: Server): number => (server.address() as AddressInfo).port; // it listens on a port

it('tries another port where the one that was free has been taken, and gives the one that it got', async () => {
  const taken = portOf(await listen(0));
  const chosen = [taken, taken, 0];
  const { server, port } = await onSomePort(listen, () => Promise.resolve(chosen.shift() ?? 0));
  expect([port, portOf(server) === taken]).toEqual([0, false]);
  let attempts = 0;
  await expect(
    onSomePort(listen, () => {
      attempts += 1;
      return Promise.resolve(taken);
    }),
  ).rejects.toThrow(PortTaken);
  expect(attempts).toBe(10);
});

it('waits for its own port, and for nothing else that is wrong', async () => {
  const holder = await listen(0);
  const port = portOf(holder);
  let attempts = 0;
  const server = await onPort(port, (again) => {
    attempts += 1;
    if (attempts === 2) holder.close();
    return listen(again);
  });
  expect(portOf(server)).toBe(port);
  expect(attempts).toBeGreaterThan(1);
  attempts = 0;
  const broken = (): Promise<never> => {
    attempts += 1;
    return Promise.reject(new Error('broken'));
  };
  await expect(onPort(port, broken)).rejects.toThrow('broken');
  await expect(onSomePort(broken)).rejects.toThrow('broken');
  expect(attempts).toBe(2);
});
