import { expect, it } from 'vitest';
import { singleText } from './single-text.ts';

it('writes the shortest text that reads back as the same single-precision number', () => {
  for (const text of ['0.1', '-3.14', '16777216', '0.33333334', '3.4028235e+38']) expect(singleText(Math.fround(Number(text)))).toBe(text);
});
