import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { startMongoServer } from '../src/mongodb/index.ts';

type Item = { _id: number };

test('a standalone has neither change streams nor transactions nor a clock', async () => {
  await using server = await startMongoServer({ standalone: true });
  const client = new MongoClient(server.uri, { retryWrites: false });
  const items = client.db('d').collection<Item>('items');
  await items.insertOne({ _id: 1 });
  await expect(items.watch().next()).rejects.toMatchObject({ code: 40573 });
  const hello = await client.db('admin').command({ hello: 1 });
  expect(hello).not.toHaveProperty('setName');
  expect(hello).not.toHaveProperty('operationTime');
  await expect(client.db('admin').command({ replSetGetConfig: 1 })).rejects.toMatchObject({ code: 76 });
  await client.close();
});

test('an account may do what it was given, and is refused in the words of MongoDB', async () => {
  const reader = { password: 'r', commands: new Set(['find', 'listCollections', 'aggregate']) };
  await using server = await startMongoServer({ users: { reader, owner: { password: 'o' } } });
  const owner = new MongoClient(server.uri, { auth: { username: 'owner', password: 'o' } });
  await owner.db('d').collection<Item>('items').insertOne({ _id: 1 });
  const client = new MongoClient(server.uri, { auth: { username: 'reader', password: 'r' } });
  const items = client.db('d').collection<Item>('items');
  expect(await items.find().toArray()).toEqual([{ _id: 1 }]);
  await expect(items.insertOne({ _id: 2 })).rejects.toMatchObject({
    code: 13,
    codeName: 'Unauthorized',
    message: expect.stringContaining('not authorized on d to execute command { insert'),
  });
  await expect(items.watch().next()).rejects.toMatchObject({ code: 13 });
  await expect(
    client
      .db('admin')
      .aggregate([{ $currentOp: { allUsers: true } }])
      .toArray(),
  ).rejects.toMatchObject({ code: 13 });
  const nobody = new MongoClient(server.uri);
  await expect(nobody.db('d').collection('items').findOne()).rejects.toMatchObject({
    code: 13,
    message: 'Command find requires authentication',
  });
  for (const each of [owner, client, nobody]) await each.close();
});

test('TLS is spoken when it is wanted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mongo-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', cert, ...subject], {
    stdio: 'pipe',
  });
  await using server = await startMongoServer({ tls: { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } });
  const client = new MongoClient(server.uri, { tlsCAFile: cert });
  expect(await client.db('admin').command({ ping: 1 })).toMatchObject({ ok: 1 });
  const noticed = once(client, 'connectionClosed');
  server.cut();
  await noticed;
  expect(await client.db('admin').command({ ping: 1 })).toMatchObject({ ok: 1 });
  await client.close();
  const distrusting = new MongoClient(server.uri, { serverSelectionTimeoutMS: 300 });
  await expect(distrusting.connect()).rejects.toThrow(/self-signed/);
  await distrusting.close();
  rmSync(folder, { recursive: true });
});

test.each([
  ['4.4.29', 9],
  ['5.0.31', 13],
  ['6.0.8', 17],
  ['7.0.14', 21],
  ['8.0.4', 25],
] as const)('%s says its wire version and knows what that version knew', async (version, wire) => {
  await using server = await startMongoServer({ version });
  const client = new MongoClient(server.uri);
  const db = client.db('d');
  const hello = await db.command({ hello: 1 });
  expect(hello['maxWireVersion']).toBe(wire);
  expect(await db.command({ buildInfo: 1 })).toMatchObject({ version });
  const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      () => 'accepted',
      (error: { code: number }) => error.code,
    );
  const isModern = wire >= 17;
  const images = db.createCollection('images', { changeStreamPreAndPostImages: { enabled: true } });
  expect(await codeOf(images)).toBe(isModern ? 'accepted' : 40415);
  const stream = db.watch([], { startAtOperationTime: hello['operationTime'] });
  await db.collection<Item>('items').insertOne({ _id: 1 });
  expect('wallTime' in (await stream.next())).toBe(isModern);
  await stream.close();
  const before = db.watch([], { fullDocumentBeforeChange: 'whenAvailable' }).tryNext();
  expect(await codeOf(before)).toBe(isModern ? 'accepted' : 40415);
  const split = db.watch([{ $changeStreamSplitLargeEvent: {} }]).tryNext();
  expect(await codeOf(split)).toBe(wire >= 21 ? 'accepted' : 40324);
  await client.close();
});

test('a server that nobody speaks any more is not started', async () => {
  await expect(startMongoServer({ version: '4.2.0' })).rejects.toThrow(/older than what the testbed speaks/);
});

test('first and last entry of the oplog say how far it reaches', async () => {
  await using server = await startMongoServer({ oplogMaxEntries: 3, noopSeconds: 3600 });
  const client = new MongoClient(server.uri);
  const items = client.db('d').collection<Item>('items');
  for (const _id of [1, 2, 3, 4]) await items.insertOne({ _id });
  const oplog = client.db('local').collection('oplog.rs');
  const first = await oplog.find().sort({ $natural: 1 }).limit(1).toArray();
  const last = await oplog.find().sort({ $natural: -1 }).limit(1).toArray();
  expect(last[0]!['ts'].i - first[0]!['ts'].i + (last[0]!['ts'].t - first[0]!['ts'].t) * 100).toBeGreaterThanOrEqual(2);
  expect(first[0]).toMatchObject({ op: 'i', ns: 'd.items', wall: expect.any(Date) });
  await expect(oplog.find().toArray()).rejects.toMatchObject({ code: 238 });
  await client.close();
});
