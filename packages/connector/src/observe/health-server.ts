import { createServer, type ServerResponse } from 'node:http';
import { LienThongError } from '@lienthong/core';
import type { Connector } from '../connector.ts';
import { collectMetrics } from './metrics.ts';

export interface HealthServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/healthz`, `/readyz` and `/metrics` of a connector. Port 0 takes a free one. */
export async function serveHealth(connector: Connector, at: { readonly host?: string; readonly port: number }): Promise<HealthServer> {
  const metrics = collectMetrics(connector);
  const host = at.host ?? '127.0.0.1';
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') return json(response, 405, { error: 'only GET' });
    if (path === '/healthz') return json(response, 200, { status: 'alive' });
    if (path === '/readyz') return ready(connector, response);
    if (path !== '/metrics') return json(response, 404, { error: 'there is nothing here' });
    metrics.registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text),
      () => json(response, 500, { error: 'the metrics cannot be read' }),
    );
    return undefined;
  });
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new LienThongError('OPTIONS_INVALID', {
          message: `health cannot be served on ${host}:${at.port}`,
          remedy: 'Choose another port.',
          cause,
        }),
      ),
    );
    server.listen(at.port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : at.port);
    });
  });
  // A health server alone keeps no process alive.
  server.unref();
  const close = async (): Promise<void> => {
    metrics.stop();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { host, port, close, [Symbol.asyncDispose]: close };
}

// Ready: reading and delivering, and no dataset stands still.
function ready(connector: Connector, response: ServerResponse): void {
  const { state, datasets, spool } = connector.status();
  const failed = datasets.filter(({ failure }) => failure !== undefined);
  json(response, state === 'running' && failed.length === 0 ? 200 : 503, { state, spool, datasets });
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
}
