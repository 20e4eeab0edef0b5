import type { KeyColumn } from './key-columns.ts';
import type { KeyText } from './positions.ts';
import type { BindList } from './sql.ts';

export function orderOf(columns: readonly KeyColumn[]): string {
  return columns.map((column) => column.sql).join(', ');
}

/**
 * `(a, b) > (1, 2)` written out: Oracle compares no rows. The first comparison stands alone as well, for the seek. NULL lies above
 * everything, as the server puts it in order. Fewer parts than columns: keys that begin so are not above it.
 */
export function above(columns: readonly KeyColumn[], key: KeyText, binds: BindList): string {
  const parts = bindParts(columns, key, binds);
  const [first] = parts;
  const lead = first === undefined || parts.length < 2 || first.literal === null ? [] : [orNull(first, `${first.sql} >= ${first.literal}`)];
  return [...lead, nested(parts, 0, isAbove, isAbove)].join(' and ');
}

/** `(a, b) <= (1, 2)`, likewise. */
export function upTo(columns: readonly KeyColumn[], key: KeyText, binds: BindList): string {
  const parts = bindParts(columns, key, binds);
  const [first] = parts;
  const lead = first === undefined || parts.length < 2 ? [] : [isUpTo(first)];
  return [...lead, nested(parts, 0, isBelow, isUpTo)].join(' and ');
}

/** A column, and what it is compared with: `null` is NULL. */
interface Part {
  readonly sql: string;
  readonly nullable: boolean;
  readonly literal: string | null;
}

function bindParts(columns: readonly KeyColumn[], key: KeyText, binds: BindList): readonly Part[] {
  return columns.slice(0, key.length).map((column, index) => {
    const text = key[index] ?? null;
    const literal = text === null ? null : column.literal(binds.add('k', column.bind, column.value(text)));
    return { sql: column.sql, nullable: column.nullable, literal };
  });
}

type Comparison = (part: Part) => string;

function nested(parts: readonly Part[], place: number, strict: Comparison, last: Comparison): string {
  const part = parts[place];
  if (part === undefined) return '1 = 1';
  if (place === parts.length - 1) return last(part);
  return `(${strict(part)} or (${isEqual(part)} and ${nested(parts, place + 1, strict, last)}))`;
}

const isAbove: Comparison = (part) => (part.literal === null ? '1 = 0' : orNull(part, `${part.sql} > ${part.literal}`));
const isBelow: Comparison = ({ sql, literal }) => (literal === null ? `${sql} is not null` : `${sql} < ${literal}`);
const isUpTo: Comparison = ({ sql, literal }) => (literal === null ? '1 = 1' : `${sql} <= ${literal}`);
const isEqual: Comparison = ({ sql, literal }) => (literal === null ? `${sql} is null` : `${sql} = ${literal}`);

function orNull({ nullable, sql }: Part, condition: string): string {
  return nullable ? `(${condition} or ${sql} is null)` : condition;
}
