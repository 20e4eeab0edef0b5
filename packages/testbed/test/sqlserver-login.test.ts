import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { ConnectionConfiguration } from 'tedious';
import { expect, test } from 'vitest';
import { makeCertificate } from '../src/certificate.ts';
import { type SqlServerOptions, startSqlServer } from '../src/sqlserver/index.ts';
import { waitFor } from '../src/wait-for.ts';
import { ask, connect, refusal } from './sqlserver-client.ts';
import { number, scriptedEngine, tell } from './sqlserver-engine.ts';
import { connectRaw, login7, preloginAsking } from './sqlserver-raw-client.ts';

const engine = () => scriptedEngine((_, results) => tell(results, [number], [[1]]));

async function start(options: Omit<SqlServerOptions, 'engine'> = {}) {
  const own = engine();
  return Object.assign(await startSqlServer({ engine: own, ...options }), { engine: own });
}

test('the login says who, from where, into what; the password arrives clear', async () => {
  await using server = await start();
  const connection = await connect(server, { database: 'legacy', appName: 'ứng dụng', workstationId: 'máy 1', readOnlyIntent: true });
  expect(server.engine.logins).toEqual([
    {
      user: 'app',
      password: 'secret',
      identity: undefined,
      database: 'legacy',
      applicationName: 'ứng dụng',
      hostName: 'máy 1',
      readOnlyIntent: true,
      spid: expect.any(Number),
    },
  ]);
  expect([server.connections('ứng dụng'), server.connections('another')]).toEqual([1, 0]);
  connection.close();
  await waitFor(() => server.connections('ứng dụng') === 0, { what: 'the end of the connection' });
});

test('a wrong password is refused with 18456; a database that is not there with 4060, and with 18456 behind it', async () => {
  await using server = await start();
  expect(await refusal(server, {}, 'wrong')).toEqual([18456]);
  expect(await refusal(server, { database: 'nowhere' })).toEqual([4060, 18456]);
  await expect(connect(server, { database: 'nowhere' })).rejects.toMatchObject({ code: 'ELOGIN', message: /Login failed/ });
  await waitFor(() => server.engine.sessions.open === 0, { what: 'no session' });
});

test('tedious is told the server’s default database, its collation and its version', async () => {
  await using server = await start({ version: '11.0.7001.0', collation: 'Vietnamese_CI_AS' });
  const connection = await connect(server);
  // Private, but what tedious encodes varchar parameters by.
  expect((connection as unknown as { databaseCollation: object }).databaseCollation).toMatchObject({ codepage: 'CP1258' });
  connection.close();
});

test('a version or a collation that is not known is refused at the start', async () => {
  await expect(start({ version: '10.50.1600.1' })).rejects.toThrow('10.50.1600.1');
  await expect(start({ collation: 'Klingon_CI_AS' })).rejects.toThrow('Klingon_CI_AS');
});

test('TLS within PRELOGIN: offered, required, refused by a client that does not trust', async () => {
  using certificate = makeCertificate()!;
  const tls = { key: certificate.key, cert: certificate.certificate };
  const trusting = { encrypt: true, serverName: 'localhost', cryptoCredentialsDetails: { ca: certificate.certificate } };
  await using offering = await start({ tls });
  for (const options of [trusting, { encrypt: true, trustServerCertificate: true }, { encrypt: false }]) {
    const connection = await connect(offering, options);
    expect((await ask(connection, 'select 1')).results).toEqual([[[1]]]);
    connection.close();
  }
  await expect(connect(offering, { encrypt: true, serverName: 'localhost' })).rejects.toMatchObject({
    code: 'ESOCKET',
    message: /self-signed/,
  });
  await expect(connect(offering, { ...trusting, serverName: 'elsewhere' })).rejects.toMatchObject({ message: /altnames/i });
  await using requiring = await start({ tls: { ...tls, mode: 'required' } });
  (await connect(requiring, trusting)).close();
  await expect(connect(requiring, { encrypt: false })).rejects.toMatchObject({ code: 'EENCRYPT' });
  expect([offering, requiring].map((server) => server.engine.logins.length)).toEqual([3, 1]);
});

test('tedious goes on in clear where a server says that it has no TLS: whoever wants it has to look', async () => {
  await using server = await start();
  let isSecure = false;
  const connection = await connect(server, { encrypt: true }, (opening) => opening.on('secure', () => (isSecure = true)));
  expect([isSecure, server.engine.logins.length]).toEqual([false, 1]);
  connection.close();
});

test('megabytes pass through TLS within PRELOGIN, in small packets', async () => {
  using certificate = makeCertificate()!;
  const text = 'x'.repeat(2_000_000);
  const column = { name: 'v', type: { name: 'nvarchar', length: 'max', collation: 'Vietnamese_CI_AS' }, nullable: false } as const;
  await using server = await startSqlServer({
    engine: scriptedEngine((_, results) => tell(results, [column], [[text]])),
    tls: { key: certificate.key, cert: certificate.certificate },
  });
  const connection = await connect(server, { encrypt: true, trustServerCertificate: true, packetSize: 512 });
  expect((await ask(connection, 'select')).results[0]?.[0]?.[0] === text).toBe(true);
  connection.close();
});

test('a client that asks for it has its login encrypted, and nothing else', async () => {
  using certificate = makeCertificate()!;
  await using server = await start({ tls: { key: certificate.key, cert: certificate.certificate } });
  const client = await connectRaw(server.port);
  client.send(0x12, preloginAsking(0));
  const answer = (await client.receive()).body;
  // The second option is that of encryption: off.
  expect([answer[5], answer[answer.readUInt16BE(6)]]).toEqual([1, 0]);
  const tls = await client.secure(certificate.certificate);
  client.send(0x10, login7('app', 'secret'), tls);
  const loggedIn = await client.receive();
  expect([loggedIn.type, loggedIn.body.includes(Buffer.from('legacy', 'utf16le'))]).toEqual([4, true]);
  client.send(0x01, Buffer.concat([Buffer.from('04000000', 'hex'), Buffer.from('select 1', 'utf16le')]));
  expect((await client.receive()).body[0]).toBe(0x81);
  expect(server.engine.requests).toEqual([{ text: 'select 1', parameters: [] }]);
  client.socket.destroy();
});

test('TLS before everything (TDS 8.0) is taken by every server with TLS, and alone by a strict one', async () => {
  using certificate = makeCertificate()!;
  const tls = { key: certificate.key, cert: certificate.certificate };
  const strict: Parameters<typeof connect>[1] = {
    encrypt: 'strict',
    serverName: 'localhost',
    cryptoCredentialsDetails: { ca: certificate.certificate },
  };
  await using offering = await start({ tls });
  await using demanding = await start({ tls: { ...tls, mode: 'strict' } });
  for (const server of [offering, demanding]) {
    for (const tdsVersion of ['7_4', '8_0']) {
      const connection = await connect(server, { ...strict, tdsVersion });
      expect((await ask(connection, 'select 1')).results).toEqual([[[1]]]);
      connection.close();
    }
  }
  await expect(connect(demanding, { encrypt: true, trustServerCertificate: true })).rejects.toMatchObject({ code: 'ESOCKET' });
  await using plain = await start();
  await expect(connect(plain, strict)).rejects.toMatchObject({ code: 'ESOCKET' });
});

/** Each of them as the adapter's users would give it. */
const ntlm = (domain: string, userName: string, password: string): NonNullable<ConnectionConfiguration['authentication']> => ({
  type: 'ntlm',
  options: { domain, userName, password },
});

test('NTLM lets in who knows the password of the account, in whatever case the account is written', async () => {
  await using server = await start({ windowsAccounts: { 'HOTICH\\svc-lienthong': 'mật khẩu' } });
  for (const [domain, user] of [
    ['HOTICH', 'svc-lienthong'],
    ['hotich', 'SVC-lienthong'],
  ] as const) {
    (await connect(server, { authentication: ntlm(domain, user, 'mật khẩu') })).close();
    expect(server.engine.logins.at(-1)).toMatchObject({ user: '', password: '', identity: `${domain.toUpperCase()}\\${user}` });
  }
  await expect(connect(server, { authentication: ntlm('HOTICH', 'svc-lienthong', 'sai') })).rejects.toMatchObject({ code: 'ELOGIN' });
  await expect(connect(server, { authentication: ntlm('HOTICH', 'other', 'mật khẩu') })).rejects.toMatchObject({ code: 'ELOGIN' });
  await expect(connect(server, { authentication: ntlm('OTHER', 'svc-lienthong', 'mật khẩu') })).rejects.toMatchObject({ code: 'ELOGIN' });
  expect(server.engine.logins).toHaveLength(2);
});

test('an access token that the server knows lets its principal in', async () => {
  await using server = await start({ version: '12.0.2000.8', tokens: { 'ey.token': 'lienthong@hotich' } });
  const authentication = (token: string): NonNullable<ConnectionConfiguration['authentication']> => ({
    type: 'azure-active-directory-access-token',
    options: { token },
  });
  const connection = await connect(server, { authentication: authentication('ey.token') });
  expect((await ask(connection, 'select 1')).results).toEqual([[[1]]]);
  expect(server.engine.logins).toMatchObject([{ user: '', identity: 'lienthong@hotich' }]);
  connection.close();
  await expect(connect(server, { authentication: authentication('ey.other') })).rejects.toMatchObject({ code: 'ELOGIN' });
  await expect(connect(server, { authentication: authentication('constructor') })).rejects.toMatchObject({ code: 'ELOGIN' });
});

test('a client that fetches its token is told where, and for whom', async () => {
  await using server = await start({ tokens: { 'ey.fetched': 'lienthong@hotich' } });
  const scopes: unknown[] = [];
  const credential = {
    getToken: async (scope: unknown) => {
      scopes.push(scope);
      return { token: 'ey.fetched', expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  (await connect(server, { authentication: { type: 'token-credential', options: { credential } } })).close();
  expect(scopes).toEqual(['https://database.windows.net/.default']);
  expect(server.engine.logins).toMatchObject([{ identity: 'lienthong@hotich' }]);
});

test('an instance is found by its name', async () => {
  // An address of this machine of its own: tedious asks UDP 1434, whatever it is told.
  await using server = await start({ host: '127.86.43.1', instance: { name: 'HOTICH' } });
  expect(server.browserPort).toBe(1434);
  const connection = await connect(server, { instanceName: 'hotich' });
  expect((await ask(connection, 'select 1')).results).toEqual([[[1]]]);
  connection.close();
  await expect(connect(server, { instanceName: 'other' })).rejects.toMatchObject({ code: 'EINSTLOOKUP' });
});

test('the browser tells all instances, or the one that it is asked for', async () => {
  await using server = await start({ instance: { name: 'HOTICH', browserPort: 0 } });
  const client = createSocket('udp4');
  const answers: string[] = [];
  client.on('message', (bytes) => answers.push(bytes.toString('latin1', 3)));
  const asked = [Buffer.from('\u0004OTHER\0', 'latin1'), Buffer.from('\u0004hotich\0', 'latin1'), Buffer.from([2]), Buffer.from([3])];
  for (const request of asked) client.send(request, server.browserPort, '127.0.0.1');
  await waitFor(() => answers.length === 3, { what: 'three answers' });
  const told = `ServerName;TESTBED;InstanceName;HOTICH;IsClustered;No;Version;16.0.4175.1;tcp;${server.port};;`;
  expect(answers).toEqual([told, told, told]);
  client.close();
});

test('the size of packets is agreed on: what is wished for, within 512 and 32767', async () => {
  await using server = await start();
  for (const [wished, agreed] of [
    [512, 512],
    [4096, 4096],
    [100, 512],
    [100_000, 32_767],
  ] as const) {
    const told: string[] = [];
    const connection = await connect(server, { packetSize: wished }, (opening) => opening.on('debug', (message) => told.push(message)));
    expect(told).toContain(`Packet size changed from ${wished} to ${agreed}`);
    connection.close();
  }
});

test('bytes that are no TDS end their connection and no other', async () => {
  await using server = await start();
  const connection = await connect(server);
  for (const bytes of ['\u0012\u0001\u0000\u0004\u0000\u0000\u0000\u0000', '\u0001\u0001\u0000\u0008\u0000\u0000\u0000\u0000']) {
    const socket = connectTcp({ host: server.host, port: server.port });
    const closed = once(socket, 'close');
    socket.write(Buffer.from(bytes, 'latin1'));
    await expect(closed).rejects.toMatchObject({ code: 'ECONNRESET' });
  }
  expect((await ask(connection, 'select 1')).results).toEqual([[[1]]]);
  connection.close();
});

test('a request that ends too early ends its connection, and its session', async () => {
  await using server = await start();
  const client = await connectRaw(server.port);
  client.send(0x12, preloginAsking(2));
  await client.receive();
  client.send(0x10, login7('app', 'secret'));
  await client.receive();
  expect(server.engine.sessions.open).toBe(1);
  const closed = once(client.socket, 'close');
  // A call of sp_executesql whose first parameter has no type.
  client.send(0x03, Buffer.from('04000000ffff0a0000000000', 'hex'));
  await expect(closed).rejects.toMatchObject({ code: 'ECONNRESET' });
  await waitFor(() => server.engine.sessions.open === 0, { what: 'the end of the session' });
});
