import type { OrderColumn } from './key-column.ts';
import type { KeyText } from './key-positions.ts';

/** Where an engine puts NULL in an ascending order. */
export type NullOrder = 'lowest' | 'highest';

export function orderOf(columns: readonly Pick<OrderColumn<never>, 'sql'>[]): string {
  return columns.map((column) => column.sql).join(', ');
}

/**
 * `(a, b) > (1, 2)` written out: some engines compare no rows, others read the whole index for it. The first comparison stands alone as
 * well, for the seek. Fewer parts than columns: keys that begin so are not above it.
 */
export function above<Binds>(columns: readonly OrderColumn<Binds>[], key: KeyText, binds: Binds, nulls: NullOrder): string {
  const { isAtLeast, isAbove } = comparisons[nulls];
  const parts = partsOf(columns, key, binds);
  const [first] = parts;
  const lead = first === undefined || parts.length < 2 || first.operand === null ? [] : [isAtLeast(first)];
  return [...lead, nested(parts, 0, isAbove, isAbove)].join(' and ');
}

/** `(a, b) <= (1, 2)`, likewise. */
export function upTo<Binds>(columns: readonly OrderColumn<Binds>[], key: KeyText, binds: Binds, nulls: NullOrder): string {
  const { isBelow, isUpTo } = comparisons[nulls];
  const parts = partsOf(columns, key, binds);
  const [first] = parts;
  const lead = first === undefined || parts.length < 2 ? [] : [isUpTo(first)];
  return [...lead, nested(parts, 0, isBelow, isUpTo)].join(' and ');
}

/** A column, and what it is compared with: `null` is NULL. */
interface Part {
  readonly sql: string;
  readonly nullable: boolean;
  readonly operand: string | null;
}

function partsOf<Binds>(columns: readonly OrderColumn<Binds>[], key: KeyText, binds: Binds): readonly Part[] {
  return columns.slice(0, key.length).map((column, index) => {
    const text = key[index] ?? null;
    return { sql: column.sql, nullable: column.nullable, operand: text === null ? null : column.operand(text, binds, 'k') };
  });
}

type Comparison = (part: Part) => string;

function nested(parts: readonly Part[], place: number, strict: Comparison, last: Comparison): string {
  const part = parts[place];
  if (part === undefined) return '1 = 1';
  if (place === parts.length - 1) return last(part);
  return `(${strict(part)} or (${isEqual(part)} and ${nested(parts, place + 1, strict, last)}))`;
}

const isEqual: Comparison = ({ sql, operand }) => (operand === null ? `${sql} is null` : `${sql} = ${operand}`);

/** A comparison says nothing of NULL: where NULL lies on the side that is asked for, it is asked for by name. */
const comparisons = {
  lowest: {
    isAtLeast: ({ sql, operand }) => `${sql} >= ${operand}`,
    isAbove: ({ sql, operand }) => (operand === null ? `${sql} is not null` : `${sql} > ${operand}`),
    isBelow: (part) => (part.operand === null ? '1 = 0' : orNull(part, `${part.sql} < ${part.operand}`)),
    isUpTo: (part) => (part.operand === null ? `${part.sql} is null` : orNull(part, `${part.sql} <= ${part.operand}`)),
  },
  highest: {
    isAtLeast: (part) => orNull(part, `${part.sql} >= ${part.operand}`),
    isAbove: (part) => (part.operand === null ? '1 = 0' : orNull(part, `${part.sql} > ${part.operand}`)),
    isBelow: ({ sql, operand }) => (operand === null ? `${sql} is not null` : `${sql} < ${operand}`),
    isUpTo: ({ sql, operand }) => (operand === null ? '1 = 1' : `${sql} <= ${operand}`),
  },
} satisfies Record<NullOrder, Record<string, Comparison>>;

function orNull({ nullable, sql }: Part, condition: string): string {
  return nullable ? `(${condition} or ${sql} is null)` : condition;
}
