import { inspect } from 'node:util';
import { secret } from '@lienthong/core';
import { makeCertificate, waitFor } from '@lienthong/testbed';
import { SqlServerError, type SqlServerOptions, startSqlServer } from '@lienthong/testbed/sqlserver';
import { expect, it } from 'vitest';
import { type SqlserverInput, sqlserver } from '../src/index.ts';
import { password, scriptedEngine } from './scripted-engine.ts';

const applicationName = 'lienthong-test';

function open(input: Partial<SqlserverInput>, signal = AbortSignal.timeout(20_000)) {
  return sqlserver({ database: 'ho_tich', ...input }).open({ signal, applicationName, maxConnections: 4, statementTimeoutMs: 10_000 });
}

async function serve(options: Partial<SqlServerOptions> = {}) {
  const server = await startSqlServer({ engine: scriptedEngine(), ...options });
  return { server, login: { host: server.host, port: server.port, user: 'lienthong', password } };
}

it('logs in by password, and tells a wrong one from everything else (G-27)', async () => {
  const { server, login } = await serve();
  await using _ = server;
  await using source = await open(login);
  expect(server.connections(applicationName)).toBe(1);
  const refused = await open({ ...login, password: 'CANARY' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'SOURCE_AUTH_FAILED', details: { code: '18456' } });
  expect(inspect(refused, { depth: 9, showHidden: true })).not.toContain('CANARY');
  await source.close();
  await waitFor(() => server.connections(applicationName) === 0);
});

it('finds an instance by its name, and says that nobody answers for another', async () => {
  // An address of its own: the driver asks at UDP 1434 alone.
  const { server, login } = await serve({ host: '127.86.43.2', instance: { name: 'HOTICH' } });
  await using _ = server;
  const { port: _port, ...named } = login;
  await using source = await open({ ...named, instance: 'hotich' });
  expect(server.connections(applicationName)).toBe(1);
  expect(source.snapshot).toBeDefined();
  await expect(open({ ...named, instance: 'DATDAI' })).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
});

it('logs in by NTLM', async () => {
  const { server, login } = await serve({ windowsAccounts: { 'BTP\\lienthong': password } });
  await using _ = server;
  await using source = await open({ ...login, domain: 'BTP' });
  expect(source.snapshot).toBeDefined();
  await expect(open({ ...login, domain: 'BTP', password: 'khác' })).rejects.toMatchObject({ code: 'SOURCE_AUTH_FAILED' });
});

it('logs in by a token of Microsoft Entra ID', async (context) => {
  using made = makeCertificate();
  if (made === undefined) return context.skip('no openssl to make a certificate with');
  const tls = { key: made.key, cert: made.certificate };
  const { server } = await serve({ tokens: { 'a.b.c': 'lienthong@so-tp.example' }, tls });
  await using _ = server;
  const place = { host: 'localhost', port: server.port, ssl: { mode: 'require' } } as const;
  await using source = await open({ ...place, azure: { token: secret('a.b.c') } });
  expect(source.snapshot).toBeDefined();
  await expect(open({ ...place, azure: { token: secret('x.y.z') } })).rejects.toMatchObject({ code: 'SOURCE_AUTH_FAILED' });
});

it('verifies chain and host name, and says that a server has no TLS or demands it', async (context) => {
  using made = makeCertificate();
  if (made === undefined) return context.skip('no openssl to make a certificate with');
  const ca = made.certificate;
  const { server, login } = await serve({ tls: { key: made.key, cert: made.certificate, mode: 'required' } });
  await using _ = server;
  const at = (host: string, ssl: SqlserverInput['ssl']) => open({ ...login, host, ...(ssl === undefined ? {} : { ssl }) });
  await using verified = await at('localhost', { mode: 'verify-full', ca });
  await using encrypted = await at('127.0.0.1', { mode: 'require' });
  expect([verified.snapshot, encrypted.snapshot]).not.toContain(undefined);
  for (const [host, ssl] of [
    ['localhost', { mode: 'verify-full' }],
    ['127.0.0.1', { mode: 'verify-full', ca }],
    ['localhost', { mode: 'disable' }],
  ] as const)
    await expect(at(host, ssl), `${host} ${ssl.mode}`).rejects.toMatchObject({ code: 'SOURCE_TLS_FAILED' });
  const plain = await serve();
  await using __ = plain.server;
  await expect(open({ ...plain.login, ssl: { mode: 'require' } })).rejects.toMatchObject({ code: 'SOURCE_TLS_FAILED' });
});

it('tells a server that is not there, and one that is going over to another', async () => {
  const { server, login } = await serve();
  await server.faults.failOver(new SqlServerError(40613, 'Database is not currently available.', { severity: 20 }));
  await expect(open(login)).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE', retry: 'backoff' });
  await server.faults.recover();
  await (await open(login)).close();
  await server.close();
  await expect(open(login)).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE', details: { code: 'ECONNREFUSED' } });
});

it('throws the reason of an abort while a statement runs, and leaves no connection behind', async () => {
  const { server, login } = await serve();
  await using _ = server;
  await using source = await open(login);
  const abort = new AbortController();
  const reason = new Error('nobody waits');
  const probing = source.probe(abort.signal);
  probing.catch(() => undefined);
  await waitFor(() => server.connections(applicationName) === 1);
  abort.abort(reason);
  await expect(probing).rejects.toBe(reason);
  await waitFor(() => server.connections(applicationName) === 0);
});
