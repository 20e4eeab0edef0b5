import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { generateKeyPair, keyIdOf } from '@lienthong/core';
import { type Certificate, makeCertificate, startNationalReceiver, waitFor } from '@lienthong/testbed';
import { afterAll, describe, expect, it } from 'vitest';
import type { ConnectorOptions } from '../src/index.ts';
import { startAnsweringPlatform } from './answers.ts';
import { connect } from './connect.ts';
import { memorySource } from './memory-source.ts';
import { contractYaml } from './persons.ts';

interface Front extends AsyncDisposable {
  readonly url: string;
}

/** TLS in front of a plain server: who has not the certificate of the client gets no further. */
async function startFront(target: string, server: Certificate, client: Certificate): Promise<Front> {
  const { key, certificate: cert } = server;
  const front = createServer({ key, cert, ca: client.certificate, requestCert: true, rejectUnauthorized: true }, (socket) => {
    const plain = connectPlain(Number(new URL(target).port), '127.0.0.1');
    for (const one of [socket, plain]) one.on('error', () => [socket, plain].forEach((end) => end.destroy()));
    socket.pipe(plain).pipe(socket);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const { port } = front.address() as AddressInfo; // it listens on a port
  return {
    url: `https://localhost:${port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void front.close(() => resolve())),
  };
}

const certificates = [makeCertificate(), makeCertificate(), makeCertificate()] as const;
const [server, client, stranger] = certificates;
afterAll(() => {
  for (const one of certificates) one?.[Symbol.dispose]();
});

const dataset = 'ho-tich.cong-dan';
const keys = generateKeyPair();

type Tls = Pick<Extract<ConnectorOptions['platform'], { readonly url: string }>, 'certificateAuthority' | 'clientCertificate'>;

/** Runs a connector of ten records once, or until it waits for the receiver; gives what it waits for. */
async function run(platform: ConnectorOptions['platform']): Promise<string> {
  const state = await mkdtemp(join(tmpdir(), 'lienthong-tls-'));
  try {
    const { connector, events } = connect({
      agency: 'H26.12',
      source: { name: 'ho-tich', adapter: memorySource(10).adapter },
      platform,
      state,
      datasets: [
        {
          contract: contractYaml(dataset),
          from: 'person',
          mapping: { properties: { id: { column: 'id', cast: true }, name: 'ho_ten' } },
          read: { kind: 'snapshot' },
          national: { dataType: 'H26_001' },
        },
      ],
      delivery: { timeoutMs: 5_000, backoff: { initialMs: 10, maxMs: 20 } },
      graceMs: 0,
    });
    const stop = new AbortController();
    let isOver = false;
    const running = connector.run(stop.signal, { once: true }).then(
      () => (isOver = true),
      () => (isOver = true),
    );
    const failed = () => events.flatMap((event) => (event.name === 'retrying' ? [event.code] : []))[0];
    await waitFor(() => isOver || failed() !== undefined, { what: 'the end, or an attempt that failed' });
    stop.abort(new Error('enough'));
    await running;
    return failed() ?? 'delivered';
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

describe.skipIf(certificates.includes(undefined))('a receiver that asks for a client certificate', () => {
  if (server === undefined || client === undefined || stranger === undefined) return;
  const by = ({ certificate, key: privateKey }: Certificate) => ({
    certificateAuthority: server.certificate,
    clientCertificate: { certificate, privateKey },
  });
  const cases: readonly (readonly [string, Tls, 'delivered' | 'PLATFORM_UNREACHABLE'])[] = [
    ['takes that of the connector', by(client), 'delivered'],
    ['refuses another one', by(stranger), 'PLATFORM_UNREACHABLE'],
    ['refuses who has none', { certificateAuthority: server.certificate }, 'PLATFORM_UNREACHABLE'],
    [
      'is not believed without the authority that signed its own',
      { clientCertificate: by(client).clientCertificate },
      'PLATFORM_UNREACHABLE',
    ],
  ];

  it.each(cases)('of national messages, tokens included, %s', async (_, tls, expected) => {
    const receiver = await startNationalReceiver({ clients: { h26: 'khoa' } });
    await using front = await startFront(receiver.url, server, client);
    const oauth = { tokenUrl: `${front.url}/token`, clientId: 'h26', clientSecret: 'khoa' };
    expect(await run({ profile: 'qcvn-09-2025-bca', url: front.url, oauth, ...tls })).toBe(expected);
    expect([receiver.kept.size, receiver.counts.tokens]).toEqual(expected === 'delivered' ? [10, 1] : [0, 0]);
    await receiver.close();
  });

  it.each(cases)('of lienthong/1, %s', async (_, tls, expected) => {
    await using platform = await startAnsweringPlatform();
    await using front = await startFront(platform.url, server, client);
    const key = { keyId: keyIdOf(keys.publicKey), privateKey: keys.privateKey };
    expect(await run({ url: front.url, key, receiptKey: platform.receiptKey, ...tls })).toBe(expected);
    expect(platform.received.length > 0).toBe(expected === 'delivered');
  });
});
