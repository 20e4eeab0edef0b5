import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { makeCertificate, waitFor } from '@lienthong/testbed';
import { OracleError, type OracleOptions, startOracle } from '@lienthong/testbed/oracle';
import { expect, it } from 'vitest';
import { type OracleInput, oracle } from '../src/index.ts';
import { password, type Script, scriptedEngine } from './scripted-engine.ts';

const applicationName = 'lienthong-test';

function open(input: Partial<OracleInput>, signal = AbortSignal.timeout(20_000), name = applicationName) {
  const place = 'sid' in input || 'connectString' in input ? {} : { database: 'hotich' };
  return oracle({ ...place, ...input }).open({ signal, applicationName: name, maxConnections: 4, statementTimeoutMs: 10_000 });
}

async function serve(options: Partial<OracleOptions> = {}, script?: Script) {
  const server = await startOracle({ engine: scriptedEngine(script), ...options });
  return { server, login: { host: server.host, port: server.port, user: 'lienthong', password } };
}

it('logs in by service, by SID and by a descriptor, under a name that a person finds', async () => {
  const { server, login } = await serve();
  await using _ = server;
  const { host, port, ...account } = login;
  const descriptor = `(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=${host})(PORT=${port}))(CONNECT_DATA=(SERVICE_NAME=hotich)))`;
  for (const input of [login, { ...login, sid: 'HT' }, { ...account, connectString: descriptor }]) {
    await using source = await open(input);
    expect(server.connections(applicationName)).toBe(1);
    await source.close();
    await waitFor(() => server.connections(applicationName) === 0);
  }
});

it('takes any name of an application: the driver refuses blanks in that of a program', async () => {
  const { server, login } = await serve();
  await using _ = server;
  await using _source = await open(login, undefined, 'Sở Tư pháp, bản 2');
  expect(server.connections('S--T--ph-p--b-n-2')).toBe(1);
});

it('tells a wrong password, a locked account and an unknown service apart, and shows none of them (G-27)', async () => {
  const { server, login } = await serve();
  await using _ = server;
  const refused = await open({ ...login, password: 'CANARY' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'SOURCE_AUTH_FAILED', details: { code: '1017' } });
  expect(inspect(refused, { depth: 9, showHidden: true })).not.toContain('CANARY');
  await expect(open({ ...login, user: 'locked' })).rejects.toMatchObject({ code: 'SOURCE_AUTH_FAILED', details: { code: '28000' } });
  await expect(open({ ...login, database: 'khác' })).rejects.toMatchObject({
    code: 'SOURCE_UNREACHABLE',
    remedy: expect.stringContaining('service') as string,
  });
  await expect(open({ ...login, sid: 'XE' })).rejects.toMatchObject({
    code: 'SOURCE_UNREACHABLE',
    remedy: expect.stringContaining('SID') as string,
  });
});

it('verifies chain and host name by a wallet', async (context) => {
  using made = makeCertificate();
  if (made === undefined) return context.skip('no openssl to make a certificate with');
  const { server, login } = await serve({ tls: { key: made.key, cert: made.certificate } });
  await using _ = server;
  const directory = await mkdtemp(join(tmpdir(), 'lienthong-wallet-'));
  await writeFile(join(directory, 'ewallet.pem'), `${made.key}${made.certificate}`);
  const trusted = { ...login, host: 'localhost', walletLocation: directory } as const;
  await using verified = await open({ ...trusted, ssl: { mode: 'verify-full' } });
  expect(verified.snapshot).toBeDefined();
  await expect(open({ ...trusted, host: '127.0.0.1', ssl: { mode: 'verify-full' } })).rejects.toMatchObject({ code: 'SOURCE_TLS_FAILED' });
  await (await open({ ...trusted, host: '127.0.0.1', ssl: { mode: 'require' } })).close();
  await expect(open({ ...login, host: 'localhost', ssl: { mode: 'verify-full' } })).rejects.toMatchObject({ code: 'SOURCE_TLS_FAILED' });
  await rm(directory, { recursive: true });
});

it('tells a server that is not there, and one that is starting', async () => {
  const { server, login } = await serve();
  await server.faults.failOver(new OracleError(1033, 'ORACLE initialization or shutdown in progress'));
  await expect(open(login)).rejects.toMatchObject({ code: 'SOURCE_BUSY', retry: 'backoff' });
  await server.faults.recover();
  await (await open(login)).close();
  await server.close();
  await expect(open(login)).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE', retry: 'backoff' });
});

it('throws the reason of an abort while a statement runs, and leaves no connection behind', async () => {
  let asked = false;
  const { server, login } = await serve({}, ({ text }, signal) => {
    if (!text.includes('v$database')) return undefined;
    asked = true;
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  });
  await using _ = server;
  await using source = await open(login);
  const abort = new AbortController();
  const reason = new Error('nobody waits');
  const probing = source.probe(abort.signal);
  probing.catch(() => undefined);
  await waitFor(() => asked);
  abort.abort(reason);
  await expect(probing).rejects.toBe(reason);
  await source.close();
  await waitFor(() => server.connections(applicationName) === 0);
});

it('says of a session that was killed that waiting mends it, and makes another one', async () => {
  let kills = 1;
  const { server, login } = await serve({}, ({ text }) => {
    if (!text.includes('all_objects')) return undefined;
    if (kills-- > 0) throw new OracleError(28, 'your session has been killed', { isFatal: true });
    return undefined;
  });
  await using _ = server;
  await using source = await open(login);
  const signal = AbortSignal.timeout(10_000);
  await expect(source.describe(signal)).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  expect(await source.describe(signal)).toEqual([]);
});
