import { expect, it } from 'vitest';
import { quoteCollection, quoteLiteral, rowOf, typedLiteral } from './sql.ts';

it('quotes names and values so that nothing ends them early', () => {
  expect(quoteCollection({ schema: 'a"b', name: 'Tên' })).toBe('"a""b"."Tên"');
  expect(quoteLiteral("o'x")).toBe("'o''x'");
  expect(quoteLiteral("\\'; drop table t; --")).toBe(" E'\\\\''; drop table t; --'");
  expect(typedLiteral(null, 'integer')).toBe('NULL::integer');
  expect(rowOf(['a'])).toBe('a');
  expect(rowOf(['a', 'b'])).toBe('(a, b)');
});
