import { connect, type Socket } from 'node:net';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** By lower-case name; of a header that came twice, the last. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  /** Code of the problem type. */
  readonly problem: string | undefined;
}

/** Everything that came over one connection until the other side closed it. */
export interface Conversation {
  readonly answers: readonly WireAnswer[];
  /** What is no whole answer. */
  readonly rest: string;
  readonly closed: boolean;
}

export interface ConverseOptions {
  /** Bodies of answers to HEAD do not come. */
  readonly head?: boolean;
  /** Stops waiting as soon as so many answers are complete; default: waits for the close. */
  readonly answers?: number;
  readonly timeoutMs?: number;
  /** Does something with the socket after the bytes were written. */
  readonly afterwards?: (socket: Socket) => void;
}

const problemPrefix = 'urn:lienthong:problem:';

/** Writes bytes into a new connection, whatever they are, and listens. */
export async function converse(port: number, bytes: Uint8Array | string, options: ConverseOptions = {}): Promise<Conversation> {
  const socket = connect({ port, host: '127.0.0.1' });
  const chunks: Buffer[] = [];
  let wanted: (() => void) | undefined;
  const read = (): Omit<Conversation, 'closed'> => readAnswers(Buffer.concat(chunks), options.head ?? false);
  let closed = false;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, options.timeoutMs ?? 20_000);
    wanted = () => {
      clearTimeout(timer);
      resolve();
    };
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (options.answers !== undefined && read().answers.length >= options.answers) wanted?.();
    });
    // A reset is a close: the other side did not want to read on.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      closed = true;
      wanted?.();
    });
    socket.write(bytes);
    options.afterwards?.(socket);
  });
  socket.destroy();
  return { ...read(), closed };
}

/** Header lines of a request, in Latin-1 as the wire has them, and its body. */
export function requestBytes(
  method: string,
  target: string,
  headers: readonly (readonly [name: string, value: string])[],
  body: Uint8Array = new Uint8Array(),
): Buffer {
  const head = `${method} ${target} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

function readAnswers(bytes: Buffer, head: boolean): Omit<Conversation, 'closed'> {
  const answers: WireAnswer[] = [];
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    const lines = rest.subarray(0, Math.max(0, end)).toString('latin1').split('\r\n');
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(lines[0] ?? '')?.[1];
    if (end < 0 || status === undefined) break;
    const headers = new Map(
      lines.slice(1).map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const behind = rest.subarray(end + 4);
    const length = head || status.startsWith('1') ? 0 : contentLength(headers, behind);
    if (length > behind.length) break;
    rest = behind.subarray(length);
    // An invitation to send the body is no answer yet.
    if (status.startsWith('1')) continue;
    const text = dechunk(headers, behind.subarray(0, length)).toString('utf8');
    answers.push({ status: Number(status), headers, text, problem: problemOf(headers, text) });
  }
  return { answers, rest: rest.toString('latin1') };
}

function contentLength(headers: ReadonlyMap<string, string>, behind: Buffer): number {
  if (headers.get('transfer-encoding') === 'chunked') {
    const end = behind.indexOf('0\r\n\r\n');
    return end < 0 ? Number.POSITIVE_INFINITY : end + 5;
  }
  return Number(headers.get('content-length') ?? 0);
}

function dechunk(headers: ReadonlyMap<string, string>, body: Buffer): Buffer {
  if (headers.get('transfer-encoding') !== 'chunked') return body;
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, end).toString('latin1'), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 4 + size;
  }
}

function problemOf(headers: ReadonlyMap<string, string>, text: string): string | undefined {
  if (headers.get('content-type') !== 'application/problem+json') return undefined;
  const { type } = JSON.parse(text) as { readonly type: string }; // a problem document has a type
  return type.startsWith(problemPrefix) ? type.slice(problemPrefix.length) : undefined;
}
