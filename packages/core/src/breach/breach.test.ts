import { expect, test } from 'vitest';
import { expectContract } from '../contract/parse.ts';
import { buildBreachReport } from './build.ts';
import { type BreachExtent, exposedProperties, extentQueries, unknownNames } from './extent.ts';
import type { BreachFacts, IdentifierSearch } from './facts.ts';
import { breachLawAt, breachLaws } from './law.ts';
import { yearsBehind } from './moment.ts';
import { breachPage } from './page.ts';
import { parseBreachFacts } from './read-facts.ts';
import { breachTemplate } from './template.ts';

const at = '2026-03-04T01:30:00.000Z';
// Twelve digits: what the shared dictionary finds is tested there.
const search: IdentifierSearch = (text) =>
  [...text.matchAll(/\d{12}|0\d{9}/g)].map(({ 0: found, index }) => ({
    ...{ type: found.length === 12 ? 'personal-id' : 'phone', start: index, end: index + found.length },
  }));

const whole = `detectedAt: 2026-03-02T08:00:00+07:00
occurredFrom: 2026-02-28T23:00:00+07:00
occurredTo: 2026-03-01T02:00:00+07:00
place: Trung tâm dữ liệu
act: |
  Sao chép trái phép bản sao lưu.
  <script>alert("1")</script>
persons: Một tài khoản quản trị
concerned:
  - { dataset: mau.nguoi, exposed: stored }
contact: { unit: Phòng An toàn thông tin, phone: "0243825000", email: baove@mau.gov.vn }
consequences: Có thể bị mạo danh
measures: Đã khóa tài khoản
`;

function contractOf(version: string, properties: readonly string[]) {
  return expectContract(
    `apiVersion: v3.1.0
kind: DataContract
id: mau.nguoi
name: Người
version: ${version}
status: active
customProperties:
  - { property: purpose, value: Thử }
  - { property: dataSubjects, value: [Công dân] }
  - { property: processingPeriod, value: P1Y }
  - { property: deletion, value: Xóa }
  - { property: legalBasis, value: state-agency-activity }
  - { property: protectionDuty, value: Hai bên }
  - { property: subjectRights, value: Bên cung cấp }
  - { property: breachCooperation, value: 24 giờ }
  - { property: retention, value: P1Y }
  - { property: recipients, value: ["*"] }
schema:
  - name: nguoi
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true }
${properties.map((property) => `      - ${property}`).join('\n')}
`,
    'mau',
  );
}

const kind = (name: string, more = '') => `, customProperties: [{ property: personalDataKind, value: ${name} }${more}]`;
const first = contractOf('1.0.0', [
  `{ name: hoTen, logicalType: string, classification: personal${kind('basic.full-name')} }`,
  `{ name: vanTay, logicalType: string, classification: sensitive${kind('sensitive.biometric')} }`,
]);

function extent(more: Partial<BreachExtent> = {}): BreachExtent {
  return {
    contracts: [first],
    streams: [{ agency: 'H26.12', source: 'ho-tich', records: 12 }],
    records: 12,
    persons: { distinct: 11, properties: ['id'], recordsWithout: 1 },
    readers: [],
    known: { publishers: ['H26.12'], sources: ['ho-tich'], recipients: ['G01'] },
    ...more,
  };
}

function factsOf(yaml: string): BreachFacts {
  const { facts, problems } = parseBreachFacts(yaml, { search, at });
  expect(problems).toEqual([]);
  if (facts === undefined) throw new Error('no facts');
  return facts;
}

function build(yaml: string, extents: readonly BreachExtent[] = [extent()], now = at) {
  const law = breachLawAt('2026-03-02');
  if (law === undefined) throw new Error('no law');
  return buildBreachReport({ facts: factsOf(yaml), extents, law, at: now, search });
}

test('a whole report is complete, with its deadlines in both times', () => {
  const report = build(whole);
  expect(report).toMatchObject({ complete: true, missing: [], nature: { records: 12 } });
  expect(report.authority).toEqual({
    ...{ hours: 72, article: 'Luật 91/2025/QH15, Điều 23', overdue: false, hoursLeft: 23, hoursOverdue: 0 },
    until: { utc: '2026-03-05T01:00:00Z', vietnam: '2026-03-05T08:00:00+07:00' },
  });
  expect(build(whole, [extent()], '2026-03-05T03:59:00.000Z').authority).toMatchObject({ overdue: true, hoursLeft: 0, hoursOverdue: 2 });
  expect(build(whole, [extent()], '2026-03-05T01:00:00.000Z').authority).toMatchObject({ overdue: false, hoursLeft: 0, hoursOverdue: 0 });
});

const required: readonly (readonly [string, RegExp])[] = [
  ['detectedAt', /^detectedAt:.*\n/m],
  ['occurredFrom', /^occurredFrom:.*\n/m],
  ['place', /^place:.*\n/m],
  ['act', /^act:[\s\S]*?(?=^persons)/m],
  ['persons', /^persons:.*\n/m],
  ['consequences', /^consequences:.*\n/m],
  ['measures', /^measures:.*\n/m],
  ['contactUnit', / unit: [^,]*,/],
  ['contactReach', /, phone:.*(?= \})/],
];

test.each(required)('without %s the report is incomplete and names it with its article', (name, line) => {
  const yaml = whole.replace(line, '');
  expect(yaml).not.toBe(whole);
  const report = build(yaml);
  expect(report.complete).toBe(false);
  expect(report.missing.map((field) => field.name)).toEqual([name]);
  expect(report.missing[0]?.article).toMatch(/^(Luật 91\/2025\/QH15, Điều 23|Nghị định 356\/2025\/NĐ-CP, Điều 28)$/);
  expect(breachPage(report)).toContain(report.missing[0]?.vi);
});

test('data of nobody, and data of which nothing was counted, are missing', () => {
  const names = (yaml: string, extents: readonly BreachExtent[]) => build(yaml, extents).missing.map(({ name }) => name);
  expect(names(whole.replace(/^concerned:\n.*\n/m, ''), [])).toEqual(['dataTypes', 'records']);
  expect(names(whole, [extent({ records: 0 })])).toEqual(['records']);
  const impersonal = { ...first, properties: first.properties.map((property) => ({ ...property, classification: 'internal' as const })) };
  expect(names(whole, [extent({ contracts: [impersonal] })])).toEqual(['dataTypes']);
});

test('the template is read without a problem, and everything that is required is missing', () => {
  const report = build(breachTemplate, []);
  expect(report.missing).toEqual(breachLaws[0]?.fields);
  expect(report.authority).toBeUndefined();
  const key = /^( *(?:- )?(?!concerned|contact)[a-zA-Z]+:)/gm;
  expect(breachTemplate.match(key)).toHaveLength(21);
  const { problems } = parseBreachFacts(breachTemplate.replace(key, '$1 x'), { search, at });
  expect(problems.filter(({ code }) => code !== 'value-invalid')).toEqual([]);
});

test('subjects are told when location or biometric data is concerned, however it was protected, and not when it never travelled', () => {
  expect(build(whole).subjects).toMatchObject({
    required: true,
    because: [{ dataset: 'mau.nguoi', property: 'vanTay', kind: 'sensitive.biometric' }],
    deadline: { until: { utc: '2026-03-05T01:00:00Z' } },
  });
  const protectedBy = (method: string) =>
    contractOf('1.0.0', [
      `{ name: hoTen, logicalType: string, classification: personal${kind('basic.full-name')} }`,
      `{ name: vanTay, logicalType: string, classification: sensitive${kind('sensitive.biometric', `, { property: protection, value: ${method} }`)} }`,
    ]);
  expect(build(whole, [extent({ contracts: [protectedBy('{ encrypt: G01 }')] })]).subjects.required).toBe(true);
  expect(build(whole, [extent({ contracts: [protectedBy('drop')] })]).subjects).toMatchObject({ required: false, deadline: undefined });
  const narrowed = whole.replace('exposed: stored', 'exposed: stored, properties: [hoTen]');
  expect(build(narrowed).subjects.required).toBe(false);
  // Without a word about the data nobody may conclude that they need not be told.
  const unknown = build(whole.replace(/^concerned:\n.*\n/m, ''), []);
  expect(unknown.subjects).toMatchObject({ required: null, deadline: undefined });
  expect(breachPage(unknown)).not.toMatch(/Không bắt buộc|không ghi lượt đọc/);
});

test('of several versions the most sensitive word about a property counts, and the clear value before the protected one', () => {
  const second = contractOf('1.1.0', [
    `{ name: hoTen, logicalType: string, classification: personal${kind('basic.full-name', ', { property: protection, value: drop }')} }`,
    `{ name: vanTay, logicalType: string, classification: sensitive${kind('sensitive.biometric', ', { property: protection, value: { encrypt: G01 } }')} }`,
    '{ name: ghiChu, logicalType: string }',
  ]);
  expect(exposedProperties([second, first]).map(({ name, protection }) => [name, protection?.method])).toEqual([
    ['id', undefined],
    ['vanTay', undefined],
    ['ghiChu', undefined],
    ['hoTen', undefined],
  ]);
});

test('the file is kept for five years behind the repair, and until when is not known before it', () => {
  expect(build(whole).keep).toMatchObject({ years: 5, until: undefined });
  // In Vietnam it is the next day already.
  const repaired = build(`${whole}repairedAt: 2026-03-03T20:00:00Z\n`);
  expect(repaired.keep.until).toBe('2031-03-04');
  expect(yearsBehind('2028-02-29', 5)).toBe('2033-03-01');
});

const wrong: readonly (readonly [string, string, string, number, number, RegExp])[] = [
  ['a moment without a zone', 'place: x\ndetectedAt: 2026-03-02T08:00:00\n', 'value-invalid', 2, 13, /\+07:00/],
  ['a day that the calendar lacks', 'detectedAt: 2026-02-30T08:00:00+07:00\n', 'value-invalid', 1, 13, /\+07:00/],
  ['a detection in the future', 'detectedAt: 2026-03-04T09:00:00+07:00\n', 'value-invalid', 1, 13, /zone/],
  ['a detection before any law', 'detectedAt: 2025-12-31T23:00:00+07:00\n', 'value-invalid', 1, 13, /law of that time/],
  [
    'a detection before the act',
    'detectedAt: 2026-03-01T08:00:00+07:00\noccurredFrom: 2026-03-02T08:00:00+07:00\n',
    ...(['value-invalid', 1, 13, /correct/] as const),
  ],
  ['a mistyped key', 'plaec: x\n', 'key-unknown', 1, 1, /did you mean `place`/],
  ['a mistyped key of the contact', 'contact: { phnoe: "1" }\n', 'key-unknown', 1, 12, /did you mean `phone`/],
  ['a number for a text', 'contact:\n  phone: 243825\n', 'wrong-kind', 2, 10, /quotes/],
  ['an exposure that is none', 'concerned:\n  - { dataset: a.b, exposed: store }\n', 'value-invalid', 2, 30, /stored/],
  ['no exposure', 'concerned:\n  - dataset: a.b\n', 'missing', 2, 5, /^$/],
  ['no dataset', 'concerned:\n  - exposed: read\n', 'missing', 2, 5, /dataset/],
  ['two datasets in one entry', 'concerned:\n  - { dataset: [a, b], exposed: read }\n', 'value-invalid', 2, 16, /dataset/],
  ['readers of what lies there', 'concerned:\n  - { dataset: a, exposed: stored, recipients: G01 }\n', 'value-invalid', 2, 36, /exposed/],
  ['an empty list', 'concerned:\n  - { dataset: a, exposed: read, recipients: [] }\n', 'value-invalid', 2, 46, /all/],
  ['a personal number in a text', 'persons: |\n  Ông A, 001099012345\n', 'personal-identifier', 1, 10, /without the number/],
  ['a telephone number outside of the contact', 'act: gọi 0912345678\n', 'personal-identifier', 1, 6, /without the number/],
  ['a personal number for a telephone', 'contact: { phone: "001099012345" }\n', 'personal-identifier', 1, 19, /without the number/],
  ['an empty file', '', 'missing', 1, 1, /detectedAt/],
  ['no map', '- a\n', 'wrong-kind', 1, 1, /detectedAt/],
];

test.each(wrong)('%s is refused with its place and what to write', (_, yaml, code, line, column, suggestion) => {
  const { facts, problems } = parseBreachFacts(yaml, { search, at });
  expect(facts).toBeUndefined();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ code, line, column });
  expect(problems[0]?.suggestion ?? '').toMatch(suggestion);
  expect(JSON.stringify(problems)).not.toMatch(/001099012345|0912345678/);
});

test('no problem quotes a number of a person, wherever it stands', () => {
  const yaml = `"001099012345": x
contact: { "001099012345": y, "001099012345": z }
place: 001099012345
concerned: [{ dataset: "001099012345", exposed: "001099012345" }]
act: *001099012345
`;
  for (const text of [yaml, yaml.replace(/^act.*\n/m, '')]) {
    const { problems } = parseBreachFacts(text, { search, at });
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('001099012345');
  }
});

test('names that the platform does not know are refused, not counted as nothing', () => {
  const facts = factsOf(`concerned:
  - { dataset: mau.nguio, exposed: stored }
  - { dataset: mau.nguoi, exposed: stored, publishers: H26.13, sources: [x], properties: [hoten] }
  - { dataset: mau.nguoi, exposed: read, recipients: [G02] }
`);
  const problems = unknownNames(facts, [undefined, extent(), extent()], ['mau.nguoi']);
  expect(problems.map(({ line, column, path, suggestion }) => [line, column, path, suggestion])).toEqual([
    [2, 16, 'concerned[0].dataset', 'did you mean `mau.nguoi`?'],
    [3, 56, 'concerned[1].publishers', 'did you mean `H26.12`?'],
    [3, 74, 'concerned[1].sources[0]', 'one of ho-tich'],
    [3, 91, 'concerned[1].properties[0]', 'did you mean `hoTen`?'],
    [4, 55, 'concerned[2].recipients[0]', 'did you mean `G01`?'],
  ]);
});

test('what was received or read is asked for the time of the breach where no other is given', () => {
  const received = (more: string) => whole.replace('exposed: stored }', `exposed: received${more} }`);
  const unasked = { dataset: 'mau.nguoi', exposed: 'received', publishers: undefined, sources: undefined, recipients: undefined };
  const [from, to] = ['2026-02-28T16:00:00.000Z', '2026-02-28T19:00:00.000Z'];
  expect(extentQueries(factsOf(received('')))).toEqual([{ ...unasked, from, to }]);
  expect(extentQueries(factsOf(received(', from: 2026-02-28T17:00:00Z')))).toEqual([{ ...unasked, from: '2026-02-28T17:00:00.000Z', to }]);
  expect(extentQueries(factsOf(received('').replace(/^occurredTo.*\n/m, '')))).toEqual([
    { ...unasked, from, to: '2026-03-02T01:00:00.000Z' },
  ]);
  const { problems } = parseBreachFacts(received(', from: 2026-03-01T00:00:00Z'), { search, at });
  expect(problems).toEqual([expect.objectContaining({ line: 10, column: 16, path: 'concerned[0]' })]);
});

test('the page is in Vietnamese, in the order of the law, escaped, with nothing from outside', () => {
  const reader = {
    ...{ agency: 'G01', consumer: 'máy', purpose: 'Tra cứu 001099012345', contractVersion: '1.0.0', requests: 2, records: 1234 },
    ...{ first: '2026-03-01T00:00:00.000Z', last: '2026-03-01T01:00:00.000Z' },
  };
  const report = build(whole, [extent({ readers: [reader] })]);
  const page = breachPage(report);
  expect(page).toMatch(/^<!doctype html>\n<html lang="vi">/);
  expect([...page.matchAll(/<h2>(.*?)<\/h2>/g)].map((match) => match[1])).toEqual([
    '1. Tính chất của vi phạm',
    '2. Liên hệ của bộ phận bảo vệ dữ liệu cá nhân',
    '3. Hậu quả, thiệt hại',
    '4. Biện pháp',
    '5. Thông báo cho chủ thể dữ liệu',
    '6. Bên đã đọc dữ liệu trong thời gian liên quan',
    '7. Lưu hồ sơ',
  ]);
  expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  expect(page).not.toMatch(/<script|https?:|src=|url\(|undefined|\[object/);
  expect(page).toContain('08:00 ngày 05/03/2026');
  expect(page).toContain('1.234');
  expect(page + JSON.stringify(report)).not.toContain('001099012345');
  expect(balance(page)).toEqual([]);
});

/** Tags that are closed in another order than they were opened. */
function balance(page: string): readonly string[] {
  const open: string[] = [];
  const wrongTags: string[] = [];
  for (const [, close, name = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (['meta', 'br'].includes(name)) continue;
    if (close === '') open.push(name);
    else if (open.pop() !== name) wrongTags.push(name);
  }
  return [...wrongTags, ...open];
}
