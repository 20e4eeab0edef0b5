import { describe, expect, it } from 'vitest';
import {
  type CanonicalType,
  type CollectionDescription,
  type Contract,
  compileEncoder,
  compileReader,
  isLienThongError,
  type Mapping,
  type Property,
  type RawForm,
} from '../src/index.ts';

const property = (name: string, type: CanonicalType, more: Partial<Property> = {}): Property => ({
  name,
  title: undefined,
  type,
  required: false,
  classification: 'internal',
  semanticType: undefined,
  codeList: undefined,
  protection: undefined,
  rules: {},
  ...more,
});

const contract = (...properties: readonly Property[]): Contract => ({
  dataset: 'ho-tich.cong-dan',
  version: '1.0.0',
  title: undefined,
  status: 'active',
  properties: [property('id', { kind: 'string' }, { required: true }), ...properties],
  primaryKey: ['id'],
  personalData: undefined,
  freshnessSeconds: undefined,
  authoritativePublisher: undefined,
});

const table = (...columns: readonly (readonly [string, CanonicalType | undefined, RawForm])[]): CollectionDescription => ({
  collection: { schema: 'public', name: 'Cong_Dan' },
  kind: 'table',
  columns: [['id', { kind: 'string' }, 'text'] as const, ...columns].map(([name, canonical, raw]) => ({
    name,
    nativeType: canonical?.kind ?? 'tsquery',
    type: canonical === undefined ? undefined : { native: canonical.kind, canonical, raw },
    nullable: true,
    generated: false,
    comment: undefined,
  })),
  primaryKey: ['id'],
  uniqueKeys: [],
  rowEstimate: undefined,
  comment: undefined,
});

function problemsOf(of: Contract, mapping: Mapping['properties'], collection: CollectionDescription): readonly string[] {
  try {
    compileEncoder({ contract: of, mapping: { properties: { id: 'id', ...mapping } }, collection });
  } catch (error) {
    if (!isLienThongError(error) || error.code !== 'MAPPING_INVALID') throw error;
    return error.details['problems'] as readonly string[]; // compileEncoder puts them there
  }
  return [];
}

describe('a mapping that does not fit', () => {
  it('is refused with every problem at once', () => {
    const problems = problemsOf(
      contract(
        property('ngaySinh', { kind: 'date' }),
        property('hoTen', { kind: 'string' }, { required: true }),
        property('gioiTinh', { kind: 'integer' }, { rules: { enum: ['0', '1', '2'] } }),
        property('thuNhap', { kind: 'decimal', precision: 15, scale: 2 }),
        property('vung', { kind: 'string' }),
        property('luc', { kind: 'timestamptz', fraction: 6 }),
      ),
      {
        ngaySinh: { column: 'ngay', dates: ['dd/MM/yy'] },
        gioiTinh: { column: 'gt', lookup: { Nam: 'một' }, default: 7 },
        thuNhap: 'luong',
        vung: 'hinh',
        luc: { column: 'gio', zone: 'Asia/Thang_Long' },
        laLa: 'ngay',
        hoTen: 'HO_TEN',
      },
      table(
        ['ngay', { kind: 'string' }, 'text'],
        ['gt', { kind: 'string' }, 'text'],
        ['luong', { kind: 'string' }, 'text'],
        ['hinh', undefined, 'text'],
        ['gio', { kind: 'timestamp', fraction: 6 }, 'timestamp-text'],
        ['ho_ten', { kind: 'string' }, 'text'],
      ),
    );
    expect(problems.join('\n')).toMatch(/laLa: the contract has no such property/);
    expect(problems.join('\n')).toMatch(/ngaySinh: date pattern dd\/MM\/yy/);
    expect(problems.join('\n')).toMatch(/gioiTinh: the look-up of Nam is not a number; the contract says integer/);
    expect(problems.join('\n')).toMatch(/thuNhap: column luong is string \(string\) and the contract says decimal\(15,2\): add cast: true/);
    expect(problems.join('\n')).toMatch(/vung: column hinh of public.Cong_Dan has type tsquery/);
    expect(problems.join('\n')).toMatch(/luc: there is no time zone Asia\/Thang_Long/);
    expect(problems.join('\n')).toMatch(/hoTen: public.Cong_Dan has no column HO_TEN; it has ho_ten/);
  });

  it('is refused when a constant or default breaks the contract for every record', () => {
    const of = contract(property('gioiTinh', { kind: 'integer' }, { rules: { enum: ['0', '1', '2'] } }));
    const columns = table(['gt', { kind: 'integer' }, 'integer-text']);
    expect(problemsOf(of, { gioiTinh: { column: 'gt', default: 7 } }, columns)).toEqual([
      'gioiTinh: the default is not one of the permitted values',
    ]);
    expect(problemsOf(of, { gioiTinh: { constant: 9 } }, columns)).toEqual(['gioiTinh: the constant is not one of the permitted values']);
    expect(problemsOf(of, { gioiTinh: { constant: 2 } }, columns)).toEqual([]);
  });

  it('is refused when it leaves out what the contract requires', () => {
    expect(problemsOf(contract(property('hoTen', { kind: 'string' }, { required: true })), {}, table())).toEqual([
      'hoTen: the contract requires it and the mapping leaves it out',
    ]);
  });
});

describe('the steps of a mapping', () => {
  it('joins columns and leaves out empty parts with their separator', () => {
    const encoder = compileEncoder({
      contract: contract(property('hoTen', { kind: 'string' })),
      mapping: { properties: { id: 'id', hoTen: { concat: ['ho', 'dem', 'ten'], separator: ' ', trim: true } } },
      collection: table(['ho', { kind: 'string' }, 'text'], ['dem', { kind: 'string' }, 'text'], ['ten', { kind: 'string' }, 'text']),
    });
    expect(encoder.record(['1', 'Nguyễn', '', 'An'])).toBe('{"hoTen":"Nguyễn An","id":"1"}');
    expect(encoder.record(['1', null, null, null])).toBe('{"id":"1"}');
  });

  it('lets a TypeScript function compute a value, and its error is a rejection without the message', () => {
    const encoder = compileEncoder({
      contract: contract(property('tuoi', { kind: 'integer' })),
      mapping: {
        properties: {
          id: 'id',
          tuoi: {
            columns: ['nam'],
            compute: (year) => {
              if (year === '0') throw new Error(`secret ${year}`);
              return year === null ? null : 2026 - Number(year);
            },
          },
        },
      },
      collection: table(['nam', { kind: 'integer' }, 'integer-text']),
    });
    expect(encoder.record(['1', '1965'])).toBe('{"id":"1","tuoi":61}');
    expect(encoder.record(['1', null])).toBe('{"id":"1"}');
    expect(encoder.record(['1', '0'])).toEqual({ code: 'transform-failed', pointer: '/tuoi', reason: 'tuoi could not be computed' });
  });

  it('reads a time without zone in Việt Nam time, also before 1975 when the clock differed', () => {
    const encoder = compileEncoder({
      contract: contract(property('luc', { kind: 'timestamptz', fraction: 6 })),
      mapping: { properties: { id: 'id', luc: 'luc' } },
      collection: table(['luc', { kind: 'timestamp', fraction: 6 }, 'timestamp-text']),
    });
    expect(encoder.record(['1', '2026-03-01 06:00:00'])).toBe('{"id":"1","luc":"2026-02-28T23:00:00Z"}');
    expect(encoder.record(['1', '1970-01-01 08:00:00.25'])).toBe('{"id":"1","luc":"1970-01-01T00:00:00.25Z"}');
  });

  it('never puts a value into a rejection', () => {
    const encoder = compileEncoder({
      contract: contract(
        property('soDinhDanh', { kind: 'string' }, { rules: { pattern: '^\\d{12}$' } }),
        property('tinh', { kind: 'integer' }),
      ),
      mapping: { properties: { id: 'id', soDinhDanh: 'so', tinh: { column: 'so', lookup: { a: 1 } } } },
      collection: table(['so', { kind: 'string' }, 'text']),
    });
    expect(JSON.stringify(encoder.record(['1', 'CANARY-001099']))).not.toContain('CANARY');
  });
});

describe('the reader of the other side', () => {
  const reader = compileReader(
    contract(
      property('hoTen', { kind: 'string' }),
      property('so', { kind: 'decimal', precision: 5, scale: 2 }),
      property('constructor', { kind: 'json' }),
    ),
  );
  const line = (more: string) => `{"op":"u","version":"1:A-0",${more}}`;

  it.each([
    ['not JSON', '{', 'line-malformed'],
    ['an array', '[]', 'line-malformed'],
    ['an unknown member', line('"after":{"id":"1"},"extra":1'), 'line-malformed'],
    ['a prototype member', line('"after":{"id":"1"},"__proto__":{}'), 'line-malformed'],
    ['a read with a change of nothing', '{"op":"c","version":"0","after":{"id":"1"}}', 'line-malformed'],
    ['an unknown operation', '{"op":"x","version":"1:A","after":{"id":"1"}}', 'line-malformed'],
    ['a local time', line('"at":"2026-01-01T00:00:00+07:00","after":{"id":"1"}'), 'line-malformed'],
    ['a record and a key', line('"after":{"id":"1"},"key":{"id":"1"}'), 'line-malformed'],
    ['an unknown property', line('"after":{"id":"1","ghi":"x"}'), 'property-unknown'],
    ['a prototype property', line('"after":{"id":"1","__proto__":"x"}'), 'property-unknown'],
    ['a key property that is missing', line('"after":{"hoTen":"x"}'), 'required-missing'],
    ['a null', line('"after":{"id":"1","hoTen":null}'), 'type-mismatch'],
    ['a decimal that is not canonical', line('"after":{"id":"1","so":"1.50"}'), 'not-representable'],
    ['text that is not NFC', line('"after":{"id":"1","hoTen":"e\u0302"}'), 'not-representable'],
    ['a number that would be rounded', line('"after":{"id":"1","constructor":12345678901234567890}'), 'line-malformed'],
  ])('refuses %s', (_, text, code) => {
    expect(reader.read(text)).toMatchObject({ code });
  });

  it('refuses a whole number that JSON.parse rounds, also where no other number can be', () => {
    const counts = compileReader(contract(property('tuoi', { kind: 'integer' })));
    expect(counts.read(line('"after":{"id":"1","tuoi":9007199254740993}'))).toMatchObject({ code: 'out-of-range', pointer: '/tuoi' });
    expect(counts.read(line('"after":{"id":"1","tuoi":9007199254740991}'))).toMatchObject({ values: ['1', '9007199254740991'] });
  });

  it('takes a deletion, a truncation and a property named like a member of every object', () => {
    expect(reader.read('{"op":"d","version":"1:A-1","key":{"id":"1"}}')).toMatchObject({
      op: 'd',
      key: '["1"]',
      values: ['1', null, null, null],
    });
    expect(reader.read('{"op":"t","version":""}')).toMatchObject({ op: 't', key: '' });
    expect(reader.read(line('"after":{"id":"1"}'))).toMatchObject({ values: ['1', null, null, null] });
    expect(reader.read(line('"after":{"id":"1","constructor":{"b":1}}'))).toMatchObject({ values: ['1', null, null, '{"b":1}'] });
  });
});
