import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTokenIssuer } from './tokens.ts';

export interface AgentNodeOptions {
  /** Address of the receiver behind it. */
  readonly receiver: string;
  /** What the node itself is known by there. */
  readonly login: { readonly client: string; readonly secret: string };
  /** Who may send through the node: secrets by client. */
  readonly clients: Readonly<Record<string, string>>;
  /** File that gets a line for each request before its sender has the answer: who, what, when, and what came of it. No content. */
  readonly journal: string;
}

/** A line of the journal. */
export interface JournalEntry {
  readonly at: string;
  readonly client: string;
  readonly dataType: string;
  readonly bytes: number;
  /** SHA-256 of the body, hexadecimal. */
  readonly digest: string;
  readonly status: number;
}

/**
 * What stands between a province and the National Data Center: takes national messages from who has a token, hands them on under its own
 * login, and gives the receiver's answer back as it is. It answers nothing of itself that the receiver has not said: a node that took
 * messages and sent them later could not tell the sender which of them were refused, or that a version was too low.
 */
export interface AgentNode {
  readonly url: string;
  readonly counts: { readonly requests: number; readonly unknown: number; readonly tokens: number };
  close(): Promise<void>;
}

interface Relayed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function startAgentNode(options: AgentNodeOptions): Promise<AgentNode> {
  const issuer = createTokenIssuer(options.clients);
  const relay = relayTo(options);
  const journal = await open(options.journal, 'a', 0o600);
  const counts = { requests: 0, unknown: 0 };
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy()); // a sender that went away is no failure of the node
  });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { authorization, 'x-data-type': dataType } = request.headers;
    const body = await bytesOf(request);
    if (request.url === '/token') {
      const token = issuer.issue(authorization);
      send(response, own(token === undefined ? 401 : 200, token ?? { error: 'invalid_client' }));
      return;
    }
    counts.requests += 1;
    const client = issuer.clientOf(authorization);
    if (client === undefined) {
      counts.unknown += 1;
      send(response, own(401, { code: 'INVALID_TOKEN' }));
      return;
    }
    const relayed = await relay(request, body);
    const entry: JournalEntry = {
      at: new Date().toISOString(),
      client,
      dataType: String(dataType ?? ''),
      bytes: body.length,
      digest: createHash('sha256').update(body).digest('hex'),
      status: relayed.status,
    };
    await journal.appendFile(`${JSON.stringify(entry)}\n`);
    await journal.datasync();
    send(response, relayed);
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    get counts() {
      return { ...counts, tokens: issuer.issued };
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await journal.close();
    },
  };
}

/** Hands a request on under the node's own token, which is renewed once where the receiver no longer knows it. */
function relayTo({ receiver, login }: AgentNodeOptions): (request: IncomingMessage, body: Buffer) => Promise<Relayed> {
  let token: string | undefined;
  const askToken = async (): Promise<string> => {
    const basic = Buffer.from(`${login.client}:${login.secret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${receiver}/token`, { method: 'POST', headers, body: 'grant_type=client_credentials' });
    const { access_token: given } = (await answer.json()) as { readonly access_token?: string }; // RFC 6749 §5.1; else there is none
    return given ?? '';
  };
  const hand = async (request: IncomingMessage, body: Buffer): Promise<Response> => {
    token ??= await askToken();
    const { 'content-type': type = '', 'x-data-type': dataType } = request.headers;
    const headers = { 'content-type': type, 'x-data-type': String(dataType ?? ''), authorization: `Bearer ${token}` };
    return await fetch(`${receiver}${request.url ?? ''}`, { method: request.method ?? 'POST', headers, body });
  };
  return async (request, body) => {
    try {
      let answer = await hand(request, body);
      if (answer.status === 401) {
        token = undefined;
        answer = await hand(request, body);
      }
      // What the receiver says of the node's login is not for the sender, who would take it for a word on his own.
      if (answer.status === 401 || answer.status === 403) return own(502, { code: 'NODE_NOT_ADMITTED' });
      const headers = [...answer.headers].filter(([name]) => ['content-type', 'retry-after'].includes(name));
      return { status: answer.status, headers: Object.fromEntries(headers), body: await answer.text() };
    } catch {
      return own(503, { code: 'RECEIVER_UNREACHABLE' }, { 'retry-after': '1' }); // whatever it was: nothing is known to have arrived
    }
  };
}

function own(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Relayed {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

function send(response: ServerResponse, { status, headers, body }: Relayed): void {
  response.writeHead(status, headers).end(body);
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer); // a stream without encoding gives buffers
  return Buffer.concat(parts);
}
