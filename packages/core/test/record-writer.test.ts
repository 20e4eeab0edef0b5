import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CanonicalType,
  type CollectionDescription,
  type Contract,
  compileEncoder,
  createByteWriter,
  createRecordMemory,
  type Mapping,
  type PropertyRules,
  type RawForm,
  type RecordEncoder,
  type RecordMemory,
  type RowBlock,
  takeBytes,
} from '../src/index.ts';
import { datasetArbitrary } from './dataset-arbitrary.ts';
import { blockOf, wellFormed } from './row-blocks.ts';

interface Field {
  readonly name: string;
  readonly type: CanonicalType;
  readonly raw: RawForm;
  readonly rules?: PropertyRules;
  readonly required?: boolean;
}

const text: Omit<Field, 'name'> = { type: { kind: 'string' }, raw: 'text' };

function encoderOf(fields: readonly Field[], steps: Mapping['properties'] = {}, memory?: RecordMemory): RecordEncoder {
  const all: readonly Field[] = [{ ...text, name: 'ma', required: true }, ...fields];
  const contract: Contract = {
    ...{ dataset: 'thu.nghiem', version: '1.0.0', title: undefined, status: 'active' },
    properties: all.map(({ name, type, rules = {}, required = false }) => ({
      ...{ name, title: undefined, type, required, classification: 'internal' as const },
      ...{ semanticType: undefined, codeList: undefined, protection: undefined, rules },
    })),
    ...{ primaryKey: ['ma'], personalData: undefined, freshnessSeconds: undefined, authoritativePublisher: undefined },
  };
  const columns = all.map(({ name, type, raw }) => ({
    ...{ name, nativeType: 'any', type: { native: 'any', canonical: type, raw }, nullable: true, generated: false, comment: undefined },
  }));
  const collection: CollectionDescription = {
    ...{ collection: { schema: 's', name: 'c' }, kind: 'table', columns, primaryKey: ['ma'], uniqueKeys: [] },
    ...{ rowEstimate: undefined, comment: undefined },
  };
  const properties = Object.fromEntries(all.map(({ name }) => [name, steps[name] ?? name]));
  return compileEncoder({ contract, mapping: { properties }, collection, ...(memory === undefined ? {} : { memory }) });
}

/** A block of which no value can become a text. */
function withoutTexts(rows: readonly (readonly (string | null)[])[]): RowBlock {
  const block = blockOf(rows);
  block.bytes.toString = () => {
    throw new Error('a text was made');
  };
  return block;
}

/** What is written of a value without a text; `undefined`: a text would be made of it. */
function written(field: Omit<Field, 'name'>, value: string): unknown {
  const out = createByteWriter();
  try {
    encoderOf([{ ...field, name: 'x' }]).writeRecord(withoutTexts([['1', value]]), 0, out);
  } catch {
    return undefined;
  }
  return (JSON.parse(takeBytes(out).bytes.toString('utf8')) as { readonly x: unknown }).x;
}

const lineOf = (encoder: RecordEncoder, rows: readonly (readonly (string | null)[])[]): string =>
  rows.map((row) => `<${String(encoder.record(row))}>`).join('');
const frame = { head: Buffer.from('<'), tail: Buffer.from('>') };

/** All rows in one go. */
function all(encoder: RecordEncoder, block: RowBlock, refused: number[] = []): string {
  const out = createByteWriter();
  const rows = { block, from: 0, until: block.count, mostBytes: Number.POSITIVE_INFINITY };
  expect(encoder.writeRecords(rows, frame, out, undefined, (index) => refused.push(index))).toBe(block.count);
  return takeBytes(out).bytes.toString('utf8');
}

describe('values that are plain become no texts', () => {
  it.each<[string, Omit<Field, 'name'>, readonly (readonly [string, unknown])[]]>([
    [
      'text',
      text,
      ['', 'Nguyễn Văn A', 'Đường "số 1"\\2\n\t\b\f\r', '\u02ff\u0080', 'Ỹ', '\u007f', 'ă'.repeat(40)].map((one) => [one, one]),
    ],
    [
      'a whole number',
      { type: { kind: 'integer' }, raw: 'integer-text' },
      [
        ['0', 0],
        ['-7', -7],
        ['999999999999999', 999_999_999_999_999],
      ],
    ],
    [
      'a large whole number',
      { type: { kind: 'bigint' }, raw: 'integer-text' },
      [
        ['-999999999999999999', '-999999999999999999'],
        ['0', '0'],
      ],
    ],
    [
      'a decimal',
      { type: { kind: 'decimal', precision: 6, scale: 2 }, raw: 'decimal-text' },
      [
        ['1234.5', '1234.5'],
        ['1.10', '1.1'],
        ['-0.10', '-0.1'],
        ['7.00', '7'],
        ['0', '0'],
        ['-1.000', '-1'],
      ],
    ],
    [
      'a double',
      { type: { kind: 'number' }, raw: 'number-text' },
      [
        ['1.50', 1.5],
        ['-0.001', -0.001],
        ['123456789012345', 123_456_789_012_345],
      ],
    ],
    [
      'a truth',
      { type: { kind: 'boolean' }, raw: 'boolean-text' },
      [
        ['t', true],
        ['f', false],
      ],
    ],
    [
      'a day',
      { type: { kind: 'date' }, raw: 'date-text' },
      [
        ['2024-02-29', '2024-02-29'],
        ['0001-01-01', '0001-01-01'],
        ['9999-12-31', '9999-12-31'],
      ],
    ],
    [
      'a time',
      { type: { kind: 'time', fraction: 3 }, raw: 'time-text' },
      [
        ['23:59:59', '23:59:59'],
        ['00:00:00.120', '00:00:00.12'],
      ],
    ],
    [
      'a timestamp',
      { type: { kind: 'timestamp', fraction: 6 }, raw: 'timestamp-text' },
      [
        ['2024-02-29 01:02:03.100', '2024-02-29T01:02:03.1'],
        ['1900-01-01T00:00:00', '1900-01-01T00:00:00'],
      ],
    ],
    [
      'an instant',
      { type: { kind: 'timestamptz', fraction: 6 }, raw: 'timestamptz-text' },
      [
        ['2024-02-29 01:02:03.123456+00', '2024-02-29T01:02:03.123456Z'],
        ['2024-02-29T01:02:03Z', '2024-02-29T01:02:03Z'],
      ],
    ],
    [
      'a UUID',
      { type: { kind: 'uuid' }, raw: 'uuid-text' },
      [['0189f7ea-ae2c-7809-8aeb-b819cf5e9e7f', '0189f7ea-ae2c-7809-8aeb-b819cf5e9e7f']],
    ],
  ])('%s', (_, field, values) => {
    expect(values.map(([value]) => written(field, value))).toEqual(values.map(([, expected]) => expected));
  });

  it.each<[string, Omit<Field, 'name'>, readonly string[]]>([
    [
      'text that may not be in NFC',
      text,
      ['e\u0302', '\u0300', '\u1dff', '\u1f00', '😀', '\u0001', '\u001f', '한', `${'a'.repeat(15)}\u0300`],
    ],
    [
      'a whole number that is none, or too long',
      { type: { kind: 'integer' }, raw: 'integer-text' },
      ['', '-', '-0', '01', '+1', '1.0', '1000000000000000', '1e3'],
    ],
    ['a large whole number', { type: { kind: 'bigint' }, raw: 'integer-text' }, ['1000000000000000000', '-01', '12a']],
    [
      'a decimal',
      { type: { kind: 'decimal', precision: 6, scale: 2 }, raw: 'decimal-text' },
      ['', '12345', '1.234', '-0', '-0.00', '.5', '5.', '00.5', 'NaN', '1e2', '1.2.3', '-'],
    ],
    ['a double', { type: { kind: 'number' }, raw: 'number-text' }, ['1e3', 'NaN', '0.0000001', '1234567890123456', '-0', 'Infinity']],
    ['a truth', { type: { kind: 'boolean' }, raw: 'boolean-text' }, ['', 'x', 'true']],
    [
      'a day',
      { type: { kind: 'date' }, raw: 'date-text' },
      [
        '2023-02-29',
        '1900-02-29',
        '2024-04-31',
        '2024-13-01',
        '2024-00-01',
        '2024-01-00',
        '0000-01-01',
        '2024/01/01',
        '2024-1-011',
        '2024-01-01 BC',
        '20240-01-01',
      ],
    ],
    [
      'a time',
      { type: { kind: 'time', fraction: 3 }, raw: 'time-text' },
      ['24:00:00', '23:60:00', '23:59:60', '1:02:03', '01:02:03.', '01:02:03.1234', '01.02:03'],
    ],
    [
      'a timestamp',
      { type: { kind: 'timestamp', fraction: 6 }, raw: 'timestamp-text' },
      ['2024-02-29_01:02:03', '2024-02-29 01:02', 'infinity', '2024-02-29 01:02:03.1234567'],
    ],
    [
      'an instant',
      { type: { kind: 'timestamptz', fraction: 6 }, raw: 'timestamptz-text' },
      ['2024-02-29 01:02:03+07', '2024-02-29 01:02:03', '2024-02-29 01:02:03-00'],
    ],
    [
      'a UUID',
      { type: { kind: 'uuid' }, raw: 'uuid-text' },
      [
        '0189F7EA-ae2c-7809-8aeb-b819cf5e9e7f',
        '0189f7eaaae2c-7809-8aeb-b819cf5e9e7f',
        '0189f7ea-ae2c-7809-8aeb-b819cf5e9e7g',
        '0189f7ea-ae2c-7809-8aeb-b819cf5e9e7',
      ],
    ],
  ])('%s is left to the reader of texts', (_, field, values) => {
    expect(values.map((value) => [value, written(field, value)])).toEqual(values.map((value) => [value, undefined]));
  });

  it.each<[string, Omit<Field, 'name'>, readonly string[], readonly string[]]>([
    ['a list', { ...text, rules: { enum: ['một', 'hai', ''] } }, ['một', 'hai', ''], ['ba', 'mộ', 'hai ']],
    ['a length', { ...text, rules: { minLength: 2, maxLength: 3 } }, ['ăn', 'ăn ', 'ạạạ'], ['a', 'ạ', 'abcd', '']],
    [
      'a chain',
      { ...text, rules: { pattern: '^[0-9]{12}$' } },
      ['012345678901'],
      ['01234567890', '01234567890a', '0123456789012', '01234567890/', ':12345678901'],
    ],
    [
      'a long chain',
      { ...text, rules: { pattern: '^[a-c]{20}$' } },
      ['abc'.repeat(6) + 'ab'],
      ['abc'.repeat(6) + 'ad', 'd' + 'abc'.repeat(6) + 'a'],
    ],
    ['a table', { ...text, rules: { pattern: '^(?:a|bc)+$' } }, ['abca', 'a'], ['', 'ab', 'cab', 'abcad']],
    ['a table of letters', { ...text, rules: { pattern: 'ễ[0-9]?$' } }, ['Lễ', 'Lễ1'], ['Lê', 'Lễ12']],
    [
      'bounds',
      { type: { kind: 'integer' }, raw: 'integer-text', rules: { minimum: '-5', maximum: '12' } },
      ['-5', '0', '12'],
      ['-6', '13', '100'],
    ],
    [
      'open bounds',
      { type: { kind: 'decimal', precision: 6, scale: 2 }, raw: 'decimal-text', rules: { exclusiveMinimum: '-5', exclusiveMaximum: '12' } },
      ['-4', '0', '11'],
      ['-5', '12', '12.01', '-5.01', '-4.5'],
    ],
    [
      'days',
      { type: { kind: 'date' }, raw: 'date-text', rules: { minimum: '1900-01-02', maximum: '2020-12-30' } },
      ['1950-05-05', '1900-01-03', '2020-12-29'],
      ['1900-01-01', '2020-12-31', '1900-01-02'],
    ],
  ])('by %s', (_, field, right, others) => {
    const type = field.type.kind === 'integer' ? Number : String;
    expect(right.map((value) => written(field, value))).toEqual(right.map((value) => type(value)));
    expect(others.map((value) => [value, written(field, value)])).toEqual(others.map((value) => [value, undefined]));
  });

  it('never looks behind the end of a value: a character that is cut off is no text', () => {
    const encoder = encoderOf([
      { ...text, name: 'x' },
      { ...text, name: 'y' },
    ]);
    for (const letter of ['ă', 'ễ']) {
      const bytes = Buffer.from(`1${letter}`);
      for (let end = 2; end < bytes.length; end++) {
        // The other value has all of it.
        const block = { bytes, bounds: Int32Array.from([0, 1, 1, end, 1, bytes.length]), width: 3, count: 1 };
        expect(encoder.writeRecord(block, 0, createByteWriter())?.pointer).toBe('/x');
      }
    }
    for (const bytes of [[0xc3, 0x41], [0xe1, 0xb8, 0x41], [0xe1, 0x41, 0x80], [0x80], [0xff]]) {
      const ends = [0, 1, 1, 1 + bytes.length, 0, 1];
      const block = { bytes: Buffer.from([49, ...bytes]), bounds: Int32Array.from(ends), width: 3, count: 1 };
      expect(encoder.writeRecord(block, 0, createByteWriter())?.pointer).toBe('/x');
    }
  });

  it('knows what trimming would change, and what is none when it is empty', () => {
    const trimmed = encoderOf([{ ...text, name: 'x' }], { x: { column: 'x', trim: true, emptyAsNull: true } });
    for (const [value, left] of [
      ['A', 'A'],
      ['A B', 'A B'],
      [' A', 'A'],
      ['A ', 'A'],
      ['A\u00a0', 'A'],
      ['', undefined],
      [' ', undefined],
    ] as const) {
      const out = createByteWriter();
      expect(trimmed.writeRecord(blockOf([['1', value]]), 0, out)).toBeUndefined();
      expect(JSON.parse(takeBytes(out).bytes.toString('utf8'))).toEqual(left === undefined ? { ma: '1' } : { ma: '1', x: left });
    }
  });
});

describe('many rows in one go', () => {
  it('are what they are one by one, refused ones left out and told, whatever else the memory is used for', () => {
    const memory = createRecordMemory();
    let refusals = 0;
    fc.assert(
      fc.property(fc.array(datasetArbitrary, { minLength: 1, maxLength: 3 }), (datasets) => {
        for (const { contract, mapping, collection, rows } of [...datasets, ...datasets]) {
          const encoder = compileEncoder({ contract, mapping, collection, memory });
          const texts = rows.map((row) => encoder.columns.map((name) => wellFormed(row[name])));
          const refused: number[] = [];
          const expected = texts.map((row) => encoder.record(row));
          expect(all(encoder, blockOf(texts), refused)).toBe(expected.map((one) => (typeof one === 'string' ? `<${one}>` : '')).join(''));
          expect(refused).toEqual(expected.flatMap((one, index) => (typeof one === 'string' ? [] : [index])));
          refusals += refused.length;
        }
      }),
      { numRuns: 300 },
    );
    expect(refusals).toBeGreaterThan(100);
  });

  it('have any number, and each what follows it', () => {
    const encoder = encoderOf([{ ...text, name: 'x' }]);
    const rows = Array.from({ length: 1000 }, (_, index) => [String(index), index % 3 === 0 ? null : 'Nguyễn '.repeat(index % 7)]);
    expect(all(encoder, withoutTexts(rows))).toBe(lineOf(encoder, rows));
    expect(all(encoder, blockOf([]))).toBe('');
  });

  it('may be longer than the memory, which grows, and longer than any memory, as texts are', () => {
    const encoder = encoderOf([{ ...text, name: 'x' }]);
    const rows = [10, 100_000, 20, 3_000_000, 30, 5_000_000, 40].map((length, index) => [String(index), 'ệ"a\n'.repeat(length / 5)]);
    expect(all(encoder, blockOf(rows))).toBe(lineOf(encoder, rows));
    expect(all(encoder, withoutTexts(rows.slice(0, 5)))).toBe(lineOf(encoder, rows.slice(0, 5)));
  });

  it('may take more than the memory has room for, where one column goes to many properties', () => {
    const names = Array.from({ length: 40 }, (_, index) => `x${index}`);
    const fields = names.map((name) => ({ ...text, name }));
    const copies = Object.fromEntries(names.map((name) => [name, 'ma']));
    const rows = [100, 9_000, 9_000, 10, 60_000].map((length) => ['b'.repeat(length)]);
    for (const steps of [copies, { ...copies, x39: { concat: ['ma', 'ma'], separator: '' } }] as const) {
      const encoder = encoderOf(fields, steps);
      expect(encoder.columns).toEqual(['ma']);
      expect(all(encoder, blockOf(rows))).toBe(lineOf(encoder, rows));
    }
  });

  it('may have hundreds of columns, also more than the memory takes the bounds of', () => {
    for (const count of [700, 9_000]) {
      const fields = Array.from({ length: count }, (_, index) => ({
        ...text,
        name: `cot_${index}`,
        rules: { pattern: `^[a-z]*(?:${index})?$` },
      }));
      const encoder = encoderOf(fields);
      const rows = [1, 2, 3].map((row) => [String(row), ...fields.map((_, index) => (index % row === 0 ? 'abc' : null))]);
      expect(all(encoder, blockOf(rows))).toBe(lineOf(encoder, rows));
    }
  });

  it('end where there are enough bytes, and one at least is looked at', () => {
    const encoder = encoderOf([{ ...text, name: 'x', rules: { maxLength: 100_000 } }]);
    const rows = Array.from({ length: 200 }, (_, index) => [String(index), 'a'.repeat(index % 5 === 4 ? 100_001 : 50_000)]);
    const block = blockOf(rows);
    const out = createByteWriter();
    const refused: number[] = [];
    const lengths: number[] = [];
    for (let from = 0; from < block.count; ) {
      const before = out.length;
      const behind = encoder.writeRecords(
        { block, from, until: block.count, mostBytes: before + 500_000 },
        frame,
        out,
        undefined,
        (index) => refused.push(index),
      );
      expect(behind).toBeGreaterThan(from);
      from = behind;
      lengths.push(out.length - before);
    }
    expect(refused).toEqual(rows.flatMap((_, index) => (index % 5 === 4 ? [index] : [])));
    expect(takeBytes(out).bytes.toString('utf8')).toBe(
      lineOf(
        encoder,
        rows.filter((_, index) => index % 5 !== 4),
      ),
    );
    expect(Math.max(...lengths)).toBeLessThan(800_000);
    // Also where there were enough before.
    const full = createByteWriter();
    expect(encoder.writeRecords({ block, from: 3, until: 9, mostBytes: 0 }, frame, full, undefined, () => undefined)).toBe(4);
    expect(encoder.writeRecords({ block, from: 4, until: 9, mostBytes: 0 }, frame, full, undefined, () => undefined)).toBe(5);
  });

  it('may lie anywhere in their block', () => {
    const encoder = encoderOf([{ ...text, name: 'x' }]);
    const bytes = Buffer.concat([Buffer.from('An'), Buffer.alloc(1_000_000, '.'), Buffer.from('12')]);
    const end = bytes.length;
    // Values at both ends, and one that two rows share.
    const bounds = Int32Array.from([end - 2, end - 1, 0, 2, end - 1, end, 0, 2]);
    expect(all(encoder, { bytes, bounds, width: 2, count: 2 })).toBe('<{"ma":"1","x":"An"}><{"ma":"2","x":"An"}>');
  });

  it('are judged by patterns that are too large for a program, and by those that are not', () => {
    // Of hundreds of rows each.
    const fields = [1, 2].map((number) => ({
      ...text,
      name: `x${number}`,
      rules: { pattern: `^(?:[a-z]{1,20}[0-9]{${number},40}){1,9}$` },
    }));
    const encoder = encoderOf(fields);
    const rows = [
      ['1', 'ab12', 'ab12'],
      ['2', 'ab1', 'ab1'],
      ['3', '12', 'ab12'],
    ];
    const refused: number[] = [];
    expect(all(encoder, blockOf(rows), refused)).toBe(lineOf(encoder, rows.slice(0, 1)));
    expect(refused).toEqual([1, 2]);
  });
});

it('takes its memory once there is a row, and one for all encoders that share it', () => {
  const host = globalThis as unknown as { readonly WebAssembly: { Instance: new (...parts: readonly unknown[]) => object } }; // Node has it
  const { Instance } = host.WebAssembly;
  let opened = 0;
  host.WebAssembly.Instance = new Proxy(Instance, {
    construct(target, parts: readonly unknown[]) {
      opened += 1;
      return new target(...parts);
    },
  });
  try {
    const memory = createRecordMemory();
    const encoders = Array.from({ length: 20 }, () => encoderOf([{ ...text, name: 'x' }], {}, memory));
    expect(opened).toBe(0);
    for (const encoder of encoders) expect(all(encoder, blockOf([['1', 'An']]))).toBe('<{"ma":"1","x":"An"}>');
    expect(opened).toBe(1);
  } finally {
    host.WebAssembly.Instance = Instance;
  }
});
