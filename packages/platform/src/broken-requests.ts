import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem, problemDocument } from './problem/problem.ts';
import type { ProblemCode } from './problem/problems.ts';

/** Told of every refusal, for the metrics. */
export type CountProblem = (code: ProblemCode) => void;

/**
 * Answers with problem documents what never reaches the application: what Node's parser refuses (and with it every known way
 * to smuggle a request), what does not arrive in time, an unknown expectation. Node itself would answer with a bare status.
 */
export function answerBrokenRequests(server: Server, count: CountProblem): void {
  const open = new WeakMap<Duplex, Set<ServerResponse>>();
  server.on('request', ({ socket }: IncomingMessage, outgoing: ServerResponse) => {
    const answers = open.get(socket) ?? new Set();
    open.set(socket, answers.add(outgoing));
    outgoing.once('close', () => answers.delete(outgoing));
  });
  server.on('clientError', (error: Error & { readonly code?: string }, socket: Duplex) => {
    // A second answer would garble one that has begun, or be taken for that of a whole request before it.
    const answering = [...(open.get(socket) ?? [])].some((outgoing) => outgoing.headersSent || outgoing.req.complete);
    if (!socket.writable || answering || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const problem = brokenRequest(error.code);
    count(problem.code);
    socket.end(rawAnswer(problem), () => socket.destroy());
  });
  server.on('checkExpectation', (_: IncomingMessage, outgoing: ServerResponse) => {
    count('expectation-unknown');
    writeProblem(outgoing, new Problem('expectation-unknown'));
  });
}

/** Answers without the application, and closes: what follows on the connection cannot be trusted. */
export function writeProblem(outgoing: ServerResponse, problem: Problem): void {
  const { status, headers, body } = problemDocument(problem);
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' }).end(body);
}

function brokenRequest(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Problem('headers-too-large');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem('request-timeout');
    default:
      return new Problem('request-malformed', { detail: 'what came is no HTTP/1.1 request, or an ambiguous one' });
  }
}

function rawAnswer(problem: Problem): string {
  const { status, headers, body } = problemDocument(problem);
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' });
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
