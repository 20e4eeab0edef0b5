import {
  changeVersion,
  compileReader,
  createBufferPool,
  createLineScan,
  fixedHex,
  type ParsedLine,
  snapshotVersion,
  type Version,
  viewOf,
} from '@lienthong/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../src/ingest/read-lines.ts';
import { createRowMemories } from '../src/ingest/row-memory.ts';
import { createRowWriter } from '../src/ingest/row-writer.ts';
import { type BatchRows, closeRows } from '../src/storage/batch-rows.ts';
import type { StoredContract } from '../src/storage/contracts.ts';
import { placeBound, readPlace } from '../src/storage/place.ts';
import { mostKeyBytes } from '../src/storage/stored-key.ts';
import { testContract } from './contract.ts';

const none = { body: Buffer.alloc(0), buffers: createBufferPool(0), rowMemories: createRowMemories() };

function storedContract(types: Readonly<Record<string, string>>, keys?: readonly string[]): StoredContract {
  const contract = testContract(types, keys === undefined ? {} : { primaryKey: [...keys] });
  const columns = contract.properties.map(({ name, type }) => ({ name, property: name, type }));
  return { id: 7, contract, comparable: contract, reader: compileReader(contract), columns };
}

function lineOf(values: readonly (string | null)[], change: Partial<ParsedLine> = {}): ParsedLine {
  return { op: 'r', version: snapshotVersion, at: undefined, tx: undefined, key: '["1"]', values, ...change };
}

/** The fields of one row. */
function fieldsOf({ bytes, starts }: BatchRows, row: number): (Buffer | null)[] {
  let at = (starts[row] ?? 0) + 2;
  const fields = Array.from({ length: bytes.readInt16BE(at - 2) }, () => {
    const length = bytes.readInt32BE(at);
    at += 4 + Math.max(0, length);
    return length < 0 ? null : bytes.subarray(at - length, at);
  });
  expect(at).toBe(starts[row + 1]);
  return fields;
}

// That the server reads values rightly is the round trip's to show (round-trip.server.test.ts): here are what it cannot tell.
describe('a row', () => {
  const valueOf = (type: string, text: string): Buffer => {
    const writer = createRowWriter({ contract: storedContract({ ma: 'string', gia_tri: type }), epoch: 1, sequence: 1, count: 1, ...none });
    writer.add(0, lineOf(['1', text]));
    return fieldsOf(writer.finish().rows, 0)[6] ?? Buffer.alloc(0);
  };

  it('rounds an instant to the microseconds that the server has, over the end of a day and of a year', () => {
    const micros = (text: string) => valueOf('timestamptz', text).readBigInt64BE();
    expect(micros('2000-01-01T00:00:00.000000499Z')).toBe(0n);
    expect(micros('2000-01-01T00:00:00.0000005Z')).toBe(1n);
    expect(micros('1999-12-31T23:59:59.9999995Z')).toBe(0n);
    expect(micros('1999-12-31T23:59:59.999999Z')).toBe(-1n);
    expect(micros('0001-01-01T00:00:00Z')).toBe(-63_082_281_600_000_000n);
    expect(micros('9999-12-31T23:59:59.999999Z')).toBe(252_455_615_999_999_999n);
  });

  it('has the day of every day that JavaScript knows', () => {
    const [first, last] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T00:00:00Z')];
    const day = fc.integer({ min: first / 86_400_000, max: last / 86_400_000 });
    fc.assert(
      fc.property(day, (days) => {
        const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
        expect(valueOf('date', text).readInt32BE()).toBe(days - Date.parse('2000-01-01T00:00:00Z') / 86_400_000);
      }),
    );
  });

  it('groups digits by four from the point on, and says how many stand behind it', () => {
    const words = (text: string) => {
      const bytes = valueOf('decimal(20,6)', text);
      return Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16BE(index * 2));
    };
    expect(words('-12345.678')).toEqual([3, 1, 0x4000, 3, 1, 2345, 6780]);
    expect(words('0')).toEqual([1, 0, 0, 0, 0]);
    expect(words('0.00012')).toEqual([3, 0, 0, 5, 0, 1, 2000]);
    expect(words('18446744073709551615')).toEqual([5, 4, 0, 0, 1844, 6744, 737, 955, 1615]);
  });

  it('bears its place as bounds have it, and its key with the stream and its length before it', () => {
    const numbers = fc.oneof(fc.constantFrom(0, 1, 255, 256, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER), fc.nat());
    const versions = fc.stringMatching(/^1:[!#-[\]-~]{1,40}$/) as fc.Arbitrary<Version>; // such a text is one
    const contract = storedContract({ ma: 'string' });
    fc.assert(
      fc.property(numbers, versions, numbers, fc.nat(), fc.string({ maxLength: 40 }), (epoch, version, sequence, line, key) => {
        const writer = createRowWriter({ contract, epoch, sequence, count: 1, ...none });
        writer.add(line, lineOf(['1'], { op: 'u', version, key }));
        const { rows } = writer.finish();
        closeRows(rows, Int32Array.of(0), 5, 6);
        const [stored, place] = fieldsOf(rows, 0);
        expect(place).toEqual(placeBound(epoch, version, sequence, line));
        expect(readPlace(`\\x${place?.toString('hex')}`)).toEqual({ epoch, version });
        const text = Buffer.from(key);
        expect(stored).toEqual(Buffer.concat([Buffer.from([0, 0, 0, 5, text.length >> 8, text.length & 255]), text]));
        expect(rows.keys.subarray(4)).toEqual(stored);
        expect(rows).toMatchObject({ count: 1, versions: version, lines: Int32Array.of(line), deleted: Uint8Array.of(0) });
      }),
    );
  });
});

describe('lines', () => {
  const contract = storedContract(
    {
      ...{
        ma: 'string',
        so: 'integer',
        lon: 'bigint',
        tien: 'decimal(12,2)',
        dung: 'boolean',
        ty_le: 'number',
        ten: 'string',
        ngay: 'date',
      },
      ...{ gio: 'time(9)', khi: 'timestamptz', id: 'uuid', anh: 'bytes', tai_lieu: 'json' },
    },
    ['so', 'ma'],
  );
  const { reader } = contract;
  const scanLine = createLineScan(reader.scanner);

  /** Every line by the reader of texts. */
  function byTexts(lines: readonly string[], epoch: number, sequence: number): BatchRows {
    const writer = createRowWriter({ contract, epoch, sequence, count: lines.length, ...none });
    for (const [index, line] of lines.entries()) {
      const parsed = reader.read(line);
      if (!('code' in parsed) && Buffer.byteLength(parsed.key) <= mostKeyBytes) writer.add(index, parsed);
    }
    return writer.finish().rows;
  }

  function isCanonical(line: string): boolean {
    const bytes = Buffer.from(`${line}\n`);
    return scanLine(viewOf(bytes), 0, bytes.length, new Int32Array(reader.scanner.size)) > 0;
  }

  // A line with one value that its scanner leaves is left as a whole.
  const rarely = <T>(value: fc.Arbitrary<T>) => ({ arbitrary: value, weight: 1 });
  const often = <T>(value: fc.Arbitrary<T>) => ({ arbitrary: value, weight: 20 });
  const text = fc.oneof(
    rarely(fc.string({ unit: 'grapheme', maxLength: 20 }).map((value) => value.normalize('NFC').replaceAll('\0', ''))),
    often(fc.constantFrom('', '"', 'Nguyễn Thị "Bé"\n', 'Đ'.repeat(31), 'x'.repeat(16), '\\\\')),
  );
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });
  const record = fc.record({
    ...{
      dung: optional(fc.boolean()),
      anh: optional(fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('base64'))),
    },
    ...{ gio: optional(fc.constantFrom('00:00:00', '23:59:59.9', '12:30:01.123456789')), id: optional(fc.uuid()) },
    khi: optional(fc.constantFrom('2024-02-29T23:59:59.999999Z', '0001-01-01T00:00:00Z', '2026-12-31T00:00:00.5Z')),
    ...{
      lon: optional(fc.oneof(often(fc.nat().map(String)), rarely(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)))),
      ma: text,
    },
    ...{
      ngay: optional(fc.constantFrom('2000-02-29', '1999-12-31', '9999-12-31')),
      so: fc.oneof(often(fc.integer()), rarely(fc.maxSafeInteger())),
      ten: optional(text),
    },
    tai_lieu: fc.constantFrom<unknown>([1, 'a'], { b: 'ễ' }, 'text', ...Array.from({ length: 30 }, () => undefined)),
    ...{
      tien: optional(fc.constantFrom('0', '-0.5', '1234567890.12', '12345')),
      ty_le: optional(fc.oneof(often(fc.constantFrom(0, -1.5, 0.1)), rarely(fc.constant(1e21)))),
    },
  });
  const version = fc.oneof(
    fc.constant(changeVersion(fixedHex(1n), 0)),
    fc.nat({ max: 3 }).map((ordinal) => changeVersion(fixedHex(2n), ordinal)),
  );
  const line = fc
    .tuple(
      fc.constantFrom('r', 'r', 'r', 'u', 'd', 't', 'broken', 'blank', 'long key'),
      version,
      record,
      optional(fc.constant('2026-01-01T00:00:00Z')),
      optional(fc.constantFrom('77', 'tx "1"')),
    )
    .map(([kind, itsVersion, given, at, tx]) => {
      const values = Object.fromEntries(Object.entries(given).sort(([left], [right]) => (left < right ? -1 : 1)));
      const { so, ma } = given;
      if (kind === 'broken') return '{"op":"r"}';
      if (kind === 't') return JSON.stringify({ op: 't', version: itsVersion });
      if (kind === 'd') return JSON.stringify({ op: 'd', version: itsVersion, at, tx, key: { ma, so } });
      const op = kind === 'u' ? 'u' : 'r';
      const after = kind === 'long key' ? { ...values, ma: 'k'.repeat(2100) } : values;
      const written = JSON.stringify({ op, version: op === 'r' ? snapshotVersion : itsVersion, at, tx, after });
      return kind === 'blank' ? written.replace('"after":', '"after": ') : written;
    });
  // Few long values, many lines: batches of both kinds.
  const bodies = fc.oneof(
    fc.array(line, { minLength: 1, maxLength: 200, size: 'max' }),
    fc.array(line, { minLength: 1, maxLength: 30 }).chain((lines) =>
      fc.tuple(fc.nat({ max: lines.length }), fc.integer({ min: 20_000, max: 120_000 })).map(([place, length]) => {
        const long = JSON.stringify({ op: 'r', version: snapshotVersion, after: { ma: 'dai', so: 1, ten: 'ễ'.repeat(length) } });
        return [...lines.slice(0, place), long, ...lines.slice(place)];
      }),
    ),
  );

  it('become the same rows from their bytes, whatever lies between them, as by the reader of texts', async () => {
    let [compared, scanned] = [0, 0];
    await fc.assert(
      fc.asyncProperty(bodies, fc.nat(), fc.nat(), async (lines, epoch, sequence) => {
        const body = Buffer.from(`${lines.join('\n')}\n`);
        const expected = byTexts(lines, epoch, sequence);
        const { rows } = await readLines(body, { count: lines.length, epoch, sequence }, contract, none);
        const plain = ({ bytes, keys, starts, keyStarts, ...others }: BatchRows) => ({
          ...{ ...others, bytes: bytes.subarray(0, starts[others.count]).toString('hex'), keys: keys.toString('hex') },
          ...{ starts: [...starts.subarray(0, others.count + 1)], keyStarts: [...keyStarts.subarray(0, others.count + 1)] },
        });
        const versions = (of: BatchRows) =>
          typeof of.versions === 'string' ? Array.from({ length: of.count }, () => of.versions) : of.versions;
        expect({ ...plain(rows), versions: versions(rows) }).toEqual({ ...plain(expected), versions: versions(expected) });
        compared += rows.count;
        scanned += lines.filter(isCanonical).length;
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(1_000);
    expect(scanned).toBeGreaterThan(compared / 3);
    expect(scanned).toBeLessThan(compared);
  });

  it('of two batches that are read at once become the rows of each', async () => {
    const linesOf = (name: string) =>
      Array.from({ length: 2_000 }, (_, index) =>
        JSON.stringify({ op: 'r', version: snapshotVersion, after: { ma: name, so: index, ten: name.repeat(20) } }),
      );
    const read = async (lines: readonly string[], sequence: number) =>
      (await readLines(Buffer.from(`${lines.join('\n')}\n`), { count: lines.length, epoch: 1, sequence }, contract, none)).rows;
    const names = ['an', 'binh', 'chau'];
    const both = await Promise.all(names.map((name, index) => read(linesOf(name), index)));
    for (const [index, rows] of both.entries()) {
      const alone = byTexts(linesOf(names[index] ?? ''), 1, index);
      expect(rows.bytes.equals(alone.bytes)).toBe(true);
      expect(rows.keys.equals(alone.keys)).toBe(true);
    }
  });

  it('of a contract with a thousand properties become rows between those of a small one', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `c${String(index).padStart(3, '0')}`);
    const wide = storedContract({ ma: 'string', ...Object.fromEntries(names.map((name) => [name, 'integer'])) });
    const small = storedContract({ ma: 'string', ten: 'string' });
    const lineOfWide = (row: number) => {
      const values = names.flatMap((name, index) => ((index + row) % 3 > 0 ? [[name, index * row] as const] : []));
      return JSON.stringify({ op: 'r', version: snapshotVersion, after: { ...Object.fromEntries(values), ma: `${row}` } });
    };
    const lineOfSmall = (row: number) => JSON.stringify({ op: 'r', version: snapshotVersion, after: { ma: `${row}`, ten: 'Hà' } });
    const written = async (of: StoredContract, lines: readonly string[]) => {
      const { rows } = await readLines(Buffer.from(`${lines.join('\n')}\n`), { count: lines.length, epoch: 1, sequence: 1 }, of, none);
      return rows.bytes.subarray(0, rows.starts[rows.count]).toString('hex');
    };
    const expected = (of: StoredContract, lines: readonly string[]) => {
      const writer = createRowWriter({ contract: of, epoch: 1, sequence: 1, count: lines.length, ...none });
      for (const [index, line] of lines.entries()) {
        const parsed = of.reader.read(line);
        if (!('code' in parsed)) writer.add(index, parsed);
      }
      const { rows } = writer.finish();
      expect(rows.count).toBe(lines.length);
      return rows.bytes.subarray(0, rows.starts[rows.count]).toString('hex');
    };
    for (let round = 0; round < 3; round++) {
      const rows = Array.from({ length: 40 }, (_, index) => round * 40 + index);
      for (const [of, lines] of [[small, rows.map(lineOfSmall)] as const, [wide, rows.map(lineOfWide)] as const]) {
        expect(await written(of, lines)).toBe(expected(of, lines));
      }
    }
  });
});
