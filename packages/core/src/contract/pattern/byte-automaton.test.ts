import fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOf } from '../../bytes/copy.ts';
import { compileByteAutomaton } from './byte-automaton.ts';
import { checkPattern } from './check-pattern.ts';

const encoder = new TextEncoder();

function matches(pattern: string, text: string): boolean | undefined {
  const bytes = encoder.encode(`"${text}"`);
  return compileByteAutomaton(pattern)?.matches(viewOf(bytes), 1, bytes.length - 1);
}

it('decides common patterns as their regular expressions do', () => {
  const texts = [
    '',
    '0',
    '0912345678',
    '091234567',
    '09123456789',
    '09123x5678',
    '001099012345',
    'Nguyễn Văn A',
    'đ',
    '😀',
    '\u{1f601}a',
    'a\nb',
    '\u2028',
  ];
  const patterns = [
    '^[0-9]{12}$',
    '^0[0-9]{9}$',
    '^\\p{L}',
    '^[\\p{L} ]+$',
    '^.{1,8}$',
    '[0-9]',
    '^$',
    '$^',
    'a$',
    '^a|b$',
    '(^0|9)1?2',
    '^[^đ]*$',
    '^\\S+$',
    '^(?:a|)$',
    '',
    '^[😀-😂]$',
    '^\\w*$',
    'x*',
  ];
  for (const pattern of patterns) {
    for (const text of texts) expect([pattern, text, matches(pattern, text)]).toEqual([pattern, text, new RegExp(pattern, 'u').test(text)]);
  }
});

const characters = fc.constantFrom(
  'a',
  'b',
  '0',
  '9',
  ' ',
  'é',
  'ễ',
  'đ',
  '\u07ff',
  '\u0800',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '\u{10000}',
  '😀',
  '\u{10ffff}',
  '\n',
);
const atoms = fc.oneof(
  characters.map((character) => (character === '\n' ? '\\n' : character)),
  fc.constantFrom(
    '.',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\p{L}',
    '\\p{Lu}',
    '^',
    '$',
    '[^a-z]',
    '[à-ỹ]',
    '[\\u0080-\\u{10fffe}]',
    '[^\\n😀]',
  ),
  fc.tuple(characters, characters).map(([left, right]) => {
    const [low = '', high = ''] = [left, right].sort((one, other) => (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0));
    return `[${low}-${high}]`;
  }),
);
const patterns = fc.letrec<{ pattern: string; term: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small' },
    tie('term'),
    fc.tuple(tie('term'), tie('pattern')).map((parts) => parts.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map((parts) => `(?:${parts.join('|')})`),
  ),
  term: fc
    .tuple(
      fc.oneof(
        { depthSize: 'small' },
        { weight: 4, arbitrary: atoms },
        tie('pattern').map((inner) => `(${inner})`),
      ),
      fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{0,3}', '{1,}', '*?'),
    )
    .map(([atom, times]) => (atom === '^' || atom === '$' ? atom : atom + times)),
})).pattern;

it('agrees with the regular expression on every generated pattern and text', () => {
  let [yes, no] = [0, 0];
  fc.assert(
    fc.property(
      patterns,
      fc.array(
        fc.array(characters, { maxLength: 7 }).map((list) => list.join('')),
        { minLength: 4, maxLength: 12 },
      ),
      (pattern, texts) => {
        const automaton = compileByteAutomaton(pattern);
        if (automaton === undefined) return;
        const expression = new RegExp(pattern, 'u');
        for (const text of texts) {
          const bytes = encoder.encode(text);
          const expected = expression.test(text);
          if (expected) yes++;
          else no++;
          if (automaton.matches(viewOf(bytes), 0, bytes.length) !== expected)
            throw new Error(`${pattern} on ${JSON.stringify(text)}: ${expected}`);
        }
      },
    ),
    { numRuns: 1200 },
  );
  expect(Math.min(yes, no)).toBeGreaterThan(1500);
}, 180_000);

it('leaves to the regular expression what looks around, names scripts or is too large', () => {
  for (const pattern of ['\\bword', '^(?=a)', '\\p{Script=Latin}', '\\P{L}', '^[^\\p{L}]$', '^(?:[à-ỹ]{1,90}x){1,90}$', 'a{1000000}'])
    expect(compileByteAutomaton(pattern)).toBeUndefined();
});

it('counts characters, not bytes', () => {
  expect(checkPattern('^.{1,200}$')).toBeUndefined();
  expect(matches('^.{1,200}$', 'ễ'.repeat(200))).toBe(true);
  expect(matches('^.{1,200}$', 'ễ'.repeat(201))).toBe(false);
});
