import { makeCertificate } from '@lienthong/testbed';
import { expect, it } from 'vitest';
import { mongodb } from '../src/index.ts';
import { login, openWire } from './server.ts';
import { contextOf, never } from './session.ts';

// Side by side: the driver looks for a server for fifteen seconds before it says why it has none.
it.concurrent('verifies chain and host name, and says that it was TLS which failed', async (context) => {
  using made = makeCertificate();
  if (made === undefined) return context.skip('no openssl to make a certificate with');
  await using server = await openWire({ tls: { key: made.key, cert: made.certificate } });
  const port = Number((server.wire?.hosts[0] ?? '').split(':')[1]);
  const open = (host: string, ssl: object) => mongodb({ host, port, direct: true, database: 'lienthong', ssl, ...login }).open(contextOf());
  await Promise.all([
    expect(open('localhost', { mode: 'verify-full' })).rejects.toMatchObject({ code: 'SOURCE_TLS_FAILED' }),
    expect(open('127.0.0.1', { mode: 'verify-full', ca: made.certificate })).rejects.toMatchObject({ code: 'SOURCE_TLS_FAILED' }),
  ]);
  for (const ssl of [{ mode: 'verify-full', ca: made.certificate }, { mode: 'require' }]) {
    await using source = await open('localhost', ssl);
    expect((await source.probe(never)).product).toBe('MongoDB');
  }
});

it.concurrent('G-27: tells a server that is not there by its address, within the time that the driver looks for it, and shows no password', async () => {
  const canary = 'CANARY-mật-khẩu';
  await using server = await openWire();
  const [host = '', port = ''] = (server.wire?.hosts[0] ?? '').split(':');
  await server.wire?.close();
  const error = await mongodb({ host, port: Number(port), direct: true, database: 'lienthong', user: 'lienthong', password: canary })
    .open(contextOf({ signal: AbortSignal.timeout(30_000) }))
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'SOURCE_UNREACHABLE', message: expect.stringContaining(port) as unknown });
  expect(String(error)).not.toContain(canary);
}, 60_000);
