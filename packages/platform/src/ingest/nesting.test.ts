import { expect, it } from 'vitest';
import { isNestedTooDeep } from './nesting.ts';

const deep = (open: string, close: string, levels: number) =>
  Buffer.from(`${open.repeat(levels)}"${'x'.repeat(70_000)}"${close.repeat(levels)}`);

it('counts levels, and not brackets that are closed again or stand within a text', () => {
  expect(isNestedTooDeep(deep('[', ']', 1_001))).toBe(true);
  expect(isNestedTooDeep(deep('{"a":', '}', 1_001))).toBe(true);
  expect(isNestedTooDeep(deep('[', ']', 1_000))).toBe(false);
  expect(isNestedTooDeep(Buffer.from(`[${'[],'.repeat(50_000)}1]`))).toBe(false);
  expect(isNestedTooDeep(Buffer.from(`["${'['.repeat(90_000)}","${'\\"['.repeat(30_000)}","\\\\"]`))).toBe(false);
  expect(isNestedTooDeep(Buffer.from(`["\\\\",${'['.repeat(90_000)}`))).toBe(true);
  expect(isNestedTooDeep(Buffer.from(`"${'['.repeat(90_000)}`))).toBe(false);
});
