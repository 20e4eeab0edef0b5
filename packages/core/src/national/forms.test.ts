import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nationalJson, nationalJsonBatch } from './json-form.ts';
import type { NationalMessage } from './message.ts';
import { qcvn09 } from './qcvn-09-2025-bca.ts';
import { readNational } from './read-messages.ts';
import { nationalXml, nationalXmlBatch } from './xml-form.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

// What canonical texts hold and XML has.
const anyText = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom('Nguyễn Thị Ánh', ' đầu cuối ', 'a\r\nb\tc', ']]>', '<&>"\'', '001099012345', '😀'),
  )
  .map((text) => text.normalize('NFC'))
  .filter(
    (text) =>
      text !== '' &&
      nationalXml(message({ fields: new Map([['X', text]]) }), qcvn09)
        .toString()
        .startsWith('<'),
  );

const anyMessage: fc.Arbitrary<NationalMessage> = fc.record({
  origin: fc.record({ id: anyText, name: anyText, dataType: fc.constant('G15_001') }),
  event: fc.constantFrom('new', 'update', 'cancel'),
  version: fc.integer({ min: 1, max: qcvn09.maxVersion }),
  updatedAt: fc.constantFrom('2026-12-31T23:59:59', '0001-01-01T00:00:00'),
  effectiveDate: fc.option(fc.constant('2026-01-01'), { nil: undefined }),
  recordId: fc.constant('H26.12-c1f0fb723eee0281dd5672416ddb1c143e4df8aa'),
  dataId: fc.option(anyText, { nil: undefined }),
  fields: fc.array(fc.tuple(fc.stringMatching(/^Q[A-Za-z0-9]{1,8}$/), anyText), { maxLength: 6 }).map((entries) => {
    const names = new Set<string>();
    return new Map(entries.filter(([name]) => !names.has(name.toLowerCase()) && names.add(name.toLowerCase())));
  }),
  attachments: fc.array(
    fc.record({
      id: anyText,
      name: anyText,
      version: fc.integer({ min: 1, max: 99 }),
      checksum: fc.option(anyText, { nil: undefined }),
      url: fc.option(anyText, { nil: undefined }),
    }),
    { maxLength: 3 },
  ),
});

function message(part: Partial<NationalMessage>): NationalMessage {
  return {
    origin: { id: 'h', name: 'Hộ tịch', dataType: 'G15_001' },
    event: 'new',
    version: 1,
    updatedAt: '2026-10-07T08:00:00',
    effectiveDate: undefined,
    recordId: 'H26-0',
    dataId: undefined,
    fields: new Map(),
    attachments: [],
    ...part,
  };
}

const xmlOf = (messages: readonly NationalMessage[]): Uint8Array =>
  bytes(
    nationalXmlBatch(
      messages.map((one) => nationalXml(one, qcvn09) as string),
      qcvn09,
    ),
  ); // arbitrary texts are those that XML has

describe('the message as JSON and as XML', () => {
  it('comes back as it was from either, alone and in a batch, and both say the same', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 5 }), (messages) => {
        const json = readNational(bytes(nationalJsonBatch(messages.map((one) => nationalJson(one, qcvn09)))), 'json', qcvn09);
        const xml = readNational(xmlOf(messages), 'xml', qcvn09);
        expect(json).toEqual({ messages, faults: [] });
        expect(xml).toEqual(json);
      }),
      { numRuns: 1000 },
    );
  });

  it('has the names of the regulation, in their order', () => {
    const sample = message({ dataId: '001099012345', fields: new Map([['HoTen', 'Nguyễn Thị Ánh']]) });
    expect(nationalJson(sample, qcvn09)).toBe(
      '{"NguonDuLieu":{"IdNguonDuLieu":"h","TenNguonDuLieu":"Hộ tịch","MaLoaiDuLieu":"G15_001"},' +
        '"TrangThaiDuLieu":{"SuKien":"NEW","PhienBan":1,"ThoiGianCapNhat":"2026-10-07T08:00:00"},' +
        '"DuLieuTiepNhan":{"IdBanGhi":"H26-0","MaDinhDanhDuLieu":"001099012345","HoTen":"Nguyễn Thị Ánh"}}',
    );
    expect(nationalXml(sample, qcvn09)).toBe(
      '<Root><NguonDuLieu><IdNguonDuLieu>h</IdNguonDuLieu><TenNguonDuLieu>Hộ tịch</TenNguonDuLieu><MaLoaiDuLieu>G15_001</MaLoaiDuLieu></NguonDuLieu>' +
        '<TrangThaiDuLieu><SuKien>NEW</SuKien><PhienBan>1</PhienBan><ThoiGianCapNhat>2026-10-07T08:00:00</ThoiGianCapNhat></TrangThaiDuLieu>' +
        '<DuLieuTiepNhan><IdBanGhi>H26-0</IdBanGhi><MaDinhDanhDuLieu>001099012345</MaDinhDanhDuLieu><HoTen>Nguyễn Thị Ánh</HoTen></DuLieuTiepNhan></Root>',
    );
  });

  it('is read whatever the case of its names', () => {
    const text = nationalJson(message({}), qcvn09);
    const camel = text.replaceAll(/"([A-Z])(\w*)":/g, (_, first: string, rest: string) => `"${first.toLowerCase()}${rest}":`);
    expect(camel).toContain('"suKien":');
    expect(readNational(bytes(camel), 'json', qcvn09).messages).toEqual([message({})]);
    const xml = (nationalXml(message({}), qcvn09) as string).replaceAll(
      /(<\/?)([A-Z]\w*)/g,
      (_, open: string, name: string) => open + name.toLowerCase(),
    );
    expect(readNational(bytes(xml), 'xml', qcvn09).messages).toEqual([message({})]);
    expect(readNational(bytes(text.replace('"NEW"', '"nEw"')), 'json', qcvn09).messages).toEqual([message({})]);
  });

  it('refuses a character that XML does not have, and names its field', () => {
    for (const text of ['\u0001', '\u000b', '\ufffe', 'a\ud800'])
      expect(nationalXml(message({ fields: new Map([['HoTen', text]]) }), qcvn09)).toMatchObject({
        code: 'not-representable',
        pointer: '/HoTen',
      });
  });

  it('holds lists and objects of a business field in XML as their JSON', () => {
    const sample = message({ fields: new Map([['Khac', { b: [1, null], a: 'x' }]]) });
    expect(nationalXml(sample, qcvn09)).toContain('<Khac>{"a":"x","b":[1,null]}</Khac>');
  });
});

describe('a message that is none', () => {
  const faultsOf = (change: (text: string) => string): readonly string[] =>
    readNational(bytes(change(nationalJson(message({ fields: new Map([['HoTen', 'An']]) }), qcvn09))), 'json', qcvn09).faults.map(
      ({ index, path, problem }) => `${index} ${path} ${problem}`,
    );

  it.each<readonly [string, (text: string) => string, readonly string[]]>([
    ['group missing', (text) => text.replace('"TrangThaiDuLieu"', '"Khac"'), ['0 TrangThaiDuLieu is missing']],
    ['event unknown', (text) => text.replace('"NEW"', '"DELETE"'), ['0 TrangThaiDuLieu/SuKien must be NEW, UPDATE or CANCEL']],
    ['event too long', (text) => text.replace('"NEW"', '"NEWNEWNEWNEW"'), ['0 TrangThaiDuLieu/SuKien must have at most 10 characters']],
    ['version zero', (text) => text.replace(':1,', ':0,'), ['0 TrangThaiDuLieu/PhienBan must be a whole number above zero']],
    ['version a fraction', (text) => text.replace(':1,', ':1.5,'), ['0 TrangThaiDuLieu/PhienBan must be a whole number above zero']],
    [
      'time with a zone',
      (text) => text.replace('08:00:00', '08:00:00Z'),
      ['0 TrangThaiDuLieu/ThoiGianCapNhat must be a time like 2026-12-31T23:59:59'],
    ],
    ['id too long', (text) => text.replace('H26-0', 'H'.repeat(151)), ['0 DuLieuTiepNhan/IdBanGhi must have at most 150 characters']],
    ['id missing', (text) => text.replace('"IdBanGhi":"H26-0",', ''), ['0 DuLieuTiepNhan/IdBanGhi is missing']],
    ['a name twice', (text) => text.replace('"HoTen":', '"hoTEN":"B","HoTen":'), ['0 DuLieuTiepNhan has a name twice, in other capitals']],
    [
      'a name twice, once without value',
      (text) => text.replace('"HoTen":', '"hoTEN":null,"HoTen":'),
      ['0 DuLieuTiepNhan has a name twice, in other capitals'],
    ],
    [
      'no object',
      () => '[1]',
      ['0  must be an object', '0 NguonDuLieu is missing', '0 TrangThaiDuLieu is missing', '0 DuLieuTiepNhan is missing'],
    ],
    ['no JSON', () => '{', ['undefined  is not JSON']],
  ])('is told what is wrong: %s', (_, change, expected) => {
    expect(faultsOf(change)).toEqual(expected);
  });

  it('takes names of prototypes for names like others', () => {
    const text = nationalJson(message({}), qcvn09).replace('"IdBanGhi"', '"__proto__":{"SuKien":"x"},"constructor":"y","IdBanGhi"');
    const [read] = readNational(bytes(text), 'json', qcvn09).messages;
    expect([...(read?.fields.keys() ?? [])]).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['SuKien']).toBeUndefined();
  });

  it('does not stand in the way of the others of its batch', () => {
    const good = nationalJson(message({}), qcvn09);
    const read = readNational(bytes(nationalJsonBatch([good, good.replace('"NEW"', '"X"'), good])), 'json', qcvn09);
    expect(read.messages).toHaveLength(2);
    expect(read.faults.map(({ index }) => index)).toEqual([1]);
  });

  it('tells no more faults than are asked for, and reads nothing behind them', () => {
    const good = nationalJson(message({}), qcvn09);
    const files = good.replace('"IdBanGhi"', `"PhanPhoi":[${'{},'.repeat(70_000)}{}],"IdBanGhi"`);
    for (const text of [`[${'1,'.repeat(70_000)}${good}]`, `[${files},${good}]`]) {
      const read = readNational(bytes(text), 'json', qcvn09, 10);
      expect([read.faults.length, read.messages]).toEqual([10, []]);
    }
    // Without a limit all are told, however many: no list is too long for a call.
    expect(readNational(bytes(files), 'json', qcvn09).faults).toHaveLength(140_002);
  });

  it('in bytes that are not UTF-8 is refused as a whole', () => {
    expect(readNational(Uint8Array.of(0x7b, 0xe1, 0x7d), 'json', qcvn09).faults).toEqual([
      { index: undefined, path: '', problem: 'is not in UTF-8' },
    ]);
  });
});
