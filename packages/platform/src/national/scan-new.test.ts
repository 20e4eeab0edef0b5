import { createBufferPool, type JsonObject } from '@lienthong/core';
import { nationalJsonBatch, nationalRecordId } from '@lienthong/core/national';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from './decide.ts';
import { keysOfNames } from './names.ts';
import { scanNew } from './scan-new.ts';
import { anyMessage, dataType, messageOf } from './scan-scene.ts';
import { scanTold } from './scan-told.ts';

const buffers = createBufferPool(4);

/** Rows of COPY in its binary format. */
function rowsOf(bytes: Buffer): readonly (readonly Buffer[])[] {
  const rows: Buffer[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const fields = Array.from({ length: bytes.readInt16BE(at) }, () => Buffer.alloc(0));
    at += 2;
    rows.push(
      fields.map(() => {
        const start = at + 4;
        at = start + bytes.readInt32BE(at);
        return bytes.subarray(start, at);
      }),
    );
  }
  return rows;
}

function keptOf(bytes: Buffer) {
  return rowsOf(bytes).map(([stream, id, version, content, key]) => ({
    ...{ stream: stream?.readInt32BE(), id: id?.toString('hex'), version: Number(version?.readBigInt64BE()) },
    ...{ content: content?.toString('hex'), key: key?.toString() },
  }));
}

it('gives of a request that is new what looking at each message gives', () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 6 }), (messages) => {
      const body = Buffer.from(nationalJsonBatch(messages.map(messageOf)));
      const told = scanTold(body, dataType, buffers);
      const fresh = scanNew(body, dataType, buffers);
      const isLeft = messages.some(({ event, updatedAt }) => event === 'cancel' || updatedAt.startsWith('0001'));
      expect(fresh === undefined).toBe(isLeft);
      if (fresh === undefined) return;
      expect(fresh.count).toBe(messages.length);
      const lines = fresh.lines.toString().trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line) as JsonObject)).toEqual(
        told?.told.map(({ from, to, at, version }) => ({
          ...{ op: 'u', version: `1:${version.toString(16).toUpperCase().padStart(16, '0')}-0000000000`, at },
          after: JSON.parse(told.records.toString('utf8', from, to)) as JsonObject,
        })),
      );
      expect(keptOf(fresh.kept)).toEqual(
        told?.told.map(({ id, version, content, key }) => ({ stream: dataType.streamId, id, version, content, key })),
      );
    }),
    { numRuns: 300 },
  );
});

it('keeps of records of different names and keys what their decision says', () => {
  const messages = ['a', 'b', 'c'].map((so, index) =>
    messageOf({ event: 'new', version: 7 + index, recordId: `H26-${so}`, updatedAt: '2026-10-07T08:00:00', record: { so, nam: index } }),
  );
  const body = Buffer.from(nationalJsonBatch(messages));
  const decision = decide(scanTold(body, dataType, buffers)?.told ?? [], { records: new Map(), holders: new Map() }, 'conflict');
  const kept = decision.kind === 'taken' ? [...decision.kept].map(([id, one]) => ({ stream: dataType.streamId, id, ...one })) : [];
  expect(keptOf(scanNew(body, dataType, buffers)?.kept ?? Buffer.alloc(0))).toEqual(kept);
  expect(kept).toHaveLength(3);
});

it('keeps nothing of records whose names follow from their keys, and leaves a request with any other name', () => {
  const named = { ...dataType, namesKept: false };
  const anyNamed = fc.tuple(anyMessage, fc.constantFrom('own', 'of another key', 'of another stream', 'longer', 'other'), fc.nat(40));
  let taken = 0;
  fc.assert(
    fc.property(fc.array(anyNamed, { minLength: 1, maxLength: 3 }), fc.boolean(), (all, areOwn) => {
      const messages = all.map(([message, how, digit]) => {
        const { so, nam } = message.record;
        const own = nationalRecordId(dataType.stream, JSON.stringify([so, nam]));
        const names = {
          own,
          'of another key': nationalRecordId(dataType.stream, JSON.stringify([so, Number(nam) + 1])),
          'of another stream': nationalRecordId({ ...dataType.stream, source: 'khac' }, JSON.stringify([so, nam])),
          longer: `${own}0`,
          other: `${own.slice(0, digit)}g${own.slice(digit + 1)}`,
        };
        const event = message.event === 'cancel' ? 'update' : message.event;
        const updatedAt = message.updatedAt.startsWith('0001') ? '2026-10-07T08:00:00' : message.updatedAt;
        const recordId = names[areOwn ? 'own' : how];
        return { isOwn: recordId === own, message: { ...message, event, updatedAt, recordId } } as const;
      });
      const body = Buffer.from(nationalJsonBatch(messages.map(({ message }) => messageOf(message))));
      const fresh = scanNew(body, named, buffers);
      const told = scanTold(body, named, buffers)?.told ?? [];
      expect(fresh !== undefined).toBe(messages.every(({ isOwn }) => isOwn));
      expect(keysOfNames(named.stream, told) !== undefined).toBe(fresh !== undefined);
      if (fresh === undefined) return;
      taken += 1;
      expect(fresh.kept).toHaveLength(0);
      expect(fresh.lines.toString()).toBe(scanNew(body, dataType, buffers)?.lines.toString());
    }),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(100);
});

it('knows the name of a record whose key is longer than any before', () => {
  const so = 'số '.repeat(2000);
  const recordId = nationalRecordId(dataType.stream, JSON.stringify([so, 7]));
  const message = messageOf({ event: 'new', version: 7, recordId, updatedAt: '2026-10-07T08:00:00', record: { so, nam: 7 } });
  expect(scanNew(Buffer.from(message), { ...dataType, namesKept: false }, buffers)?.count).toBe(1);
});
