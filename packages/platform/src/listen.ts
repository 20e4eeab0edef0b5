import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { answerBrokenRequests, type CountProblem, writeProblem } from './broken-requests.ts';
import type { Routes } from './context.ts';
import type { Limits } from './limits.ts';
import { Problem, problemResponse } from './problem/problem.ts';

export interface Listening {
  readonly port: number;
  /** Takes no new connection, lets requests in work end, and cuts what is left after the grace. */
  close(graceMs: number): Promise<void>;
}

/** Serves the application on a port; 0 is any free one. */
export async function listen(application: Routes, host: string, port: number, limits: Limits, count: CountProblem): Promise<Listening> {
  const serve = getRequestListener(application.fetch, {
    overrideGlobalObjects: false,
    errorHandler(error) {
      const problem = error instanceof RequestError ? unclearTarget() : new Problem('internal');
      count(problem.code);
      return problemResponse(problem);
    },
  });
  const server = createServer(
    {
      headersTimeout: Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs),
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 32 * 1024,
      // Asked for below, where the refusal is a problem document.
      requireHostHeader: false,
    },
    (incoming: IncomingMessage, outgoing: ServerResponse) => {
      // Of two hosts (RFC 9112 §3.2) another server on the way may have believed the other one.
      if (incoming.headersDistinct['host']?.length === 1) {
        // It answers whatever happens, and throws nothing.
        void serve(incoming, outgoing);
        return;
      }
      count('request-malformed');
      writeProblem(outgoing, unclearTarget());
    },
  );
  answerBrokenRequests(server, count);
  server.maxConnections = limits.connections;
  // All that fit: Node would leave out what comes behind the 2,000th without a word.
  server.maxHeadersCount = 0;
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

function unclearTarget(): Problem {
  return new Problem('request-malformed', { detail: 'the request must have one well-formed target and one well-formed Host' });
}
