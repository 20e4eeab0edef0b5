import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectContract } from '../contract/parse.ts';
import type { FoundCount, QualityCounts } from '../quality/counts.ts';
import type { QualityPoint } from '../quality/report.ts';
import { scoreQuality } from '../quality/score.ts';
import { qualityCsv } from './csv.ts';
import { qualityPage } from './page.ts';

const contract = expectContract(
  `apiVersion: v3.1.0
kind: DataContract
id: a.b
version: 1.0.0
status: active
schema:
  - name: a
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, customProperties: [{ property: semanticType, value: tax-code }] }
      - { name: ten, logicalType: string }
`,
  'test',
);

interface Names {
  readonly property: string;
  readonly title: string;
  readonly code: string;
  readonly example: string;
}

/** A report in which every text that comes from outside is given; whatever a contract would refuse may be in it, too. */
function reportOf({ property, title, code, example }: Names) {
  const [id, ten] = contract.properties;
  if (id === undefined || ten === undefined) throw new Error('the contract lost its properties');
  const hostile = { ...contract, title, properties: [id, { ...ten, name: property, title }] };
  const found: FoundCount = { code, severity: 'error', origin: 'dictionary', count: 3, examples: [example] };
  const counts: QualityCounts = {
    ...{ dataset: 'a.b', records: 10, rejected: 1 },
    properties: [
      { property: 'id', present: 10, withError: 0, found: [] },
      { property, present: 10, withError: 3, found: [found] },
    ],
  };
  return scoreQuality({ contract: hostile, counts, side: 'connector', at: '2026-03-01T00:00:00Z' });
}

const plain: Names = { property: 'hoTen', title: 'Họ tên', code: 'text-lost', example: '***' };

// What breaks out of text, attributes, cells and lines, between letters that nothing of ours writes.
const pieces = [
  '<script>',
  '</td>',
  '"',
  "'",
  '&',
  ' onload=',
  ']]>',
  '<!--',
  '=cmd|',
  '+1',
  '-1',
  '@x',
  ',',
  '\r\n',
  '\t',
  '\u202e',
  '${',
  'ζ',
];
const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join('') || 'x');
const hostileNames = fc.record({ property: hostileText, title: hostileText, code: hostileText, example: hostileText });

const tags = (page: string) => [...page.matchAll(/<[a-z!/][^>]*>/gi)].map(([tag]) => tag.replace(/="[^"]*"/g, '=""'));

describe('the page', () => {
  const history: readonly QualityPoint[] = [
    { at: '2026-02-27T00:00:00Z', records: 9, score: 70, criteria: { correct: 60 } },
    { at: '2026-02-28T00:00:00Z', records: 9, score: 80, criteria: { correct: 70 } },
  ];
  it('has the same tags whatever names, codes and examples hold', () => {
    const expected = tags(qualityPage(reportOf(plain), { history, sentence: () => 'sentence' }));
    fc.assert(
      fc.property(hostileNames, hostileText, (names, sentence) => {
        expect(tags(qualityPage(reportOf(names), { history, sentence: () => sentence }))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
  it('asks for nothing from outside and runs nothing', () => {
    const page = qualityPage(reportOf(plain), { history });
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|https?:|\son[a-z]+=/i);
  });
  it.each([
    ['vi', ['<html lang="vi">', 'Đúng', 'Correct', 'Thống nhất', 'Chưa đo', 'sentence vi']],
    ['en', ['<html lang="en">', 'Correct', 'Unified', 'Not measured', 'sentence en']],
  ] as const)('speaks %s', (language, texts) => {
    const page = qualityPage(reportOf(plain), { language, history, sentence: (_code, spoken) => `sentence ${spoken}` });
    for (const text of texts) expect(page).toContain(text);
  });
  it('draws a trend of two measurements or more; on the platform the report is the last of them', () => {
    const report = reportOf(plain);
    const page = (side: 'connector' | 'platform') => qualityPage({ ...report, side }, { language: 'en', history });
    expect(page('platform')).toContain('Overall score, 3 measurements from 27/02/2026 to 01/03/2026');
    expect(page('connector')).toContain('Overall score, 2 measurements from 27/02/2026 to 28/02/2026');
    expect(qualityPage(report, { language: 'en' })).toContain('A trend needs two measurements.');
  });
  it('says a colour in words, too', () => {
    const page = qualityPage(reportOf(plain), { language: 'en' });
    expect(page).toMatch(/class="mark red"><i aria-hidden="true">■<\/i> 70<span class="unseen"> Insufficient<\/span>/);
  });
});

/** RFC 4180, read by its grammar. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let rest = text;
  while (rest !== '') {
    const row: string[] = [];
    for (;;) {
      const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
      if (cell === null) throw new Error(`no cell at ${JSON.stringify(rest.slice(0, 40))}`);
      rest = rest.slice(cell[0].length);
      row.push(cell[1] === undefined ? (cell[2] ?? '') : cell[1].replaceAll('""', '"'));
      if (cell[3] !== ',') break;
    }
    rows.push(row);
  }
  return rows;
}

describe('the object', () => {
  const text = readFileSync(new URL('../../../../docs/standard/schemas/quality-report.schema.json', import.meta.url), 'utf8');
  const ajv = new Ajv2020({ strict: true, allErrors: true, validateFormats: false });
  const validate = ajv.compile(JSON.parse(text) as object); // a schema file holds an object; ajv checks the rest
  it('is as its schema says', () => {
    const report = reportOf(plain);
    validate(JSON.parse(JSON.stringify(report)));
    expect(validate.errors).toBeNull();
    const empty = scoreQuality({
      contract,
      counts: { dataset: 'a.b', records: 0, rejected: 0, properties: [] },
      side: 'platform',
      at: report.at,
    });
    validate(JSON.parse(JSON.stringify(empty)));
    expect(validate.errors).toBeNull();
  });
  it('has no member that its schema does not know', () => {
    const report = reportOf(plain);
    const known = JSON.stringify(JSON.parse(text));
    const names = new Set<string>();
    JSON.stringify(report, (name, value: unknown) => {
      if (name !== '' && !/^\d+$/.test(name)) names.add(name);
      return value;
    });
    expect([...names].filter((name) => !known.includes(`"${name}":`))).toEqual([]);
  });
});

describe('the table', () => {
  it('has a line for each rule, with what was found', () => {
    const [head, ...rows] = readCsv(qualityCsv(reportOf(plain)));
    expect(head).toHaveLength(14);
    const form = rows.find((row) => row[4] === 'hoTen' && row[5] === 'form');
    expect(form).toEqual([
      ...['a.b', '1.0.0', '2026-03-01T00:00:00Z', 'connector', 'hoTen', 'form', 'clean', '1'],
      ...['10', '7', '0', '70', 'red', 'text-lost 3 error'],
    ]);
    expect(rows.filter((row) => row[4] === '').map((row) => row[5])).toContain('accepted');
  });
  it('is a table of as many cells, and no cell is a formula, whatever is in it', () => {
    const lines = readCsv(qualityCsv(reportOf(plain))).length;
    fc.assert(
      fc.property(hostileNames, (names) => {
        const rows = readCsv(qualityCsv(reportOf(names)));
        expect(rows).toHaveLength(lines);
        for (const row of rows) {
          expect(row).toHaveLength(14);
          for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        }
      }),
      { numRuns: 100 },
    );
  });
  it('begins with a byte order mark where it is asked for', () => {
    expect(qualityCsv(reportOf(plain), { bom: true }).charCodeAt(0)).toBe(0xfeff);
    expect(qualityCsv(reportOf(plain))).toMatch(/^dataset,/);
  });
});
