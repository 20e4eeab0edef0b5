import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type SecureVersion } from 'node:tls';
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
async function startFront(target: string, version: SecureVersion, server: Certificate, client: Certificate): Promise<Front> {
  const { key, certificate: cert } = server;
  const both = { minVersion: version, maxVersion: version, requestCert: true, rejectUnauthorized: true };
  const front = createServer({ key, cert, ca: client.certificate, ...both }, (socket) => {
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

/** Runs a connector of ten records once, or until it waits for the receiver; gives what it waits for, and what is to be done. */
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
    const failed = () => events.flatMap((event) => (event.name === 'retrying' ? [`${event.code}: ${event.error.remedy}`] : []))[0];
    await waitFor(() => isOver || failed() !== undefined, { what: 'the end, or an attempt that failed' });
    stop.abort(new Error('enough'));
    await running;
    return failed() ?? 'delivered';
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

const versions = ['TLSv1.2', 'TLSv1.3'] as const;

describe.skipIf(certificates.includes(undefined)).each(versions)('a receiver that asks for a client certificate, in %s', (version) => {
  if (server === undefined || client === undefined || stranger === undefined) return;
  const by = ({ certificate, key: privateKey }: Certificate) => ({
    certificateAuthority: server.certificate,
    clientCertificate: { certificate, privateKey },
  });
  const delivered = /^delivered$/;
  const refused = /^PLATFORM_(?:UNREACHABLE|TLS_FAILED): .*client ?certificate/i;
  const cases: readonly (readonly [string, Tls, RegExp])[] = [
    ['takes that of the connector', by(client), delivered],
    ['refuses another one', by(stranger), refused],
    ['refuses who has none', { certificateAuthority: server.certificate }, refused],
    [
      'is not believed without the authority that signed its own',
      { clientCertificate: by(client).clientCertificate },
      /^PLATFORM_TLS_FAILED: .*certificateAuthority/,
    ],
  ];

  it.each(cases)('of national messages, tokens included, %s', async (_, tls, expected) => {
    const receiver = await startNationalReceiver({ clients: { h26: 'khoa' } });
    await using front = await startFront(receiver.url, version, server, client);
    const oauth = { tokenUrl: `${front.url}/token`, clientId: 'h26', clientSecret: 'khoa' };
    expect(await run({ profile: 'qcvn-09-2025-bca', url: front.url, oauth, ...tls })).toMatch(expected);
    expect([receiver.kept.size, receiver.counts.tokens]).toEqual(expected === delivered ? [10, 1] : [0, 0]);
    await receiver.close();
  });

  it.each(cases)('of lienthong/1, %s', async (_, tls, expected) => {
    await using platform = await startAnsweringPlatform();
    await using front = await startFront(platform.url, version, server, client);
    expect(await run({ ...publishing(front.url, platform), ...tls })).toMatch(expected);
    expect(platform.received.length > 0).toBe(expected === delivered);
  });
});

it('tells an address without TLS, with an old one, and one that is not in the certificate, by what is wrong with it', async () => {
  await using platform = await startAnsweringPlatform();
  const plain = platform.url.replace('http:', 'https:');
  expect(await run(publishing(plain, platform))).toMatch(/^PLATFORM_TLS_FAILED: .*speaks no TLS/);
  if (server === undefined || client === undefined) return;
  const old = createServer({
    key: server.key,
    cert: server.certificate,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'ALL@SECLEVEL=0',
  });
  await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
  const { port } = old.address() as AddressInfo; // it listens on a port
  expect(await run({ ...publishing(`https://localhost:${port}`, platform), certificateAuthority: server.certificate })).toMatch(
    /^PLATFORM_TLS_FAILED: .*no version of TLS in common/,
  );
  old.close();
  await using front = await startFront(platform.url, 'TLSv1.3', server, client);
  const other = publishing(front.url.replace('localhost', '127.0.0.1'), platform);
  expect(await run({ ...other, certificateAuthority: server.certificate })).toMatch(/^PLATFORM_TLS_FAILED: .*the name that is in/);
});

function publishing(url: string, { receiptKey }: { readonly receiptKey: string }) {
  return { url, key: { keyId: keyIdOf(keys.publicKey), privateKey: keys.privateKey }, receiptKey };
}
