import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CanonicalType,
  type Contract,
  compileEncoder,
  compileReader,
  createLineScan,
  deletionLine,
  lineSlots,
  type ParsedLine,
  type PropertyRules,
  parseType,
  propertySlot,
  type RecordReader,
  recordLine,
  type Version,
  viewOf,
} from '../src/index.ts';
import { datasetArbitrary } from './dataset-arbitrary.ts';

/** Reads one line among others, as the platform does. */
function scan(reader: RecordReader, contract: Contract, line: Buffer): ParsedLine | undefined {
  const before = '{"op":"r"}\n';
  const bytes = Buffer.concat([Buffer.from(before), line, Buffer.from('{"op":"r","version":"0","after":{"khoa":"x"}}\n')]);
  const spans = new Int32Array(reader.scanner.size).fill(-7);
  const scanLine = createLineScan(reader.scanner);
  const end = scanLine(viewOf(bytes), before.length, bytes.length, spans);
  // The last line of a body: nothing may be read behind it, and nothing be taken or left because of what follows.
  const alone = scanLine(viewOf(Uint8Array.from(line)), 0, line.length, new Int32Array(reader.scanner.size));
  expect(alone).toBe(end < 0 ? -1 : end - before.length);
  if (end < 0) return undefined;
  expect(end).toBe(before.length + line.length - 1);
  const at = (slot: number) => (spans[slot] === -1 ? undefined : bytes.toString('utf8', spans[slot], spans[slot + 1]));
  const values = contract.properties.map((_, index) => {
    const text = at(propertySlot(index));
    if (text === undefined) return null;
    return spans[propertySlot(index) + 2] === 1 ? (JSON.parse(`"${text}"`) as string) : text; // the escapes of a string
  });
  const op = String.fromCharCode(spans[lineSlots.op] ?? 0) as ParsedLine['op'];
  return { op, version: at(lineSlots.version) as Version, at: at(lineSlots.at), tx: at(lineSlots.tx), key: '', values };
}

/** Whether the scanner took the line; fails when it takes one that `read` reads otherwise. */
function agrees(reader: RecordReader, contract: Contract, line: Buffer): boolean {
  const scanned = scan(reader, contract, line);
  if (scanned === undefined) return false;
  const text = line.toString('utf8', 0, line.length - 1);
  expect([text, { ...reader.read(text), key: '' }]).toEqual([text, scanned]);
  return true;
}

const places = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('r' as const), fc.constant('0')) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom('r' as const, 'c' as const, 'u' as const, 'd' as const), fc.constantFrom('1:00A1-03', '1:~')),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('r' as const, 'u' as const), fc.constantFrom('0', '1:"\\\\', '', '1:', '2:a')) },
);
const times = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(undefined, '2026-03-01T02:03:04.567Z', '2026-03-01T02:03:04Z') },
  { weight: 1, arbitrary: fc.constantFrom('2026-03-01T02:03:04.100Z', '2023-02-29T00:00:00Z') },
);
const transactions = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(undefined, '4711', 'x'.repeat(100)) },
  { weight: 1, arbitrary: fc.constantFrom('', 'giao dịch', 'a"b', 'x'.repeat(101)) },
);
const heads = fc.tuple(places, times, transactions).map(([[op, version], at, tx]) => ({ op, version: version as Version, at, tx })); // some are none: that is the point

type Change = readonly [place: number, kind: 'put' | 'insert' | 'cut' | 'end', byte: number];
const bytesThatMatter = fc.constantFrom(
  ...Buffer.from('"\\{},:.-+0123456789eErcudtTZn /\n\r\t\u007f'),
  0xc3,
  0x80,
  0xcc,
  0xe1,
  0xb8,
  0xbb,
  0xbc,
);
const changes: fc.Arbitrary<Change> = fc.tuple(
  fc.nat(),
  fc.constantFrom('put' as const, 'insert' as const, 'cut' as const, 'end' as const),
  bytesThatMatter,
);

function change(line: Buffer, [place, kind, byte]: Change): Buffer {
  const at = place % (line.length - 1);
  if (kind === 'end') return Buffer.from(line.toString('utf8', 0, at) + '\n');
  const middle = kind === 'cut' ? [] : [byte];
  const changed = Buffer.concat([line.subarray(0, at), Buffer.from(middle), line.subarray(kind === 'insert' ? at : at + 1)]);
  // The platform splits lines and checks UTF-8 before.
  return Buffer.from(changed.toString('utf8').replaceAll('\n', '') + '\n');
}

describe('the scanner over bytes', () => {
  it('takes nothing but what the reader reads to the same values, whatever happens to a line', () => {
    let [taken, left, damaged] = [0, 0, 0];
    fc.assert(
      fc.property(
        datasetArbitrary,
        fc.array(heads, { minLength: 12, maxLength: 12 }),
        fc.array(changes, { minLength: 6, maxLength: 6 }),
        (dataset, lineHeads, damages) => {
          const { contract, mapping, collection, rows } = dataset;
          const encoder = compileEncoder({ contract, mapping, collection });
          const reader = compileReader(contract);
          rows.forEach((row, index) => {
            const values = encoder.columns.map((name) => row[name]);
            const [record, key] = [encoder.record(values), encoder.key(encoder.keyColumns.map((name) => row[name]))];
            const head = lineHeads[index];
            if (typeof record !== 'string' || typeof key !== 'string' || head === undefined) return;
            const { op, version, ...rest } = head;
            const input = { version: version as Version, ...rest };
            const line = Buffer.from(op === 'd' ? deletionLine(input, key) : recordLine(op, input, record));
            if (agrees(reader, contract, line)) taken++;
            else left++;
            for (const damage of damages) if (agrees(reader, contract, change(line, damage))) damaged++;
          });
        },
      ),
      { numRuns: 1500 },
    );
    expect(Math.min(taken, left, damaged)).toBeGreaterThan(400);
  }, 180_000);

  const valuesAndRules: readonly (readonly [type: string, rules: PropertyRules, taken: readonly string[], left: readonly string[]])[] = [
    ['integer', { minimum: '-5', maximum: '100' }, ['-5', '0', '100'], ['-6', '101', '-0', '00', '1.0', '1e1', '"1"', '', '-']],
    ['integer', {}, ['123456789012345', '-123456789012345'], ['1234567890123456', '12345678901234567890']],
    ['integer', { enum: ['0', '1', '2'] }, ['0', '2'], ['3', '00']],
    ['integer', { exclusiveMinimum: '0', exclusiveMaximum: '3' }, ['1', '2'], ['0', '3']],
    ['bigint', {}, ['"0"', '"-12345678901234567"'], ['"-0"', '"01"', '"+1"', '"123456789012345678901"', '1', '""', '"-"']],
    ['decimal(5,2)', {}, ['"0"', '"-0.5"', '"999.99"', '"0.01"'], ['"0.10"', '"1000"', '"1.234"', '".5"', '"5."', '"-0"', '"00.5"', '1']],
    ['decimal(2,2)', { minimum: '-0.5' }, ['"0.12"', '"-0.5"'], ['"-0.51"', '"1"']],
    ['number', {}, ['0.000001', '-1.5', '123456789.12345'], ['0.0000001', '1e3', '-0', '1.50', '1234567890.1234567', '01']],
    ['boolean', {}, ['true', 'false'], ['tru', 'falsy', '"true"', 'null']],
    [
      'date',
      {},
      ['"2024-02-29"', '"0001-01-01"', '"1999-12-31"'],
      ['"2023-02-29"', '"0000-01-01"', '"2024-13-01"', '"2024-04-31"', '"2024-1-01"', '"2024-01-01 "'],
    ],
    [
      'time',
      {},
      ['"23:59:59.999999"', '"00:00:00"'],
      ['"24:00:00"', '"23:60:00"', '"00:00:60"', '"00:00:00.10"', '"00:00:00.1234567"', '"00:00:00."'],
    ],
    ['timestamp(3)', {}, ['"2024-02-29T00:00:00.123"'], ['"2024-02-29T00:00:00.1234"', '"2024-02-29 00:00:00"', '"2024-02-29T00:00:00Z"']],
    [
      'timestamptz',
      { minimum: '2024-01-01T00:00:00.5Z' },
      ['"2024-01-01T00:00:00.5Z"'],
      ['"2024-01-01T00:00:00.4Z"', '"2024-02-29T00:00:00"', '"2024-02-29T00:00:00+07"'],
    ],
    [
      'uuid',
      {},
      ['"00000000-0000-4000-8000-0000000000af"'],
      ['"00000000-0000-4000-8000-0000000000AF"', '"00000000-0000-4000-8000-0000000000a"', '"00000000000040008000000000000000af00"'],
    ],
    ['partial-date', {}, ['"1965"', '"1965-02"', '"1965-02-28"'], ['"1965-13"', '"0000"', '"65"']],
    ['bytes', {}, ['"AQID"', '"AQ=="'], ['"AR=="', '"AQ"', '"A-=="']],
    [
      'string',
      { minLength: 2, maxLength: 3 },
      ['"ễễ"', '"ễễễ"', '"a\\n"', '"\\"\\"\\""'],
      ['"ễ"', '"aaaa"', '"ễễễễ"', '"\\n"', '"\\u0041b"', '"a\\/"', '"a\u1dc4\u1dca"', '"\u1f71"', '"e\u0302a"', '"\u0301a"', '"😀a"'],
    ],
    ['string', { pattern: '^[0-9]{2}$' }, ['"12"'], ['"1"', '"123"', '"1\\n"']],
    ['string', { pattern: '^\\bab' }, ['"ab"'], ['"xab"']],
    ['string', { enum: ['đỏ', 'xanh'] }, ['"đỏ"'], ['"đo"', '"đỏđ"']],
    ['string', { enum: ['1', '2', '3', '4', '5', '6', '7', '8', 'chín'] }, ['"chín"'], ['"10"']],
    ['json', {}, [], ['1', '"a"', 'null']],
    ['array<string>', {}, [], ['[]']],
  ];
  it.each(valuesAndRules)('takes of %s with the rules %j only what is surely canonical', (typeText, rules, taken, left) => {
    const type = parseType(typeText);
    if (type === undefined) throw new Error('no type');
    const contract = contractOf([
      ['khoa', { kind: 'string' }, true, {}],
      ['a', type, false, rules],
      ['z', { kind: 'string' }, false, {}],
    ]);
    const reader = compileReader(contract);
    const line = (value: string) => Buffer.from(`{"op":"r","version":"0","after":{"a":${value},"khoa":"1"}}\n`);
    for (const value of taken) expect([value, agrees(reader, contract, line(value))]).toEqual([value, true]);
    for (const value of left) expect([value, agrees(reader, contract, line(value))]).toEqual([value, false]);
    for (const body of ['{"khoa":"1"}', '{"khoa":"1","z":""}'])
      expect(agrees(reader, contract, Buffer.from(`{"op":"r","version":"0","after":${body}}\n`))).toBe(true);
    for (const body of [
      '{}',
      '{"z":"","khoa":"1"}',
      '{"khoa":"1",}',
      '{,"khoa":"1"}',
      '{"khoa":"1" }',
      '{"b":1,"khoa":"1"}',
      '{"khoa":null}',
    ])
      expect(agrees(reader, contract, Buffer.from(`{"op":"r","version":"0","after":${body}}\n`))).toBe(false);
  });

  it('takes an empty record where no property is required, and none without its brace', () => {
    const contract = contractOf([['khoa', { kind: 'string' }, false, {}]]);
    const reader = compileReader(contract);
    expect(agrees(reader, contract, Buffer.from('{"op":"r","version":"0","after":{}}\n'))).toBe(true);
    for (const body of ['[}}', '}}', '{{}}', '{'])
      expect(agrees(reader, contract, Buffer.from(`{"op":"r","version":"0","after":${body}\n`))).toBe(false);
  });

  it('takes the operations that bear a record, versions up to 200 characters, and nothing behind the last brace', () => {
    const contract = contractOf([['khoa', { kind: 'string' }, true, {}]]);
    const reader = compileReader(contract);
    const takes = (op: string, version: string, end = '') =>
      agrees(reader, contract, Buffer.from(`{"op":"${op}","version":"${version}","after":{"khoa":"1"}}${end}\n`));
    for (const op of ['r', 'c', 'u']) expect(takes(op, '1:a')).toBe(true);
    for (const op of ['d', 't', 'R', 'x']) expect(takes(op, '1:a')).toBe(false);
    expect(takes('u', `1:${'v'.repeat(200)}`)).toBe(true);
    expect(takes('u', `1:${'v'.repeat(201)}`)).toBe(false);
    for (const end of [' ', '}', ',', '\r']) expect(takes('u', '1:a', end)).toBe(false);
  });

  it.each([12, 13, 14, 15, 16, 17, 28, 29, 30, 31, 45, 46, 47, 100])('knows a name of %i characters to its last one', (length) => {
    const name = `${'n'.repeat(length - 1)}a`;
    const contract = contractOf([
      ['khoa', { kind: 'string' }, true, {}],
      [name, { kind: 'integer' }, true, {}],
    ]);
    const reader = compileReader(contract);
    const line = (other: string) => Buffer.from(`{"op":"r","version":"0","after":{"khoa":"1","${other}":1}}\n`);
    expect(agrees(reader, contract, line(name))).toBe(true);
    for (let place = 0; place < length; place++)
      expect(agrees(reader, contract, line(`${name.slice(0, place)}z${name.slice(place + 1)}`))).toBe(false);
  });
});

function contractOf(
  properties: readonly (readonly [name: string, type: CanonicalType, required: boolean, rules: PropertyRules])[],
): Contract {
  const rest = {
    title: undefined,
    classification: 'internal',
    semanticType: undefined,
    codeList: undefined,
    protection: undefined,
  } as const;
  return {
    dataset: 'thu.nghiem',
    version: '1.0.0',
    title: undefined,
    status: 'active',
    properties: properties.map(([name, type, required, rules]) => ({ ...rest, name, type, required, rules })),
    primaryKey: ['khoa'],
    personalData: undefined,
    freshnessSeconds: undefined,
    authoritativePublisher: undefined,
  };
}
