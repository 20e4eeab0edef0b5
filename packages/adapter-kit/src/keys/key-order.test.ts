import { expect, it } from 'vitest';
import { createBindList } from '../binds.ts';
import type { OrderColumn } from './key-column.ts';
import { above, type NullOrder, orderOf, upTo } from './key-order.ts';

type Binds = ReturnType<typeof createBindList<'text'>>;

function column(name: string, nullable = false): OrderColumn<Binds> {
  return { name, sql: name, nullable, integer: false, operand: (text, binds, prefix) => binds.add(prefix, 'text', text) };
}

const columns = [column('a', true), column('b')];

it('compares keys of several columns part by part, and binds each value once', () => {
  const binds: Binds = createBindList(':');
  expect(orderOf(columns)).toBe('a, b');
  expect(above(columns, ['1', 'x'], binds, 'lowest')).toBe('a >= :k0 and (a > :k0 or (a = :k0 and b > :k1))');
  expect(upTo(columns.slice(1), ['x'], binds, 'lowest')).toBe('b <= :k2');
  expect(binds.all.map(({ value }) => value)).toEqual(['1', 'x', 'x']);
});

it('takes fewer parts than columns for all keys that begin so', () => {
  const binds: Binds = createBindList('@');
  expect(above([column('a'), column('b')], ['1'], binds, 'lowest')).toBe('a > @k0');
  expect(upTo([column('a'), column('b')], ['1'], binds, 'highest')).toBe('a <= @k1');
  expect(above(columns, [], binds, 'lowest')).toBe('1 = 1');
});

// Keys of two columns, of which the first may be NULL; they are tried against each other by a small interpreter of the predicates.
const keys = [null, '1', '2'].flatMap((a) => ['1', '2'].map((b) => [a, b] as const));

function holds(predicate: string, row: readonly (string | null)[], binds: Binds): boolean {
  const value = (word: string): string | null =>
    word === 'a'
      ? (row[0] ?? null)
      : word === 'b'
        ? (row[1] ?? null)
        : String(binds.all.find(({ name }) => `:${name}` === word)?.value ?? word);
  // Comparisons with NULL are unknown, and neither of our predicates negates: unknown is false.
  const script = predicate
    .replaceAll(/([a-z]) is (not )?null/g, (_, left: string, not: string | undefined) =>
      String((value(left) === null) !== (not !== undefined)),
    )
    .replaceAll(/([a-z]|1) (>=|<=|>|<|=) (:k\d+|[01])/g, (_, left: string, operator: string, right: string) => {
      const [x, y] = [value(left), value(right)];
      if (x === null || y === null) return 'false';
      return String(operator === '=' ? x === y : operator === '>' ? x > y : operator === '<' ? x < y : operator === '>=' ? x >= y : x <= y);
    });
  return truth(script);
}

/** `true and (false or true)`. */
function truth(script: string): boolean {
  const inner = /\(([^()]+)\)/.exec(script);
  if (inner !== null) return truth(script.replace(inner[0], String(truth(inner[1] ?? ''))));
  return script.split(' or ').some((part) => part.split(' and ').every((word) => word.trim() === 'true'));
}

it.each<NullOrder>(['lowest', 'highest'])(
  'splits all rows at any key, where NULL lies %s: none is on both sides, none on neither',
  (nulls) => {
    const rank = (part: string | null) => (part === null ? (nulls === 'lowest' ? '' : '~') : part);
    const compare = (one: readonly (string | null)[], other: readonly (string | null)[]) => {
      const [x, y] = [one, other].map((key) => key.map(rank).join(','));
      return x === y ? 0 : (x ?? '') < (y ?? '') ? -1 : 1;
    };
    for (const key of keys) {
      for (const row of keys) {
        const binds: Binds = createBindList(':');
        expect([row, key, holds(above(columns, key, binds, nulls), row, binds)]).toEqual([row, key, compare(row, key) > 0]);
        expect([row, key, holds(upTo(columns, key, binds, nulls), row, binds)]).toEqual([row, key, compare(row, key) <= 0]);
      }
    }
  },
);
