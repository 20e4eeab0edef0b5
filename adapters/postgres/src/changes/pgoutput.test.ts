import { expect, it } from 'vitest';
import { createPgoutputReader, unchanged as leftOut, PgoutputError, type PgoutputMessage, sqlNull, type Tuple } from './pgoutput.ts';

const int = (value: number, bytes: number) => {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigInt64BE(BigInt(value));
  else buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};
const name = (text: string) => Buffer.from(`${text}\0`);
const text = (value: string) => Buffer.concat([Buffer.from('t'), int(Buffer.byteLength(value), 4), Buffer.from(value)]);
const tuple = (...values: readonly Buffer[]) => Buffer.concat([int(values.length, 2), ...values]);
const nothing = Buffer.from('n');
const unchanged = Buffer.from('u');
const message = (...parts: readonly (Buffer | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));

const messages: readonly (readonly [Buffer, object])[] = [
  [message('B', int(0x1a2b, 8), int(5, 8), int(4_000_000_000, 4)), { kind: 'begin', commitLsn: 0x1a2bn, at: 5n, xid: 4_000_000_000 }],
  [message('C', int(0, 1), int(1, 8), int(2, 8), int(3, 8)), { kind: 'commit', commitLsn: 1n, endLsn: 2n }],
  [
    message(
      'R',
      int(16390, 4),
      name('Dân cư'),
      name('hộ'),
      'd',
      int(2, 2),
      int(1, 1),
      name('mã'),
      int(23, 4),
      Buffer.from([255, 255, 255, 255]),
      int(0, 1),
      name('tên'),
      int(25, 4),
      int(7, 4),
    ),
    {
      kind: 'relation',
      id: 16390,
      schema: 'Dân cư',
      name: 'hộ',
      identity: 'd',
      columns: [
        { name: 'mã', identity: true, type: 23, modifier: -1 },
        { name: 'tên', identity: false, type: 25, modifier: 7 },
      ],
    },
  ],
  [message('I', int(7, 4), 'N', tuple(text('1'), nothing, text(''))), { kind: 'insert', relation: 7, row: ['1', null, ''] }],
  [message('U', int(7, 4), 'N', tuple(text('ễ'), unchanged)), { kind: 'update', relation: 7, old: undefined, row: ['ễ', undefined] }],
  [
    message('U', int(7, 4), 'K', tuple(text('1'), nothing), 'N', tuple(text('2'), unchanged)),
    { kind: 'update', relation: 7, old: { full: false, row: ['1', null] }, row: ['2', undefined] },
  ],
  [
    message('U', int(7, 4), 'O', tuple(text('1'), text('x')), 'N', tuple(text('2'), unchanged)),
    { kind: 'update', relation: 7, old: { full: true, row: ['1', 'x'] }, row: ['2', undefined] },
  ],
  [message('D', int(7, 4), 'K', tuple(text('1'))), { kind: 'delete', relation: 7, old: { full: false, row: ['1'] } }],
  [message('T', int(2, 4), int(1, 1), int(7, 4), int(8, 4)), { kind: 'truncate', relations: [7, 8] }],
];

// What a tuple means: texts, null, and undefined for what the log left out.
function read(bytes: Buffer, start = 0, end = bytes.length): object {
  const values = ({ bounds, count }: Tuple) =>
    Array.from({ length: count }, (_, index) => {
      const from = bounds[index * 2] ?? sqlNull;
      if (from === leftOut) return undefined;
      return from === sqlNull ? null : bytes.toString('utf8', from, bounds[index * 2 + 1]);
    });
  const message: PgoutputMessage = createPgoutputReader()(bytes, start, end);
  if (message.kind === 'insert') return { ...message, row: values(message.row) };
  const old = (message.kind === 'update' || message.kind === 'delete') && message.old !== undefined ? message.old : undefined;
  const oldValues = old === undefined ? undefined : { ...old, row: values(old.row) };
  if (message.kind === 'update') return { ...message, old: oldValues, row: values(message.row) };
  return message.kind === 'delete' ? { ...message, old: oldValues } : message;
}

it('reads every message, also between other bytes', () => {
  for (const [bytes, expected] of messages) {
    expect(read(bytes)).toEqual(expected);
    const framed = Buffer.concat([Buffer.alloc(25), bytes, Buffer.alloc(9)]);
    expect(read(framed, 25, 25 + bytes.length)).toEqual(expected);
  }
  for (const code of ['Y', 'O', 'M']) expect(read(message(code, 'anything'))).toEqual({ kind: 'other' });
});

it('refuses a message that is cut at any byte or goes on behind its end', () => {
  for (const [bytes] of messages) {
    for (let end = 0; end < bytes.length; end += 1) expect(() => read(bytes, 0, end)).toThrow(/^(?!.*undefined)/);
    expect(() => read(Buffer.concat([bytes, Buffer.from([0])]))).toThrow(PgoutputError);
  }
  expect(() => read(Buffer.from('?'))).toThrow(PgoutputError);
});
