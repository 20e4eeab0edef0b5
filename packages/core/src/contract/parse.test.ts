import { describe, expect, test } from 'vitest';
import { isLienThongError } from '../errors/lienthong-error.ts';
import { expectContract, formatProblem, parseContract } from './parse.ts';

const head = 'apiVersion: v3.1.0\nkind: DataContract\nid: mau\nversion: 1.0.0\nstatus: active\n';
const properties = '      - { name: ma, logicalType: string, required: true, primaryKey: true }\n';
const schema = `schema:\n  - name: bang\n    properties:\n${properties}`;
const contract = head + schema;

const million = 1024 * 1024;
const hostile: readonly (readonly [name: string, text: string, code: string])[] = [
  ['a document of more than 1 MiB', `${contract}${'# x\n'.repeat(million / 4)}`, 'too-large'],
  ['1 MiB of letters of three bytes', `a: ${'ế'.repeat(million / 2)}`, 'too-large'],
  ['a million opened lists', '['.repeat(900_000), 'too-deep'],
  ['lists opened line by line', '[\n'.repeat(400_000), 'too-deep'],
  ['lists opened in old line ends', '[\r'.repeat(400_000), 'too-deep'],
  ['maps opened', '{a: '.repeat(200_000), 'too-deep'],
  ['a staircase of maps', Array.from({ length: 1_400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'too-deep'],
  ['lists in lists on one line', '- '.repeat(400_000), 'too-deep'],
  ['maps in maps on one line', 'a: '.repeat(300_000), 'too-deep'],
  ['complex keys in complex keys', '? '.repeat(400_000), 'too-deep'],
  ['forty levels', Array.from({ length: 40 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'too-deep'],
  ['a million closing brackets', ']'.repeat(900_000), 'too-deep'],
  ['a million commas', `[${','.repeat(900_000)}`, 'too-deep'],
  [
    'aliases of aliases of aliases',
    `a: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, level) => `b${level}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(', ')}]`).join('\n')}`,
    'too-deep',
  ],
  ['an alias of itself', 'a: &a [*a]\n', 'too-deep'],
  ['200,000 anchors on one value', '&a '.repeat(200_000), 'too-deep'],
  ['ninety thousand keys', Array.from({ length: 90_000 }, (_, index) => `k${index}: 1`).join('\n'), 'too-many'],
  ['a long row of marks', '\u0000\u0001\u0002'.repeat(1_000), 'yaml-invalid'],
  ['a lone surrogate', `a: "\ud800"\n`, 'yaml-invalid'],
  ['a directive of YAML 1.1 with a merge key', '%YAML 1.1\n---\na: &a {b: 1}\nc: {<<: *a}\n', 'missing'],
  ['a tag that would make an object', 'a: !!js/function "x"\n', 'missing'],
  ['a key that is a map', '? {a: 1}\n: 2\n', 'yaml-invalid'],
  ['keys of the prototype', '__proto__: 1\nconstructor: 2\n', 'missing'],
];

describe('a contract that means harm', () => {
  test.each(hostile)('is a clear problem: %s', (_name, text, code) => {
    const started = performance.now();
    const { contract: result, problems } = parseContract(text);
    expect(result).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(problems.length).toBeLessThanOrEqual(501);
    for (const problem of problems) expect(problem.line >= 1 && problem.column >= 1 && problem.message.length < 400).toBe(true);
    // The machine may be busy; without the guards several of these take minutes or kill the process.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test('cannot make the report long', () => {
    const { problems } = parseContract(`${head}schema:\n  - name: bang\n    properties:\n${'      - { name: 1 }\n'.repeat(2_000)}`);
    expect(problems.some((problem) => problem.code === 'too-many')).toBe(true);
    expect(problems.length).toBe(501);
  });

  test('cannot smuggle a property in by a name of the prototype', () => {
    const text = `${contract}        logicalTypeOptions: { constructor: 1 }\n`.replace(
      properties,
      '      - name: ma\n        logicalType: string\n        required: true\n        primaryKey: true\n',
    );
    expect(parseContract(text).problems.map((problem) => problem.code)).toEqual(['key-unknown']);
  });
});

describe('a suggestion', () => {
  const suggest = (text: string) => parseContract(text).problems.map((problem) => problem.suggestion);

  test('names the key that was meant', () => {
    expect(suggest(contract.replace('kind:', 'kidn:'))).toContain('did you mean `kind`?');
    expect(suggest(contract.replace('logicalType:', 'logicaltype:'))).toContain('did you mean `logicalType`?');
  });

  test.each([
    ['varchar(20)', 'string'],
    ['NUMERIC(15,2)', 'number'],
    ['datetime', 'timestamp'],
    ['int', 'integer'],
    ['bool', 'boolean'],
    ['strng', 'string'],
  ])('turns %s into %s', (written, meant) => {
    expect(suggest(contract.replace('logicalType: string', `logicalType: '${written}'`))).toContain(meant);
  });

  test.each([
    ['numeric(15)', 'decimal(15,0)'],
    ['strng', 'string'],
    ['datetime', 'timestamptz'],
    ['geojson', 'geometry(geojson)'],
  ])('turns the canonical type %s into %s', (written, meant) => {
    expect(
      suggest(
        contract.replace('primaryKey: true', `primaryKey: true, customProperties: [{ property: canonicalType, value: '${written}' }]`),
      ),
    ).toContain(meant);
  });

  test('makes a name out of Vietnamese', () => {
    expect(suggest(contract.replace('name: ma', 'name: Đường phố'))).toContain('Duong_pho');
    expect(suggest(contract.replace('id: mau', 'id: Hộ tịch'))).toContain('ho-tich');
  });

  test('is not made where nothing is near', () => {
    expect(suggest(`${contract}zzzzzzzz: 1\n`)).toEqual(['keep own data in `customProperties`']);
  });
});

describe('expectContract', () => {
  test('gives the contract', () => {
    expect(expectContract(contract, 'mau.yaml').dataset).toBe('mau');
  });

  test('throws every error at once, each with its place', () => {
    const text = contract.replace('status: active', 'status: activ').replace('logicalType: string', 'logicalType: strng');
    let thrown: unknown;
    try {
      expectContract(text, 'mau.yaml');
    } catch (error) {
      thrown = error;
    }
    expect(isLienThongError(thrown) && thrown.code).toBe('CONTRACT_INVALID');
    const lines = String((thrown as Error).message).split('\n'); // isLienThongError has said so
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^mau\.yaml:5:9 status .* → active$/);
    expect(lines[1]).toMatch(/^mau\.yaml:9:34 schema\[0\]\.properties\[0\]\.logicalType .* → string$/);
  });

  test('lets warnings pass', () => {
    expect(parseContract(`${contract}zzzzzzzz: 1\n`).problems.map((problem) => formatProblem(problem, 'm'))).toHaveLength(1);
    expect(expectContract(`${contract}zzzzzzzz: 1\n`, 'm').version).toBe('1.0.0');
  });
});
