import { it } from 'vitest';
import { parseContract } from '../src/index.ts';

const head = `apiVersion: v3.1.0
kind: DataContract
id: a.b
version: 1.0.0
status: active
schema:
  - name: n
    logicalType: object
    properties:
      - { name: ma, logicalType: string, primaryKey: true, required: true, classification: internal }
`;
const time = (name: string, yaml: string) => {
  const t = performance.now();
  const r = parseContract(yaml);
  console.log(
    name,
    Math.round(performance.now() - t),
    'ms',
    yaml.length,
    r.contract === undefined
      ? r.problems.slice(0, 2).map((p) => p.code + ' ' + p.message.slice(0, 60))
      : 'ok ' + r.contract.properties.length,
  );
};
it('x', { timeout: 300000 }, () => {
  const prop = (i: number, more = '') => `      - { name: p${i}, logicalType: string, classification: internal${more} }\n`;
  const rep = (n: number, f: (i: number) => string) => Array.from({ length: n }, (_, i) => f(i)).join('');
  time('1200 props', head + rep(1200, (i) => prop(i)));
  time('5000 props', head + rep(5000, (i) => prop(i)));
  time('5000 props block', head + rep(5000, (i) => `      - name: p${i}\n        logicalType: string\n        classification: internal\n`));
  time(
    '12000 props block',
    head + rep(12000, (i) => `      - name: p${i}\n        logicalType: string\n        classification: internal\n`),
  );
  const pats: Record<string, string> = {
    evil: '^(a+)+$',
    evil2: '^(a|aa)+$',
    evil3: '(.*)*x',
    evil4: '^(\\\\w+\\\\s?)*$',
    poly: '^a*a*a*a*b$',
    backref: '^(a)\\\\1$',
    behind: '(?<=a+)b',
    ok: '^[0-9]{12}$',
    big: '^' + rep(31, (i) => `[a-f0-${i % 9}]{8}`) + '$',
    bigAlt: '^(' + Array.from({ length: 120 }, (_, i) => String.fromCharCode(97 + (i % 26)) + 'x').join('|') + ')$',
    prop: '^' + '\\\\p{L}'.repeat(80) + '$',
    propStars: '^' + rep(20, (i) => `\\\\p{Lu}*[${i % 10}]`) + '$',
    anyStars: '^' + rep(100, (i) => `.?[${i % 10}]`) + '$',
    stars: '^' + rep(80, (i) => `[a-z]*${i % 10}`) + '$',
    nest: '^' + '('.repeat(120) + 'a' + ')*'.repeat(120) + '$',
    deepp: '(?:'.repeat(110) + 'a' + ')'.repeat(110),
    counted: '^[a-z]{1,99999}$',
    counted2: '^([a-z]{1,999}){1,999}$',
    loops:
      '^(' +
      Array.from({ length: 60 }, (_, i) => `[a-z]${i % 10}[0-9]x`)
        .join('|')
        .slice(0, 480) +
      ')*$',
    pool: '^(?:' + Array.from({ length: 100 }, (_, i) => String.fromCodePoint(0x1000 + i) + '.').join('|') + ')*$',
  };
  for (const [n, p] of Object.entries(pats)) time('pattern ' + n, head + prop(1, `, logicalTypeOptions: { pattern: "${p}" }`));
  const uniq = (i: number) => '(' + i.toString(36) + ')?';
  for (const [n, q] of Object.entries(pats))
    if (q.length < 495)
      time(
        'uniq 1000 x ' + n,
        head +
          rep(
            1000,
            (i) =>
              `      - name: p${i}\n        logicalType: string\n        classification: internal\n        logicalTypeOptions:\n          pattern: "${q.replace('^', '^' + (i + 10000))}"\n`,
          ),
      );
  for (const n of ['loops', 'propStars', 'stars', 'prop', 'big', 'pool', 'anyStars'])
    time('1000 x ' + n, head + rep(1000, (i) => prop(i, `, logicalTypeOptions: { pattern: "${pats[n]}" }`)));
  time(
    'anchors',
    head +
      'x: &a [1,1,1,1,1,1,1,1,1,1]\ny: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nz: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nw: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\nv: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nu: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n',
  );
  time('self', head + 'x: &a [*a]\n');
  time('tags', head + 'x: !!js/function "function(){}"\n');
  time('tags2', head + 'x: !!binary aGVsbG8=\n');
  time('tags3', head + 'x: !<tag:yaml.org,2002:python/object/apply:os.system> ["ls"]\n');
  time('merge', head + 'x: {<<: {a: 1}}\n');
  time('proto', head + '__proto__: {a: 1}\nconstructor: 1\ntoString: x\n');
  time(
    'proto prop',
    head +
      rep(
        1,
        () =>
          `      - { name: __proto__, logicalType: string, classification: internal }\n      - { name: constructor, logicalType: string, classification: internal }\n`,
      ),
  );
  time('unknown keys 30000', head + rep(30000, (i) => `key${i}: 1\n`));
  time('list 1MB scalars', head + 'x:\n' + rep(150000, () => ' - 1\n'));
  time('many anchors', head + 'x:\n' + rep(60000, (i) => ` - &a${i} 1\n`));
  time('many aliases', head + 'x: &a 1\ny:\n' + rep(90000, () => ` - *a\n`));
  time('long string', head + 'x: "' + 'a'.repeat(1_000_000) + '"\n');
  time('long escapes', head + 'x: "' + '\\\\u0041'.repeat(150_000) + '"\n');
  time('long quote lines', head + 'x: "' + 'a\n  '.repeat(250_000) + '"\n');
  time('long plain multi', head + 'x: ' + 'a\n  '.repeat(250_000) + '\n');
  time('block', head + 'x: |\n' + '  a\n'.repeat(250_000) + '\n');
  time('folded', head + 'x: >\n' + '  a\n'.repeat(250_000) + '\n');
  time('comments', head + '#a\n'.repeat(300_000));
  time('blank', head + '\n'.repeat(1_000_000));
  time('spaces', head + ' '.repeat(1_000_000));
  time('docs', head + '---\n'.repeat(250_000));
  time('?', head + '? '.repeat(500_000));
  time('- - -', head + 'x:\n ' + '- '.repeat(190));
  time('directive', '%YAML 1.1\n---\n' + head);
  time('%TAG', '%TAG ! tag:x\n'.repeat(50000) + '---\n' + head);
  time('[', '['.repeat(1_000_000));
  time('"', '"'.repeat(1_000_000));
  time('q 149k', '"'.repeat(149_000));
  time('q lines', head + 'x: ""\n'.repeat(74_000));
  time('blank 149k', head + '\n'.repeat(149_000));
  time("'", "'".repeat(1_000_000));
  time(': ', ': '.repeat(500_000));
  time(
    'enum',
    head +
      `      - name: e\n        logicalType: string\n        classification: internal\n        customProperties:\n          - property: enum\n            value:\n` +
      rep(40000, (i) => `              - "v${i}"\n`),
  );
});
