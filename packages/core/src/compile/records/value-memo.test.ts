import { expect, it } from 'vitest';
import { finding } from '../../check/finding.ts';
import { createValueMemo, type SteppedValue } from './value-memo.ts';

const viewed = (texts: readonly string[]): { readonly view: DataView; readonly places: readonly (readonly [number, number])[] } => {
  const bytes = Buffer.from(`${texts.join('')}${' '.repeat(20)}`);
  let end = 0;
  const places = texts.map((text) => [end, (end += Buffer.byteLength(text))] as const);
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), places };
};
const textOf = (found: SteppedValue | false | undefined): string | false | undefined => {
  if (found === undefined || found === false) return found;
  const { bytes, start, end } = found;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
};

it('tells values apart that begin alike, end in zeros or are empty, and knows each again', () => {
  const texts = ['', '\0', '\0\0', 'a', 'a\0', 'ab', 'abc', 'abcd', 'abcde', 'bacd', '01/01/1965', '01/01/1966', 'abcdefghijklmnop', 'Nữ'];
  const { view, places } = viewed(texts);
  const memo = createValueMemo();
  for (const again of [false, true]) {
    places.forEach(([start, end], index) => {
      expect(textOf(memo.find(view, start, end))).toBe(again ? texts[index] : undefined);
      if (!again) memo.learn(texts[index]!, [], []);
    });
  }
});

it('remembers nothing that is longer than its words, or too near to the end to be read in words', () => {
  const { view } = viewed(['abcdefghijklmnopq']);
  const memo = createValueMemo();
  for (const [start, end] of [
    [0, 17],
    [view.byteLength - 4, view.byteLength],
  ] as const) {
    expect(memo.find(view, start, end)).toBe(false);
  }
});

it('knows with each value that it is none, and what is to be counted of it, also of more sets of findings than it keeps', () => {
  const texts = Array.from({ length: 300 }, (_, index) => `v${index}`);
  const findings = texts.map((text) => [finding('warning', text, 'is one of many')]);
  const { view, places } = viewed(texts);
  const memo = createValueMemo();
  places.forEach(([start, end], index) => {
    expect(memo.find(view, start, end)).toBe(undefined);
    memo.learn(index % 2 === 0 ? undefined : texts[index], findings[index]!, findings[299 - index]!);
    const known = memo.find(view, start, end);
    expect(known).toMatchObject({ noted: findings[index], found: findings[299 - index] });
    expect(known !== undefined && known !== false && known.start === -1).toBe(index % 2 === 0);
  });
});

it('knows the days of a century again, and gives up values that do not come again', () => {
  const days = Array.from({ length: 36_500 }, (_, day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
  // As days of birth come: some early, and most after some ten thousand.
  const random = (index: number) => days[(Math.imul(index ^ (index >>> 7), 0x9e37_79b1) >>> 9) % 30_000]!;
  const known = createValueMemo();
  const unique = createValueMemo();
  let hits = 0;
  let learned = 0;
  for (let index = 0; index < 200_000; index++) {
    const { view, places } = viewed([random(index), `0${900_000_000 + index}`]);
    const [day, phone] = places as [readonly [number, number], readonly [number, number]];
    const found = known.find(view, ...day);
    if (found === undefined) known.learn(random(index), [], []);
    else if (textOf(found) === random(index)) hits += 1;
    if (unique.find(view, ...phone) !== undefined) continue;
    unique.learn(undefined, [], []);
    learned += 1;
  }
  expect(hits).toBeGreaterThan(165_000);
  expect(learned).toBe(4_095);
  const { view, places } = viewed(['0900000001']);
  expect(unique.find(view, ...places[0]!)).toBe(false);
});
