import { once } from 'node:events';
import { connect as connectTcp, createServer, type Socket } from 'node:net';
import oracledb from 'oracledb';
import { expect, test } from 'vitest';
import { makeCertificate } from '../src/certificate.ts';
import { OracleError } from '../src/oracle/index.ts';
import { waitFor } from '../src/wait-for.ts';
import { number, openScene, query, varchar } from './scripted-oracle.ts';

const one = (): ReturnType<typeof query> => query([['ONE', number]], [['1']]);

test('clients are let in by service and by SID, and told what they are in', async () => {
  await using scene = await openScene(one, { version: '19.24.3.0.0' });
  const connection = await scene.connect({ program: 'ingest', machine: 'host-7' });
  expect(connection.oracleServerVersionString).toBe('19.24.3.0.0');
  expect(connection.serviceName).toBe('orclpdb1');
  expect(connection.instanceName).toBe('orcl');
  expect(connection.dbName).toBe('ORCL');
  expect(connection.maxIdentifierLength).toBe(128);
  expect(connection.currentSchema).toBe('');
  expect(scene.engine.logins[0]).toMatchObject({ user: 'SCOTT', role: undefined, program: 'ingest', machine: 'host-7' });
  expect(scene.engine.requests[0]?.text).toMatch(/^ALTER SESSION SET TIME_ZONE ='/);
  expect(scene.server.connections('ingest')).toBe(1);
  const sid = `(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${scene.server.port}))(CONNECT_DATA=(SID=ORCL)))`;
  const other = await scene.connect({ connectString: sid, user: '"Mixed Case"', password: 'mật khẩu', privilege: oracledb.SYSDBA });
  expect(scene.engine.logins[1]).toMatchObject({ user: 'Mixed Case', role: 'sysdba', target: { container: 'ORCLPDB1' } });
  await other.close();
  await connection.close();
  await waitFor(() => scene.server.connections() === 0 && scene.engine.openSessions() === 0);
});

test.each(['12.1.0.2.0', '12.2.0.1.0', '18.3.0.0.0', '19.3.0.0.0', '21.3.0.0.0', '23.5.0.0.0'])('%s is spoken', async (version) => {
  await using scene = await openScene(one, { version });
  const connection = await scene.connect();
  expect(connection.oracleServerVersionString).toBe(version);
  expect((await connection.execute('select 1 from dual where 1 = :1', [7])).rows).toEqual([[1]]);
  expect(scene.engine.requests.at(-1)?.binds).toEqual([[{ type: number, value: '7' }]]);
  await connection.close();
});

test('an unknown service, an unknown SID, a wrong password and a locked account are refused as a server does', async () => {
  await using scene = await openScene(one);
  const { port } = scene.server;
  const sid = `(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${port}))(CONNECT_DATA=(SID=NOPE)))`;
  await expect(scene.connect({ connectString: `127.0.0.1:${port}/nope` })).rejects.toMatchObject({ code: 'NJS-518' });
  await expect(scene.connect({ connectString: sid })).rejects.toMatchObject({ code: 'NJS-519' });
  await expect(scene.connect({ password: 'wrong' })).rejects.toMatchObject({ errorNum: 1017 });
  await expect(scene.connect({ user: 'nobody' })).rejects.toMatchObject({ errorNum: 1017 });
  await expect(scene.connect({ user: 'locked' })).rejects.toMatchObject({ errorNum: 28_000 });
  const refused = scene.server.faults.failLogin(new OracleError(1033, 'ORACLE initialization or shutdown in progress'));
  await expect(scene.connect()).rejects.toMatchObject({ errorNum: 1033 });
  await refused;
  await waitFor(() => scene.server.connections() === 0 && scene.engine.openSessions() === 0);
});

test('a long description of the database follows its packet', async () => {
  await using scene = await openScene(one);
  const address = `(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${scene.server.port}))`;
  const program = 'p'.repeat(300);
  const connection = await scene.connect({
    connectString: `(DESCRIPTION=${address}(CONNECT_DATA=(SERVICE_NAME=orclpdb1)(X=${program})))`,
  });
  await connection.ping();
  await connection.close();
});

test.each([512, 8192, 65_535, 2_000_000])('packets of %i bytes carry everything', async (size) => {
  const rows = Array.from({ length: 300 }, (_, index) => [String(index), 'ế'.repeat(index * 3)]);
  await using scene = await openScene(() =>
    query(
      [
        ['N', number],
        ['T', varchar(4000)],
      ],
      rows,
    ),
  );
  const address = `(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${scene.server.port}))`;
  const connection = await scene.connect({ connectString: `(DESCRIPTION=(SDU=${size})${address}(CONNECT_DATA=(SERVICE_NAME=orclpdb1)))` });
  const { rows: read } = await connection.execute('select n, t from t where t <> :1', ['x'.repeat(100_000)]);
  expect(read).toEqual(rows.map(([id, text]) => [Number(id), text === '' ? null : text]));
  expect(scene.engine.requests.at(-1)?.binds[0]?.[0]?.value).toBe('x'.repeat(100_000));
  await connection.close();
});

test('TLS is spoken by tcps, and by nothing else then', async () => {
  using certificate = makeCertificate();
  if (certificate === undefined) throw new Error('There is no openssl.');
  await using scene = await openScene(one, { tls: { key: certificate.key, cert: certificate.certificate } });
  const connectString = `tcps://localhost:${scene.server.port}/orclpdb1`;
  const connection = await scene.connect({ connectString, walletContent: `${certificate.key}${certificate.certificate}` });
  expect((await connection.execute('select 1 from dual')).rows).toEqual([[1]]);
  await connection.close();
  await expect(scene.connect({ connectString })).rejects.toThrow(/self-signed|certificate/);
  await expect(scene.connect()).rejects.toMatchObject({ code: expect.stringMatching(/^NJS-5/) });
});

test('a listener sends clients to another server', async () => {
  await using scene = await openScene(one);
  await using listener = await openScene(one, { redirect: { host: '127.0.0.1', port: scene.server.port } });
  const connection = await listener.connect();
  await connection.ping();
  expect([scene.engine.logins.length, listener.engine.logins.length]).toEqual([1, 0]);
  await connection.close();
});

test('a pool of connections is filled, used and drained', async () => {
  await using scene = await openScene(one);
  const connectString = `127.0.0.1:${scene.server.port}/orclpdb1`;
  const pool = await oracledb.createPool({ user: 'scott', password: 'tiger', connectString, poolMin: 2, poolMax: 4 });
  const connections = await Promise.all([1, 2, 3, 4].map(() => pool.getConnection()));
  await Promise.all(connections.map((connection) => connection.execute('select 1 from dual')));
  expect(scene.server.connections()).toBe(4);
  await Promise.all(connections.map((connection) => connection.close()));
  await pool.close(0);
  await waitFor(() => scene.server.connections() === 0 && scene.engine.openSessions() === 0);
});

test('packets may come in pieces', async () => {
  await using scene = await openScene(one);
  for (const piece of [1, 7, 100]) {
    await using between = await openProxy(scene.server.port, piece);
    const connection = await scene.connect({ connectString: `127.0.0.1:${between.port}/orclpdb1` });
    expect((await connection.execute('select 1 from dual where :1 is null', ['x'.repeat(5000)])).rows).toEqual([[1]]);
    await connection.close();
  }
});

test('bytes that are no protocol end their own connection alone', async () => {
  await using scene = await openScene(one);
  const connection = await scene.connect();
  const send = async (bytes: Buffer): Promise<void> => {
    const socket = connectTcp(scene.server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(bytes);
    await closed;
  };
  await send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  await send(Buffer.alloc(64, 0xff));
  await send(Buffer.from([0, 8, 0, 0, 6, 0, 0, 0]));
  await send(Buffer.from([0, 20, 0, 0, 1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
  for (const bytes of [
    '0000001406000000ffff0203040506070809ff0a',
    '0000000b0c000000010009',
    'ffffffff060000000800',
    '0000000706000000',
    '0000000f0600000008000305010203',
  ]) {
    await using between = await openProxy(scene.server.port);
    const victim = await scene.connect({ connectString: `127.0.0.1:${between.port}/orclpdb1` });
    between.inject(Buffer.from(bytes, 'hex'));
    await expect(victim.execute('select 1 from dual')).rejects.toMatchObject({ code: 'NJS-500' });
  }
  const silent = connectTcp(scene.server.port, '127.0.0.1');
  await once(silent, 'connect');
  silent.write(Buffer.from([0, 100, 0, 0, 1, 0]));
  expect((await connection.execute('select 1 from dual')).rows).toEqual([[1]]);
  silent.destroy();
  await connection.close();
  await waitFor(() => scene.server.connections() === 0);
});

/** Passes on all bytes, those to the server in pieces, and others between them. */
async function openProxy(
  target: number,
  piece = Infinity,
): Promise<AsyncDisposable & { readonly port: number; inject(bytes: Buffer): void }> {
  const sockets: Socket[] = [];
  const listener = createServer((near) => {
    const far = connectTcp(target, '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += piece) far.write(bytes.subarray(at, at + piece));
    });
    far.setNoDelay(true);
    far.pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
    sockets.push(near, far);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy does not listen on a port.');
  return {
    port: address.port,
    inject: (bytes) => sockets[1]?.write(bytes),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
