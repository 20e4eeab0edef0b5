import { expect, it } from 'vitest';
import { flagOption, resolveAll } from './options.ts';

const known = { product: 'MyDB', names: new Set(['fast', 'safe']) };
const resolve = (input: Readonly<Record<string, unknown>>) =>
  resolveAll(input, known, (problems) => ({
    fast: flagOption('fast', input['fast'], false, problems),
    safe: flagOption('safe', input['safe'], true, problems),
  }));

it('applies defaults', () => {
  expect(resolve({})).toEqual({ fast: false, safe: true });
  expect(resolve({ fast: true, safe: false })).toEqual({ fast: true, safe: false });
});

it('tells every problem at once, and no value', () => {
  const problems = ['quick is no option of the MyDB adapter', 'fast must be true or false', 'safe must be true or false'];
  expect(() => resolve({ quick: 'very', fast: 'hidden', safe: 1 })).toThrow(
    expect.objectContaining({ code: 'OPTIONS_INVALID', message: `MyDB options: ${problems.join('; ')}`, details: { problems } }),
  );
});
