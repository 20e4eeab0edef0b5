import { expect, it } from 'vitest';
import { createValueMemo, type SteppedValue } from './value-memo.ts';

const viewed = (texts: readonly string[]): { readonly view: DataView; readonly places: readonly (readonly [number, number])[] } => {
  const bytes = Buffer.from(`${texts.join('')}${' '.repeat(20)}`);
  let end = 0;
  const places = texts.map((text) => [end, (end += Buffer.byteLength(text))] as const);
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), places };
};
const value = (text: string): Omit<SteppedValue, 'json'> => ({ text, noted: [], found: [] });
const textOf = (found: SteppedValue | false | undefined): string | false | undefined => {
  if (found === undefined || found === false) return found;
  const { bytes, start, end } = found.json!;
  expect(found.text).toBe(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString());
  return found.text;
};

it('tells values apart that begin alike, end in zeros or are empty, and knows each again', () => {
  const texts = ['', '\0', '\0\0', 'a', 'a\0', 'ab', 'abc', 'abcd', 'abcde', 'bacd', '01/01/1965', '01/01/1966', 'abcdefghijklmnop', 'Nữ'];
  const { view, places } = viewed(texts);
  const memo = createValueMemo();
  for (const again of [false, true]) {
    places.forEach(([start, end], index) => {
      expect(textOf(memo.find(view, start, end))).toBe(again ? texts[index] : undefined);
      if (!again) memo.learn(value(texts[index]!), texts[index]!);
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

it('knows the days of a century again, and gives up values that do not come again', () => {
  const days = Array.from({ length: 36_500 }, (_, day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
  const random = (index: number) => days[(index * 7919) % 30_000]!;
  const known = createValueMemo();
  const unique = createValueMemo();
  let hits = 0;
  for (let index = 0; index < 200_000; index++) {
    const { view, places } = viewed([random(index), `0${900_000_000 + index}`]);
    const [day, phone] = places as [readonly [number, number], readonly [number, number]];
    const found = known.find(view, ...day);
    if (found === undefined) known.learn(value(random(index)), random(index));
    else if (textOf(found) === random(index)) hits += 1;
    if (unique.find(view, ...phone) === undefined) unique.learn(value('x'), undefined);
  }
  expect(hits).toBe(170_000);
  const { view, places } = viewed(['0900000001']);
  expect(unique.find(view, ...places[0]!)).toBe(false);
});
