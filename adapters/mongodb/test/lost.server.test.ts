import { follow, followToNow, keepFollowing, readAll, until } from '@lienthong/conformance/reading';
import { isLienThongError } from '@lienthong/core';
import { describe, expect, it } from 'vitest';
import { mongodb } from '../src/index.ts';
import { login, openWire, type TestServer } from './server.ts';
import { contextOf, never, openSource, readGrown, selectionOf } from './session.ts';

// What a real server is not asked to do for a test: to lose its log, to step down, to hold back what a majority has.

const people = (server: TestServer) => server.db.collection<{ _id: number; n?: number }>('dan');
const selected = (server: TestServer) => [selectionOf(server, 'dan', ['_id'])];
const patience = () => ({ signal: AbortSignal.timeout(20_000) });

describe('what goes wrong with MongoDB, by the wire server', () => {
  it('AC-MO-1, G-10: a token out of the oplog is told as lost history, with the choices, and not tried again', async () => {
    await using server = await openWire();
    await people(server).insertOne({ _id: 1 });
    await using source = await openSource(server);
    const start = await source.changes.start(selected(server), never);
    await people(server).insertOne({ _id: 2 });
    const { position } = await followToNow(source.changes, selected(server), start, patience());
    expect(await source.changes.has?.(position, selected(server), never)).toBe(true);
    await people(server).insertMany(Array.from({ length: 20 }, (_, n) => ({ _id: 10 + n })));
    server.wire?.faults.forgetOplog(3);
    for (const after of [position, start]) {
      const error = await follow(source.changes, selected(server), after, () => false, patience()).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'SOURCE_HISTORY_LOST', retry: 'operator', remedy: expect.stringContaining('new epoch') });
      expect(isLienThongError(error) && error.remedy).toContain('replSetResizeOplog');
      expect(await source.changes.has?.(after, selected(server), never)).toBe(false);
    }
  });

  it('AC-MO-1: the window of the oplog is reported beforehand, and that it is short', async () => {
    await using server = await openWire();
    await people(server).insertOne({ _id: 1 });
    await using source = await openSource(server);
    const { findings } = await source.probe(never);
    expect(findings.find(({ id }) => id === 'oplog-window-short')).toMatchObject({
      level: 'warning',
      message: expect.stringMatching(/reaches back 0\.\d hours/),
    });
  });

  it('G-16: a start waits until a majority has what was written, so that no read that follows misses it', async () => {
    await using server = await openWire();
    await people(server).insertOne({ _id: 1 });
    await using source = await openSource(server);
    server.wire?.faults.holdMajority();
    await people(server).insertOne({ _id: 2 });
    let isStarted = false;
    const starting = source.changes.start(selected(server), never).finally(() => {
      isStarted = true;
    });
    // A command that the server answers behind the one that waits.
    for (let turn = 0; turn < 20; turn++) await server.db.command({ ping: 1 });
    expect(isStarted).toBe(false);
    server.wire?.faults.releaseMajority();
    const start = await starting;
    const [selection = missing()] = selected(server);
    expect(await readAll(source.snapshot, selection)).toEqual([['1'], ['2']]);
    expect((await followToNow(source.changes, selected(server), start, patience())).changes).toEqual([]);
  });

  it('a step-down ends following with something that waiting mends; behind it nothing is lost, on whichever member is primary', async () => {
    await using server = await openWire({ members: 2 });
    const { wire } = server;
    if (wire === undefined) throw new Error('the wire server was expected');
    const members = wire.hosts.map((host) => host.split(':'));
    const [host = '', port = ''] = members[0] ?? [];
    const adapter = mongodb({ host, port: Number(port), members: wire.hosts.slice(1), database: server.input.database, ...login });
    await using source = await adapter.open(contextOf());
    await people(server).insertOne({ _id: 1 });
    const following = keepFollowing(source.changes, selected(server), await source.changes.start(selected(server), never), patience());
    await people(server).insertOne({ _id: 2 });
    await until(() => following.changes.length === 1);
    wire.faults.stepDown();
    const error = await following.ended.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ retry: 'backoff' });
    await people(server).insertOne({ _id: 3 });
    const rest = await waiting(() => followToNow(source.changes, selected(server), following.position(), patience()));
    expect(rest.changes.map((change) => change.op !== 't' && change.row[0])).toEqual(['3']);
  });

  it('another deployment is refused by its number, though name and database are the same', async () => {
    await using one = await openWire();
    await using other = await openWire();
    for (const server of [one, other]) await people(server).insertOne({ _id: 1 });
    await using first = await openSource(one);
    await using second = await openSource(other);
    const start = await first.changes.start(selected(one), never);
    const error = await follow(second.changes, selected(other), start, () => false, patience()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'SOURCE_IDENTITY_CHANGED' });
    expect(await second.changes.has?.(start, selected(other), never)).toBe(false);
  });

  it('a standalone is read by snapshot and by a field that grows, and says why it cannot be followed', async () => {
    await using server = await openWire({ standalone: true });
    await people(server).insertMany([{ _id: 1 }, { _id: 2 }]);
    await using source = await openSource(server);
    const { readiness } = await source.probe(never);
    expect(readiness).toMatchObject({
      snapshot: { ready: true },
      incremental: { ready: true },
      changes: { ready: false, remedy: expect.stringContaining('--replSet') },
    });
    const [selection = missing()] = selected(server);
    expect(await readGrown(source, selection, '_id')).toEqual([['1'], ['2']]);
    await expect(source.changes.start(selected(server), never)).rejects.toMatchObject({ code: 'CAPABILITY_MISSING' });
  });

  it('G-29: names the role that is missing, for reading, for following and for what only helps', async () => {
    const commands = new Set(['hello', 'listCollections', 'find', 'count', 'aggregate', 'listIndexes']);
    const users = {
      reader: { password: 'x', commands },
      nobody: { password: 'x', commands: new Set(['hello']) },
      writer: { password: 'ghi' },
    };
    await using server = await openWire({ users });
    await people(server).insertOne({ _id: 1 });
    await using reader = await openSource(server, { user: 'reader', password: 'x' });
    const probe = await reader.probe(never);
    expect(probe.readiness.snapshot).toEqual({ ready: true });
    expect(probe.readiness.changes).toMatchObject({ ready: false, remedy: expect.stringContaining("role: 'read'") });
    expect(probe.findings.map(({ id }) => id)).toContain('identity-by-name');
    await using nobody = await openSource(server, { user: 'nobody', password: 'x' });
    expect((await nobody.probe(never)).readiness.snapshot).toMatchObject({ ready: false, remedy: expect.stringContaining('"nobody"') });
    const [selection = missing()] = selected(server);
    await expect(readGrown(reader, selection, '_id')).rejects.toMatchObject({
      code: 'SOURCE_PERMISSION_MISSING',
      remedy: expect.stringContaining('clusterMonitor'),
    });
  });

  it('G-06: errors of the server that pass are told as such, whatever command meets them', async () => {
    await using server = await openWire();
    await people(server).insertMany(Array.from({ length: 30 }, (_, _id) => ({ _id })));
    await using source = await openSource(server);
    const [selection = missing()] = selected(server);
    const read = async () => (await readAll(source.snapshot, selection, 1_000, 10)).length;
    await read();
    for (const [code, codeName] of [
      [91, 'ShutdownInProgress'],
      [189, 'PrimarySteppedDown'],
      [11602, 'InterruptedDueToReplStateChange'],
      [50, 'MaxTimeMSExpired'],
    ] as const) {
      const failed = server.wire?.faults.failCommand('find', { code, codeName, message: 'CANARY' }, 1);
      const error = await read().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ retry: 'backoff' });
      expect(String(error)).not.toContain('CANARY');
      await failed;
      expect(await read()).toBe(30);
    }
  });
});

/** As a connector does: what waiting mends is tried again. */
async function waiting<T>(work: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 20_000; ; ) {
    try {
      return await work();
    } catch (error) {
      if (!isLienThongError(error) || error.retry !== 'backoff' || Date.now() > end) throw error;
    }
  }
}

function missing(): never {
  throw new Error('a selection was expected');
}
