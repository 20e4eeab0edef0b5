import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Routes } from './context.ts';
import type { Limits } from './limits.ts';

export interface Listening {
  readonly port: number;
  /** Takes no new connection, lets requests in work end, and cuts what is left after the grace. */
  close(graceMs: number): Promise<void>;
}

/** Serves the application on a port; 0 is any free one. */
export async function listen(application: Routes, host: string, port: number, limits: Limits): Promise<Listening> {
  // No http2 option is given, so it is the plain HTTP server.
  const server = createAdaptorServer({
    fetch: application.fetch,
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 32 * 1024,
    },
  }) as Server;
  server.maxConnections = limits.connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
