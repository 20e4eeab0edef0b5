import type { KeyColumn } from './key-columns.ts';
import type { KeyText } from './positions.ts';
import type { ParameterList } from './sql.ts';

export function orderOf(columns: readonly KeyColumn[]): string {
  return columns.map((column) => column.sql).join(', ');
}

/**
 * `(a, b) > (1, 2)` written out: T-SQL compares no rows. The first comparison stands alone as well, for the seek. NULL lies below
 * everything, as the server puts it in order. Fewer parts than columns: keys that begin so are not above it.
 */
export function above(columns: readonly KeyColumn[], key: KeyText, parameters: ParameterList): string {
  const parts = bind(columns, key, parameters);
  const [first] = parts;
  const lead = first === undefined || parts.length < 2 || first.literal === null ? [] : [`${first.sql} >= ${first.literal}`];
  return [...lead, nested(parts, 0, isAbove, isAbove)].join(' and ');
}

/** `(a, b) <= (1, 2)`, likewise. */
export function upTo(columns: readonly KeyColumn[], key: KeyText, parameters: ParameterList): string {
  const parts = bind(columns, key, parameters);
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

function bind(columns: readonly KeyColumn[], key: KeyText, parameters: ParameterList): readonly Part[] {
  return columns.slice(0, key.length).map((column, index) => {
    const text = key[index] ?? null;
    const literal = text === null ? null : column.literal(parameters.add('k', column.parameter, column.value(text)));
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

const isAbove: Comparison = ({ sql, literal }) => (literal === null ? `${sql} is not null` : `${sql} > ${literal}`);
const isBelow: Comparison = (part) => (part.literal === null ? '1 = 0' : orNull(part, `${part.sql} < ${part.literal}`));
const isUpTo: Comparison = (part) => (part.literal === null ? `${part.sql} is null` : orNull(part, `${part.sql} <= ${part.literal}`));
const isEqual: Comparison = ({ sql, literal }) => (literal === null ? `${sql} is null` : `${sql} = ${literal}`);

function orNull({ nullable, sql }: Part, condition: string): string {
  return nullable ? `(${condition} or ${sql} is null)` : condition;
}
