import { brotliCompressSync, constants } from 'node:zlib';
import { contentDigest, type StreamName } from '@lienthong/core';
import { describe, expect, it } from 'vitest';
import { people, peopleYaml, type Started, testPlatforms } from './platform.ts';
import { type Answer, ask, type Publisher, publisher as publisherOf, registerPublisher } from './publisher.ts';
import { query, rowCounts } from './server.ts';
import { converse } from './wire.ts';

const platforms = testPlatforms();
const path = (version: string) => `/v1/contracts/${people.dataset}/${version}`;
const noLimit = { limits: { requestsPerSecond: 1_000_000 } };

function put(publisher: Publisher, yaml: string, version = '1.1.0'): Promise<Answer> {
  return publisher.call('PUT', path(version), yaml, 'application/yaml');
}

/** The contract of persons with a property whose text is matched against a pattern. */
function withPattern(pattern: string): string {
  return peopleYaml({
    version: '1.1.0',
    more: [`{ name: x, logicalType: string, logicalTypeOptions: { pattern: ${JSON.stringify(pattern)} } }`],
  });
}

/** Milliseconds that a client waited at most for `/healthz` while something else was going on. */
async function longestWait({ platform }: Started, work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let working = true;
  const asking = (async () => {
    while (working) {
      const asked = performance.now();
      // On a connection of its own: one that a refused body was sent on may end at any time.
      const { answers } = await converse(platform.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', {
        timeoutMs: 120_000,
      });
      expect(answers[0]?.status).toBe(200);
      longest = Math.max(longest, performance.now() - asked);
    }
  })();
  try {
    await work();
  } finally {
    working = false;
    await asking;
  }
  return longest;
}

/** As `longestWait`; what is over the bound gets two more attempts, because a busy machine makes anything slow once. */
async function waitWithin(bound: number, started: Started, work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let times = 0; times < 3 && least > bound; times++) least = Math.min(least, await longestWait(started, work));
  return least;
}

/** What an honest contract of 1,200 properties costs here and now: the measure for the hostile ones. */
async function honestWait(started: Started): Promise<number> {
  const more = Array.from({ length: 1_190 }, (_, index) => `{ name: p${index}, logicalType: string, classification: internal }`);
  const yaml = `${peopleYaml({ version: '1.9.0', more })}x: 1\n`;
  const waits: number[] = [];
  for (let times = 0; times < 4; times++) {
    // A version in the wrong place: everything is read, nothing is registered.
    const read = async () => expect((await put(started.publisher, yaml, '1.8.0')).problem).toBe('contract-misplaced');
    waits.push(await longestWait(started, read));
  }
  return Math.min(...waits);
}

const repeated = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, index) => text(index)).join('');

describe('regular expressions', () => {
  const catastrophic = [
    '^(a+)+$',
    '^(a*)*$',
    '^(a|a)*$',
    '^(a|aa)+$',
    '^([a-zA-Z]+)*$',
    '^(.*a){20}$',
    '(.*)*x',
    '^(\\w+\\s?)*$',
    '^a*a*a*a*a*b$',
    '^(a?){30}a{30}$',
    '^(a)\\1$',
    '(?<=a+)b',
    '^(?=(a+)+$)a',
    '([a-z]+)+\\d',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    `^${'('.repeat(100)}a${')*'.repeat(100)}$`,
    `^(?:${repeated(90, (index) => `${String.fromCodePoint(0x1000 + index)}.|`)}x)*$`,
    '^[a-z]{1,999}{1,999}$',
    '[',
    '(',
    '*',
    '\\',
    'x'.repeat(501),
  ];
  it('refuses those that take forever, or that nobody can prove not to', async () => {
    const { publisher, url } = await platforms.start(noLimit);
    const before = await rowCounts(url);
    const accepted: string[] = [];
    for (const pattern of catastrophic) {
      const { problem } = await put(publisher, withPattern(pattern));
      if (problem !== 'contract-invalid') accepted.push(pattern);
    }
    expect(accepted).toEqual([]);
    expect(await rowCounts(url)).toEqual(before);
  });

  it('runs those that it accepts on any text in no time worth telling, and none of them brings a batch down', async () => {
    const accepted = [
      '^[a-z]{1,99999}$',
      '^(a?)*$',
      '^(?:a|b|c)*$',
      '^[\\p{L}]+(?: [\\p{L}]+)*$',
      '^.*foo$',
      '^[^@\\s]+@[^@\\s]+$',
      '^(?:[a-c]|[d-f])*x$',
      '^(?:\\p{L}|\\d)*$',
    ];
    const started = await platforms.start({ limits: { requestsPerSecond: 1_000_000 } });
    const { publisher } = started;
    const more = accepted.map(
      (pattern, index) => `{ name: x${index}, logicalType: string, logicalTypeOptions: { pattern: ${JSON.stringify(pattern)} } }`,
    );
    expect((await put(publisher, peopleYaml({ version: '1.1.0', more }))).status).toBe(201);
    const quiet = await honestWait(started);
    const texts = ['a'.repeat(99_990), `${'a'.repeat(99_990)}!`, 'aa '.repeat(33_000), 'ab'.repeat(100_000), `${'a'.repeat(4_200_000)}!`];
    const lines = texts.flatMap((text) =>
      accepted.map((_, index) => `{"op":"r","version":"0","after":{"ma":"${index}","x${index}":"${text}"}}`),
    );
    const bound = Math.max(1_000, quiet * 6);
    const busy = await waitWithin(bound, started, async () => {
      const answer = await publisher.send(publisher.batch(lines, { contractVersion: '1.1.0' }));
      expect(answer.status).toBe(200);
      const receipt = JSON.parse(Buffer.from(answer.text.split('.')[1] ?? '', 'base64url').toString()) as {
        rejections: { index: number; code: string }[];
      }; // the platform's own form
      // Texts of millions are refused unseen, whatever the pattern.
      expect(receipt.rejections.filter(({ index }) => index >= 3 * accepted.length).map(({ code }) => code)).toEqual(
        Array.from({ length: 2 * accepted.length }, () => 'too-long'),
      );
    });
    expect(busy).toBeLessThan(bound);
  });
});

describe('what a contract can cost', () => {
  const properties = (count: number, rule: (index: number) => string) =>
    repeated(count, (index) => `      - name: p${index}\n        logicalType: string\n        classification: internal\n${rule(index)}`);
  const pattern = (text: string) => `        logicalTypeOptions:\n          pattern: ${JSON.stringify(text)}\n`;
  const ambiguousSets = repeated(100, (index) => `${String.fromCodePoint(0x1000 + index)}.|`);
  const head = peopleYaml({ version: '1.1.0' });
  const expensive: readonly (readonly [
    name: string,
    yaml: string,
    problem: 'contract-invalid' | 'body-too-large' | 'contract-misplaced',
  ])[] = [
    [
      'a thousand patterns that are hard to prove',
      head + properties(1_000, (index) => pattern(`^${index}(?:${ambiguousSets}x)*$`)),
      'contract-invalid',
    ],
    ['a thousand times the same one', head + properties(1_000, () => pattern(`^(?:${ambiguousSets}x)*$`)), 'contract-invalid'],
    [
      'a thousand long safe patterns',
      head + properties(1_000, (index) => pattern(`^${index}${'[a-f0-9]{8}'.repeat(28)}$`)),
      'contract-invalid',
    ],
    ['more than a mebibyte', head + '#'.repeat(1_100_000), 'body-too-large'],
    ['a mebibyte of quotes', '"'.repeat(1_000_000), 'contract-invalid'],
    ['a mebibyte of line feeds', head + '\n'.repeat(1_000_000), 'contract-invalid'],
    ['a mebibyte of brackets', '['.repeat(1_000_000), 'contract-invalid'],
    ['a mebibyte of colons', ': '.repeat(500_000), 'contract-invalid'],
    ['a mebibyte of question marks', '? '.repeat(500_000), 'contract-invalid'],
    ['a mebibyte of documents', head + '---\n'.repeat(250_000), 'contract-invalid'],
    ['tens of thousands of keys', head + repeated(40_000, (index) => `k${index}: 1\n`), 'contract-invalid'],
    ['tens of thousands of anchors', `${head}x:\n${repeated(60_000, (index) => ` - &a${index} 1\n`)}`, 'contract-invalid'],
    ['tens of thousands of aliases', `${head}x: &a 1\ny:\n${repeated(99_000, () => ' - *a\n')}`, 'contract-invalid'],
    [
      'a thousand million laughs',
      `${head}a0: &a0 [1,1,1,1,1,1,1,1,1]\n${repeated(9, (index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}1]\n`)}`,
      'contract-invalid',
    ],
    ['an alias of itself', `${head}a: &a [*a]\n`, 'contract-invalid'],
    ['a hundred thousand properties within each other', `${head}a: ${'{a: '.repeat(100_000)}`, 'contract-invalid'],
    ['a list of a hundred thousand', `${head}a:\n${' - 1\n'.repeat(149_000)}`, 'contract-invalid'],
    ['a text of a mebibyte', `${head.replace('purpose: Thử nghiệm', `purpose: "${'a'.repeat(1_000_000)}"`)}`, 'contract-misplaced'],
  ];
  it('keeps nobody else waiting much longer than an honest one does', async () => {
    const started = await platforms.start(noLimit);
    const quiet = await honestWait(started);
    const bound = Math.max(4_000, quiet * 12);
    const before = await rowCounts(started.url);
    const waits: Record<string, number> = {};
    for (const [name, yaml, problem] of expensive) {
      const misplaced = problem === 'contract-misplaced' ? '1.2.0' : '1.1.0';
      waits[name] = await waitWithin(bound, started, async () => {
        const answer = await put(started.publisher, yaml, misplaced);
        expect([name, answer.problem]).toEqual([name, problem]);
        expect(answer.text.length).toBeLessThan(300_000);
      });
    }
    const slow = Object.entries(waits).filter(([, wait]) => wait > bound);
    expect(slow, `an honest contract takes ${Math.round(quiet)} ms`).toEqual([]);
    expect(await rowCounts(started.url)).toEqual(before);
    expect((await put(started.publisher, head)).status).toBe(201);
  });

  it('is charged to the key that sends it, and to no other', async () => {
    const { publisher, platform } = await platforms.start();
    const large = `${head}${'#\n'.repeat(60_000)}${'#'.repeat(800_000)}`;
    const answers: Answer[] = [];
    for (let times = 0; times < 3; times++) answers.push(await put(publisher, large, '1.2.0'));
    expect(answers.map(({ problem }) => problem)).toEqual(['contract-misplaced', 'rate-limited', 'rate-limited']);
    expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    const other = await registerPublisher(platform, { ...people, agency: 'H29' });
    expect((await put(other, head)).status).toBe(201);
  });
});

it('refuses YAML with a tag that another reader would act upon', async () => {
  const { publisher, url } = await platforms.start(noLimit);
  const before = await rowCounts(url);
  const tagged = [
    'x: !!js/function "function () { return 1 }"',
    'x: !!python/object/apply:os.system ["ls"]',
    'x: !<tag:yaml.org,2002:python/name:os.system> ls',
    'x: !own value',
    'x: !!binary aGVsbG8=',
    'x: !!set { a, b }',
    'x: !!omap [a: 1]',
    'x: !!timestamp 2001-12-14',
  ];
  for (const text of tagged) {
    const answer = await put(publisher, `${peopleYaml({ version: '1.1.0' })}${text}\n`);
    expect([text, answer.problem]).toEqual([text, 'contract-invalid']);
    expect(answer.text).toMatch(/tag/i);
  }
  expect(await rowCounts(url)).toEqual(before);
  // Those of the core schema say what is there anyway.
  expect((await put(publisher, `${peopleYaml({ version: '1.1.0' })}x: !!str 1\n`)).status).toBe(201);
});

describe('names of a prototype', () => {
  it('a contract with such keys is a contract without them', async () => {
    const { publisher } = await platforms.start();
    const keys =
      '__proto__: { status: retired, polluted: yes }\nconstructor: { prototype: { polluted: yes } }\ntoString: 1\nhasOwnProperty: 1\n';
    const answer = await put(publisher, `${peopleYaml({ version: '1.1.0' })}${keys}`);
    expect(JSON.parse(answer.text)).toMatchObject({ dataset: people.dataset, version: '1.1.0', status: 'active' });
    expect('polluted' in {}).toBe(false);
    expect(String({})).toBe('[object Object]');
  });

  it('are no property, type, format, option or classification', async () => {
    const { publisher, url } = await platforms.start(noLimit);
    const before = await rowCounts(url);
    const properties = [
      '{ name: __proto__, logicalType: string }',
      '{ name: x, logicalType: __proto__ }',
      '{ name: x, logicalType: constructor }',
      '{ name: x, logicalType: string, customProperties: [{ property: canonicalType, value: toString }] }',
      '{ name: x, logicalType: string, logicalTypeOptions: { __proto__: { pattern: a } } }',
      '{ name: x, logicalType: string, logicalTypeOptions: { toString: 1 } }',
      '{ name: x, logicalType: string, classification: hasOwnProperty }',
    ];
    for (const property of properties) {
      const { problem } = await put(publisher, peopleYaml({ version: '1.1.0', more: [property] }));
      expect([property, problem]).toEqual([property, 'contract-invalid']);
    }
    expect(await rowCounts(url)).toEqual(before);
  });

  it('properties and datasets of such names hold their own records and nothing else', async () => {
    const { platform, url, publisher: known } = await platforms.start();
    const stream: StreamName = { ...people, dataset: 'constructor' };
    await platform.admin.allowPublishing({ agency: stream.agency, dataset: stream.dataset });
    const publisher = publisherOf(platform.url, known.pair, stream);
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf'];
    const more = names.map((name) => `{ name: ${name}, logicalType: string }`);
    const yaml = peopleYaml({ dataset: stream.dataset, more });
    expect((await publisher.call('PUT', '/v1/contracts/constructor/1.0.0', yaml, 'application/yaml')).status).toBe(201);
    const record = { ma: '1', ...Object.fromEntries(names.map((name) => [name, `của ${name}`])) };
    const line = (after: string) => `{"op":"r","version":"0","after":${after}}`;
    const answer = await publisher.send(
      publisher.batch([line(JSON.stringify(record)), line('{"ma":"2"}'), line('{"ma":"3","__proto__":{"constructor":"x"}}')]),
    );
    expect(Buffer.from(answer.text.split('.')[1] ?? '', 'base64url').toString()).toContain('"accepted":2,"superseded":0,"rejected":1');
    expect(await query(url, 'select ma, "constructor", "toString" from constructor order by ma')).toEqual([
      ['1', 'của constructor', 'của toString'],
      ['2', null, null],
    ]);
    await platform.admin.registerAgency({ agency: 'G01' });
    const { token } = await platform.admin.registerConsumer({ agency: 'G01', name: 'x', datasets: ['constructor'] });
    const read = await ask(platform.url, 'GET', '/v1/datasets/constructor/records', {
      authorization: `Bearer ${token}`,
      'lienthong-purpose': 'thu',
    });
    const { items } = JSON.parse(read.text) as { readonly items: readonly { readonly record: unknown }[] }; // the platform's own form
    expect(items.map((item) => item.record)).toEqual([record, { ma: '2' }]);
  });
});

describe('a batch that is small on the wire and large in memory', () => {
  const bomb = (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  const json = '{ name: j, logicalType: object, customProperties: [{ property: canonicalType, value: json }] }';
  const bodies: readonly (readonly [name: string, body: () => Buffer, count: number, problem: string])[] = [
    ['nothing but line feeds', () => Buffer.alloc(120_000_000, '\n'), 1, 'count-mismatch'],
    ['a hundred thousand empty lines', () => Buffer.alloc(100_000, '\n'), 100_000, 'batch-unusable'],
    [
      'one line of a hundred megabytes',
      () => Buffer.from(`{"op":"r","version":"0","after":{"ma":"${'a'.repeat(100_000_000)}"}}\n`),
      1,
      'batch-unusable',
    ],
    ['brackets without end', () => Buffer.alloc(15_000_000, '['), 1, 'batch-unusable'],
    [
      'a text of many quotes',
      () => Buffer.from(`{"op":"r","version":"0","after":{"ma":"1","j":["${'\\"1e5 '.repeat(2_000_000)}",1e5]},"x":1}\n`),
      1,
      'batch-unusable',
    ],
    [
      'a number of millions of digits',
      () => Buffer.from(`{"op":"r","version":"0","after":{"ma":"1","j":${'1'.repeat(10_000_000)}}}\n`),
      1,
      'batch-unusable',
    ],
    [
      'eight lines of ten megabytes',
      () => Buffer.from(`{"op":"x","after":{"ma":"${'a'.repeat(10_000_000)}"}}\n`.repeat(8)),
      8,
      'batch-unusable',
    ],
  ];
  it('keeps nobody else waiting much longer than an honest contract does, and is refused', async () => {
    const started = await platforms.start(noLimit);
    const { publisher } = started;
    expect((await put(publisher, peopleYaml({ version: '1.1.0', more: [json] }))).status).toBe(201);
    const quiet = await honestWait(started);
    const bound = Math.max(2_000, quiet * 6);
    const before = await rowCounts(started.url);
    const waits: Record<string, number> = {};
    for (const [name, body, count, problem] of bodies) {
      const packed = bomb(body());
      const batch = publisher.batch(['x'], { count, contractVersion: '1.1.0' });
      waits[name] = await waitWithin(bound, started, async () => {
        const answer = await publisher.send({ ...batch, body: packed, digest: contentDigest(packed) });
        expect([name, answer.problem]).toEqual([name, problem]);
        expect(answer.text.length).toBeLessThan(100_000);
      });
    }
    expect(Object.entries(waits).filter(([, wait]) => wait > bound)).toEqual([]);
    expect(await rowCounts(started.url)).toEqual(before);
  });

  it('a text of many megabytes among the numbers is a value like any other', async () => {
    const { publisher } = await platforms.start();
    expect((await put(publisher, peopleYaml({ version: '1.1.0', more: [json] }))).status).toBe(201);
    const line = (j: string) => `{"op":"r","version":"0","after":{"ma":"1","j":${j}}}`;
    for (const text of ['a'.repeat(8_000_000), '\\"'.repeat(3_000_000), '\\\\'.repeat(3_000_000)]) {
      const answer = await publisher.send(publisher.batch([line(`["${text}",1.25e5,"\\\\",2e-7]`)], { contractVersion: '1.1.0' }));
      expect(answer.status).toBe(200);
      const wrong = await publisher.send(
        publisher.batch([line(`["${text}",1.25e5,"\\\\",1e400]`)], { contractVersion: '1.1.0', epoch: 2 }),
      );
      expect(wrong.problem).toBe('batch-unusable');
    }
  });
});
