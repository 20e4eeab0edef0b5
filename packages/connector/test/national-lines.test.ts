import { createBufferPool, type SealedBatch, snapshotVersion } from '@lienthong/core';
import { compileLedgerLines, jsonFrame, nationalContentDigest, nationalRecordDigest } from '@lienthong/core/national';
import { describe, expect, it } from 'vitest';
import { compileMessages } from '../src/national/message-writer.ts';
import { createOutgoing } from '../src/national/outgoing.ts';
import { linesOf, type ReadBatch, readStretches } from '../src/national/read-lines.ts';
import { changed, contract, end, gone, plan, read, sealed } from './national-stream.ts';

const reader = compileLedgerLines(contract, plan.stream);

async function readBatch(batch: SealedBatch): Promise<ReadBatch> {
  const lines = await linesOf(batch, reader);
  return readStretches({ lines, stream: plan.stream, primaryKey: contract.primaryKey, readLine: reader.read });
}

const rowsOf = ({ stretches }: ReadBatch) => stretches.map(({ rows, floor, superseded }) => ({ rows: [...rows], floor, superseded }));

/** Not in the form that our own encoder writes: it is parsed. */
const unusual = (line: ReturnType<typeof read>) => ({ version: line.version, op: line.op, after: line.after });

describe('the lines of a batch', () => {
  it('are of each record the newest: the highest version, and of two the later line', async () => {
    const batch = await readBatch(
      sealed([read(1, 'a'), changed(5, 2, 'b'), read(1, 'c'), changed(4, 2, 'd'), changed(6, 3, 'e'), gone(7, 3)], 1, 1),
    );
    expect(rowsOf(batch)).toEqual([{ rows: [2, 1, 5], floor: undefined, superseded: 3 }]);
  });

  it('are cut by the end of an epoch, behind which a record counts anew', async () => {
    const batch = await readBatch(sealed([read(1, 'a'), read(2, 'b'), end, end, changed(3, 1, 'c'), changed(4, 1, 'd')], 1, 1));
    expect(rowsOf(batch)).toEqual([
      { rows: [0, 1], floor: '', superseded: 0 },
      { rows: [], floor: '', superseded: 0 },
      { rows: [5], floor: undefined, superseded: 1 },
    ]);
  });

  it('say the same whether they are read as bytes or parsed', async () => {
    const usual = [read(1, 'a'), read(2, 'Nguyễn Thị Ánh')];
    const [left, right] = [await readBatch(sealed(usual, 1, 1)), await readBatch(sealed(usual.map(unusual), 1, 1))];
    expect([...left.lines.scanned, ...right.lines.scanned]).toEqual([1, 1, 0, 0]);
    expect(right.lines.digests.equals(left.lines.digests)).toBe(true);
    expect(right.lines.contents.equals(left.lines.contents)).toBe(true);
    expect(right.lines.versions).toEqual(left.lines.versions);
    expect(rowsOf(right)).toEqual(rowsOf(left));
  });

  it('are not more than the header of their batch says', async () => {
    const batch = sealed([read(1, 'a'), read(2, 'b')], 1, 1);
    await expect(readBatch({ ...batch, header: { ...batch.header, count: 1 } })).rejects.toMatchObject({ code: 'BATCH_INVALID' });
  });
});

describe('messages of one request', () => {
  it('stand in its body as they are, and are announced with what they say', async () => {
    const batch = { ...(await readBatch(sealed([read(1, 'a'), gone(2, 2)], 1, 1))), time: '2026-03-01T18:00:00Z' };
    const write = compileMessages(plan, contract, 'json');
    const writer = createOutgoing({ room: 2, frame: jsonFrame, write, batch, memory: createBufferPool(0) });
    const place = { epoch: 1, version: snapshotVersion };
    const told = { published: 9, digest: undefined } as const;
    expect(writer.add({ ...told, event: 'new', row: 0 }, place, undefined)).toBeUndefined();
    expect(writer.add({ ...told, event: 'cancel', row: 1 }, place, undefined)).toBeUndefined();
    const outgoing = writer.finish();
    const texts = [0, 1].map((index) => Buffer.from(outgoing.messageAt(index)).toString());
    expect(Buffer.from(outgoing.body).toString()).toBe(`[${texts.join(',')}]`);
    expect(outgoing.announced.entryAt(0)).toMatchObject({
      event: 'new',
      published: 9,
      content: nationalContentDigest('{"id":1,"ten":"a"}'),
    });
    expect(outgoing.announced.entryAt(1)).toMatchObject({ event: 'cancel', published: 9, content: '' });
    expect(outgoing.announced.digestAt(1)).toEqual(nationalRecordDigest(plan.stream, '[2]'));

    outgoing.announced.change(0, { ...outgoing.announced.entryAt(0), published: 12, event: 'update' });
    outgoing.rewrite(0);
    expect(JSON.parse(Buffer.from(outgoing.messageAt(0)).toString())).toMatchObject({
      TrangThaiDuLieu: { SuKien: 'UPDATE', PhienBan: 12 },
    });
    expect(Buffer.from(outgoing.messageAt(1)).toString()).toBe(texts[1]);
  });
});
