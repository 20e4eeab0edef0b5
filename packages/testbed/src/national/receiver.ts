import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readRecords, type WireGroup } from './read-body.ts';
import { createTokenIssuer } from './tokens.ts';

export interface NationalReceiverOptions {
  /** What becomes of a version that is not above the one it has: an answer 409, with or without that version, or nothing at all. */
  readonly lower?: 'conflict' | 'conflict-untold' | 'silent';
  /** Clients that may ask for a token; without any, none is asked for. */
  readonly clients?: Readonly<Record<string, string>>;
  readonly tokenSeconds?: number;
  /** Says what is wrong with a record beyond its envelope; `undefined`: nothing. */
  readonly judge?: (data: WireGroup) => string | undefined;
}

export interface KeptRecord {
  readonly version: number;
  readonly event: string;
  readonly updatedAt: string;
  readonly data: WireGroup;
}

/** What it does to a request, before it reads it or after it kept what was in it. */
export type NationalFault =
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'cut' }
  /** Everything is kept, and the answer comes only then. */
  | { readonly kind: 'hold'; readonly until: Promise<void> }
  /** Everything is kept, and the connection is cut before the answer. */
  | { readonly kind: 'lose-answer' }
  /** Everything is kept, and refused all the same: as by a receiver that keeps what is right in a request. */
  | { readonly kind: 'keep-and-refuse' }
  /** The token is no longer known. */
  | { readonly kind: 'forget-token' };

/** A receiver as public sources describe the ingest of the National Data Center: one bad record refuses the whole batch. */
export interface NationalReceiver {
  readonly url: string;
  /** By IdBanGhi. */
  readonly kept: ReadonlyMap<string, KeptRecord>;
  /** Of every record that arrived and was kept, in order. */
  readonly arrived: readonly { readonly id: string; readonly version: number; readonly event: string }[];
  readonly counts: { readonly requests: number; readonly refused: number; readonly tokens: number };
  /** Faults for the next requests, one each. */
  fail(...faults: readonly NationalFault[]): void;
  close(): Promise<void>;
}

export async function startNationalReceiver(options: NationalReceiverOptions = {}): Promise<NationalReceiver> {
  const kept = new Map<string, KeptRecord>();
  const arrived: { id: string; version: number; event: string }[] = [];
  const counts = { requests: 0, refused: 0 };
  const faults: NationalFault[] = [];
  const issuer = createTokenIssuer(options.clients, options.tokenSeconds);
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy()); // a client that went away is no failure of the receiver
  });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(request);
    if (request.url === '/token') {
      giveToken(request, response);
      return;
    }
    counts.requests += 1;
    const fault = faults.shift();
    if (fault?.kind === 'forget-token') issuer.forget();
    if (fault?.kind === 'cut') {
      response.destroy();
      return;
    }
    if (fault?.kind === 'answer') {
      response.writeHead(fault.status, fault.headers).end();
      return;
    }
    if (!isKnown(request)) {
      answer(response, 401, { code: 'INVALID_TOKEN' });
      return;
    }
    const refusal = refusalOf(request, body, fault);
    if (refusal !== undefined) counts.refused += 1;
    if (fault?.kind === 'hold') await fault.until;
    if (fault?.kind === 'lose-answer') response.destroy();
    else if (refusal === undefined) answer(response, 200, { code: 'OK' });
    else answer(response, refusal.status, refusal.body);
  };

  const refusalOf = (request: IncomingMessage, body: string, fault: NationalFault | undefined): Refusal | undefined => {
    const refusal = take(request.headers['content-type'] ?? '', body);
    return fault?.kind === 'keep-and-refuse' ? { status: 400, body: { code: 'PARTLY_KEPT' } } : refusal;
  };

  const giveToken = (request: IncomingMessage, response: ServerResponse): void => {
    const token = issuer.issue(request.headers.authorization);
    if (token === undefined) answer(response, 401, { error: 'invalid_client' });
    else answer(response, 200, token);
  };

  const isKnown = (request: IncomingMessage): boolean =>
    options.clients === undefined || issuer.clientOf(request.headers.authorization) !== undefined;

  /** All or nothing. */
  const take = (type: string, body: string): Refusal | undefined => {
    let records: readonly WireGroup[];
    try {
      records = readRecords(type, body);
    } catch {
      return { status: 400, body: { code: 'MALFORMED' } };
    }
    const staged: [string, KeptRecord][] = [];
    for (const record of records) {
      const read = envelopeOf(record);
      if (typeof read === 'string') return { status: 400, body: { code: read } };
      const [id, one] = read;
      const problem = one.event === 'CANCEL' ? undefined : options.judge?.(one.data);
      if (problem !== undefined) return { status: 400, body: { code: problem } };
      const current = kept.get(id)?.version ?? 0;
      if (one.version > current) staged.push([id, one]);
      else if (options.lower !== 'silent')
        return {
          status: 409,
          body: { code: 'VERSION_CONFLICT', ...(options.lower === 'conflict-untold' ? {} : { currentVersion: current }) },
        };
    }
    for (const [id, one] of staged) {
      kept.set(id, one);
      arrived.push({ id, version: one.version, event: one.event });
    }
    return undefined;
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    kept,
    arrived,
    get counts() {
      return { ...counts, tokens: issuer.issued };
    },
    fail: (...more) => faults.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Refusal {
  readonly status: number;
  readonly body: object;
}

/** What the sources say of the envelope; a code where it is broken. */
function envelopeOf(record: WireGroup): readonly [id: string, kept: KeptRecord] | string {
  const group = (name: string) => record.get(name);
  const [source, state, data] = [group('nguondulieu'), group('trangthaidulieu'), group('dulieutiepnhan')];
  if (!(source instanceof Map) || !(state instanceof Map) || !(data instanceof Map)) return 'GROUP_MISSING';
  if (typeof source.get('maloaidulieu') !== 'string') return 'DATA_TYPE_MISSING';
  const [event, version, updatedAt, id] = [state.get('sukien'), state.get('phienban'), state.get('thoigiancapnhat'), data.get('idbanghi')];
  if (typeof event !== 'string' || !['NEW', 'UPDATE', 'CANCEL'].includes(event)) return 'EVENT_INVALID';
  if (typeof version !== 'string' || !/^[1-9]\d*$/.test(version) || Number(version) > 2_147_483_647) return 'VERSION_INVALID';
  if (typeof updatedAt !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(updatedAt)) return 'TIME_INVALID';
  if (typeof id !== 'string' || id === '' || id.length > 150) return 'ID_INVALID';
  return [id, { version: Number(version), event, updatedAt, data }];
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer); // a stream without encoding gives buffers
  return Buffer.concat(parts).toString('utf8');
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
