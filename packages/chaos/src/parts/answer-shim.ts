import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnswerFault } from '../plan/trouble.ts';

/** A gateway in front of the platform that passes everything on, or answers in its place when told. */
export interface AnswerShim extends AsyncDisposable {
  readonly port: number;
  /** Requests that ever came. */
  readonly requests: number;
  /** The next requests get this answer, instead of being passed on or after it. */
  disturb(fault: AnswerFault, when: 'before' | 'after', requests: number): void;
  /** Requests that are still to be disturbed. */
  readonly left: number;
  restore(): void;
}

export async function startAnswerShim(platformPort: number): Promise<AnswerShim> {
  const agent = new Agent({ keepAlive: true });
  const hanging = new Set<ServerResponse>();
  let trouble: { readonly fault: AnswerFault; readonly when: 'before' | 'after' } | undefined;
  let left = 0;
  let requests = 0;
  const server = createServer((incoming, response) => {
    requests += 1;
    const now = left > 0 ? trouble : undefined;
    if (now !== undefined) left -= 1;
    const disturb = (): void => answerWrongly(now?.fault ?? 'reset', response, hanging);
    if (now?.when === 'before') {
      incoming.resume();
      incoming.once('end', disturb);
    } else passOn(incoming, response, agent, platformPort, now === undefined ? undefined : disturb);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  const restore = (): void => {
    left = 0;
    for (const response of hanging) response.destroy();
    hanging.clear();
  };
  return {
    port,
    get requests() {
      return requests;
    },
    get left() {
      return left;
    },
    disturb(fault, when, count) {
      trouble = { fault, when };
      left = count;
    },
    restore,
    async [Symbol.asyncDispose]() {
      restore();
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function passOn(incoming: IncomingMessage, response: ServerResponse, agent: Agent, port: number, instead: (() => void) | undefined): void {
  const { method, url: path, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path, headers, agent }, (answer) => {
    answer.once('error', () => response.destroy());
    if (instead !== undefined) {
      answer.resume();
      answer.once('end', instead);
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once('error', () => response.destroy());
  incoming.once('error', () => onward.destroy());
  incoming.once('aborted', () => onward.destroy());
  incoming.pipe(onward);
}

function answerWrongly(fault: AnswerFault, response: ServerResponse, hanging: Set<ServerResponse>): void {
  switch (fault) {
    case 'busy-429':
      return problem(response, 429, 'rate-exceeded');
    case 'busy-503':
      return problem(response, 503, 'busy');
    case 'broken-500':
      response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Internal Server Error</h1>');
      return;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/jose' }).end('ey.không.phải');
      return;
    case 'hang':
      hanging.add(response);
      return;
    case 'reset':
      response.destroy();
  }
}

function problem(response: ServerResponse, status: number, code: string): void {
  const headers = { 'content-type': 'application/problem+json', 'retry-after': '0' };
  response.writeHead(status, headers).end(JSON.stringify({ type: `urn:lienthong:problem:${code}`, status }));
}
