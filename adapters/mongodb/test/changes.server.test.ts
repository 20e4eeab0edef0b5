import { follow, followToNow, readAll, type SeenChange } from '@lienthong/conformance/reading';
import { type ChangeReader, isLienThongError, type Selection } from '@lienthong/core';
import { type Document, ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, type TestServer } from './server.ts';
import { never, openSource, readGrown, selectionOf } from './session.ts';

interface Row extends Document {
  _id: number;
}

const images = { changeStreamPreAndPostImages: { enabled: true } };

const told = (changes: readonly SeenChange[]) =>
  changes.map((change) =>
    change.op === 't'
      ? 't'
      : `${change.op} ${change.row.map((value) => value ?? '').join('/')}${change.oldKey === undefined ? '' : ` was ${change.oldKey.map((value) => value ?? '').join('/')}`}`,
  );

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: unknown) => (isLienThongError(error) ? error : Promise.reject(error)),
  );

for (const target of everywhere) {
  const hasImages = !target.version.startsWith('4.');
  describe(`changes of ${target.label}`, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await target.open();
    });
    afterAll(() => server?.[Symbol.asyncDispose]());

    const made = async (name: string, options: Document = {}) => server.db.createCollection<Row>(name, options);
    const now = (changes: ChangeReader, selections: readonly Selection[], start: Parameters<ChangeReader['passed']>[0]) =>
      followToNow(changes, selections, start, { signal: AbortSignal.timeout(20_000) });

    it('AC-MO-5: a collection that is dropped ends the following of itself alone, by name; the others go on', async () => {
      const [kept, dropped] = [await made('kept'), await made('dropped')];
      const selections = [selectionOf(server, 'kept', ['_id']), selectionOf(server, 'dropped', ['_id'])];
      await using source = await openSource(server);
      const start = await source.changes.start(selections, never);
      await kept.insertOne({ _id: 1 });
      await dropped.drop();
      await kept.insertOne({ _id: 2 });
      const error = await codeOf(now(source.changes, selections, start));
      expect(error).toMatchObject({ code: 'COLLECTION_MISSING', details: { collections: [`${server.input.database}.dropped`] } });
      const others = await now(source.changes, selections.slice(0, 1), start);
      expect(told(others.changes)).toEqual(['c 1', 'c 2']);
    });

    it('AC-MO-5: a collection that is renamed, or whose name another one takes, is not followed on in silence', async () => {
      for (const [from, to] of [
        ['followed_away', 'other'],
        ['other_too', 'followed_over'],
      ] as const) {
        const collection = await made(from);
        if (to === 'followed_over') await made(to);
        const name = from === 'followed_away' ? from : to;
        const selection = selectionOf(server, name, ['_id']);
        await using source = await openSource(server);
        const start = await source.changes.start([selection], never);
        await collection.rename(to, { dropTarget: true });
        const error = await codeOf(follow(source.changes, [selection], start, () => false, { signal: AbortSignal.timeout(20_000) }));
        expect(error).toMatchObject({ code: 'COLLECTION_MISSING', details: { collections: [`${server.input.database}.${name}`] } });
      }
    });

    it.runIf(hasImages)('AC-MO-5: with images a deletion tells a key outside of _id, and an update the key that changed', async () => {
      const people = await made('by_number', images);
      await people.insertOne({ _id: 77, so: '001', ten: 'An' });
      const selection = selectionOf(server, 'by_number', ['so', 'ten'], ['so']);
      await using source = await openSource(server);
      const start = await source.changes.start([selection], never);
      await people.updateOne({ so: '001' }, { $set: { ten: 'Ân' } });
      await people.updateOne({ so: '001' }, { $set: { so: '009' } });
      await people.deleteOne({ so: '009' });
      expect(told((await now(source.changes, [selection], start)).changes)).toEqual(['u 001/Ân', 'u 009/Ân was 001/', 'd 009/']);
    });

    it('AC-MO-5: refuses to follow a key outside of _id, or elements of arrays, where no images are kept: with the command that keeps them', async () => {
      const plain = await made('plain');
      await plain.insertOne({ _id: 1, so: 'a', con: [{ ten: 'Bình' }] });
      await using source = await openSource(server);
      for (const selection of [
        selectionOf(server, 'plain', ['so'], ['so']),
        selectionOf(server, 'plain[con]', ['_id', 'con#'], ['_id', 'con#']),
      ]) {
        const error = await codeOf(source.changes.start([selection], never));
        expect(error).toMatchObject({ code: 'SOURCE_NOT_READY', remedy: expect.stringContaining('changeStreamPreAndPostImages') });
      }
    });

    it.runIf(hasImages)(
      'refuses a change without the document before it where the key lies outside of _id: it may have been another one',
      async () => {
        const people = await made('images_paused', images);
        await people.insertOne({ _id: 1, so: '001' });
        const selection = selectionOf(server, 'images_paused', ['so'], ['so']);
        await using source = await openSource(server);
        const start = await source.changes.start([selection], never);
        const keep = (enabled: boolean) => server.db.command({ collMod: 'images_paused', changeStreamPreAndPostImages: { enabled } });
        await keep(false);
        await people.updateOne({ _id: 1 }, { $set: { so: '009' } });
        await keep(true);
        const error = await codeOf(now(source.changes, [selection], start));
        expect(error).toMatchObject({ code: 'SOURCE_HISTORY_LOST', details: { collections: [`${server.input.database}.images_paused`] } });
      },
    );

    it.runIf(hasImages)('tells elements of arrays: those that come, change and go, and all with their document', async () => {
      const families = await made('ho', images);
      await families.insertOne({ _id: 1, con: [{ ten: 'An' }, { ten: 'Bình' }] });
      const selection = selectionOf(server, 'ho[con]', ['_id', 'con#', 'con.ten'], ['_id', 'con#']);
      await using source = await openSource(server);
      const start = await source.changes.start([selection], never);
      await families.updateOne({ _id: 1 }, { $push: { con: { ten: 'Chi' } } } as never);
      await families.updateOne({ _id: 1 }, { $set: { con: [{ ten: 'Chi' }] } });
      await families.deleteOne({ _id: 1 });
      await families.insertOne({ _id: 2, con: [{ ten: 'Dũng' }] });
      const seen = await now(source.changes, [selection], start);
      expect(told(seen.changes)).toEqual(['u 1/0/An', 'u 1/1/Bình', 'u 1/2/Chi', 'd 1/1/', 'd 1/2/', 'u 1/0/Chi', 'd 1/0/', 'c 2/0/Dũng']);
    });

    it('AC-MO-3, MO-01: an update of a document near 16 MB passes, nested at the limit and with dots in its keys', async () => {
      const large = await made('large_update', hasImages ? images : {});
      const text = 'x'.repeat(15_800_000);
      await large.insertOne({ _id: 1, n: 0, a: { 'b.c': text } });
      const selection = selectionOf(server, 'large_update', ['_id', 'n', 'a.b\\.c']);
      await using source = await openSource(server, { columns: { large_update: { n: 'int', 'a.b\\.c': 'string' } } });
      const start = await source.changes.start([selection], never);
      await large.updateOne({ _id: 1 }, { $set: { n: 1 } });
      await large.replaceOne({ _id: 1 }, { n: 2, a: { 'b.c': text } });
      const { changes } = await now(source.changes, [selection], start);
      expect(changes.map((change) => (change.op === 't' ? [] : [change.row[1], String(change.row[2]).length]))).toEqual(
        hasImages
          ? [
              ['1', text.length],
              ['2', text.length],
            ]
          : expect.arrayContaining([['2', text.length]]),
      );
    });

    it('never takes a head for passed whose change was not told: the first change behind a start, in its very second', async () => {
      const people = await made('first_change');
      const selection = selectionOf(server, 'first_change', ['_id']);
      await using source = await openSource(server);
      for (let _id = 0; _id < 20; _id++) {
        const start = await source.changes.start([selection], never);
        const { position } = await now(source.changes, [selection], start);
        await people.insertOne({ _id });
        expect(source.changes.passed(position, await source.changes.head(never))).toBe(false);
        expect(told((await now(source.changes, [selection], position)).changes)).toEqual([`c ${_id}`]);
      }
    });

    it('tells an update whose document it has to read again as it is now, marked so, and none whose document is gone', async () => {
      const people = await made('read_again');
      await people.insertMany([
        { _id: 1, n: 0 },
        { _id: 2, n: 0 },
      ]);
      const selection = selectionOf(server, 'read_again', ['_id', 'n']);
      await using source = await openSource(server);
      const start = await source.changes.start([selection], never);
      for (const n of [1, 2]) for (const _id of [1, 2]) await people.updateOne({ _id }, { $set: { n } });
      await people.deleteOne({ _id: 2 });
      const { changes } = await now(source.changes, [selection], start);
      expect(told(changes)).toEqual(['u 1/2', 'd 2/']);
      expect(changes.map((change) => change.op !== 't' && change.readAgain)).toEqual([true, undefined]);
    });

    it('AC-MO-2: the position moves while only other collections change, also in another database, and survives as a token', async () => {
      await made('quiet');
      const selection = selectionOf(server, 'quiet', ['_id']);
      await using source = await openSource(server);
      const start = await source.changes.start([selection], never);
      await server.client
        .db(`${server.input.database}_busy`)
        .collection('busy')
        .insertMany(Array.from({ length: 50 }, (_, n) => ({ n })));
      const idle = await now(source.changes, [selection], start);
      expect(idle.changes).toEqual([]);
      expect(idle.position).toMatchObject({ token: expect.stringMatching(/^82/) });
      await server.client.db(`${server.input.database}_busy`).dropDatabase();
      await server.db.collection<{ _id: number }>('quiet').insertOne({ _id: 1 });
      expect(told((await now(source.changes, [selection], idle.position)).changes)).toEqual(['c 1']);
    });

    it('G-16: no document that was deleted while a snapshot is read comes back, and none that came is missed', async () => {
      const people = await made('resurrect');
      await people.insertMany(Array.from({ length: 60 }, (_, _id) => ({ _id, n: 0 })));
      const selection = selectionOf(server, 'resurrect', ['_id', 'n']);
      await using source = await openSource(server);
      const start = await source.changes.start([selection], never);
      const read = await readAll(source.snapshot, selection, 20, 7);
      await people.deleteMany({ _id: { $lt: 30 } });
      await people.insertOne({ _id: 100, n: 1 });
      const { changes } = await now(source.changes, [selection], start);
      expect(read).toHaveLength(60);
      expect(told(changes)).toEqual([...Array.from({ length: 30 }, (_, id) => `d ${id}/`), 'c 100/1']);
    });

    it('reads an incremental pass by a date, and by ids that the clients made: those of seconds that are over', async () => {
      const people = server.db.collection('grown');
      const at = (day: number) => new Date(Date.UTC(2026, 0, day));
      const old = Array.from({ length: 25 }, (_, n) => ({
        _id: new ObjectId((1_700_000_000 + n).toString(16).padEnd(24, '7')),
        n,
        luc: at(1 + (n % 5)),
      }));
      await people.insertMany([...old, { _id: new ObjectId(), n: 99, luc: at(3) }]);
      await using source = await openSource(server);
      const selection = selectionOf(server, 'grown', ['_id', 'n', 'luc']);
      const read = async (watermark: string, settleMs: number) =>
        (await readGrown(source, selection, watermark, settleMs)).map(([, n]) => Number(n));
      expect(await read('_id', 60_000)).toEqual(old.map(({ n }) => n));
      expect((await read('luc', 0)).length).toBe(26);
    });
  });
}
