import { keyOf, missingKey } from '../bson/key-string.ts';
import { bsonType, isNumeric } from '../bson/types.ts';
import { documentValue, type Field, fieldsOf, type Value } from '../bson/value.ts';
import { documentWriter, valueOf } from '../bson/writer.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { add } from './arithmetic.ts';
import { type Expression, expression } from './expression.ts';
import type { Pull, Stage } from './pipeline.ts';

/** What gathers values of one field of a group. */
interface Accumulator {
  readonly name: string;
  readonly of: Expression;
  /** The value so far, undefined at first, with the next one. */
  readonly next: (value: Value | undefined, more: Value | undefined) => Value | undefined;
}

/** `$group` with `$sum`, `$min`, `$max` and `$first`. */
export function group(specification: Value): Stage {
  const fields = specification.type === bsonType.object ? fieldsOf(specification) : [];
  const id = fields.find((field) => field.name === '_id');
  if (id === undefined) throw new ServerError(15955, 'a group specification must include an _id');
  const idOf = expression(id);
  const accumulators = fields.filter((field) => field !== id).map((field) => accumulatorOf(field));
  return (source) => {
    let results: Buffer[] | undefined;
    return () => {
      results ??= groupsOf(source, idOf, accumulators);
      return results.shift();
    };
  };
}

function groupsOf(source: Pull, idOf: Expression, accumulators: readonly Accumulator[]): Buffer[] {
  const groups = new Map<string, { readonly id: Value | undefined; readonly values: (Value | undefined)[] }>();
  for (let bytes = source(); bytes !== undefined; bytes = source()) {
    const document = documentValue(bytes);
    const id = idOf(document);
    const key = id === undefined ? missingKey : keyOf(id);
    const found = groups.get(key) ?? { id, values: accumulators.map(() => undefined) };
    groups.set(key, found);
    for (const [index, { of, next }] of accumulators.entries()) found.values[index] = next(found.values[index], of(document));
  }
  return [...groups.values()].map(({ id, values }) => {
    const writer = documentWriter();
    writer.field('_id', id ?? null);
    for (const [index, { name }] of accumulators.entries()) writer.field(name, values[index] ?? null);
    return writer.finish();
  });
}

function accumulatorOf(field: Field): Accumulator {
  const [operator, second] = field.type === bsonType.object ? fieldsOf(field) : [];
  if (operator === undefined || second !== undefined)
    throw new ServerError(40234, `The field '${field.name}' must be an accumulator object`);
  return { name: field.name, of: expression(operator), next: nextOf(operator.name) };
}

function nextOf(operator: string): Accumulator['next'] {
  switch (operator) {
    case '$sum':
      return (sum = valueOf(0), value) => (value !== undefined && isNumeric(value.type) ? add(sum, value, '$sum') : sum);
    case '$min':
      return (least, value) => extreme(least, value, (a, b) => a < b);
    case '$max':
      return (greatest, value) => extreme(greatest, value, (a, b) => a > b);
    case '$first':
      return (first, value) => first ?? value ?? valueOf(null);
    default:
      throw notBuilt(`the accumulator ${operator}`);
  }
}

/** Null and missing values do not count. */
function extreme(best: Value | undefined, value: Value | undefined, better: (a: string, b: string) => boolean): Value | undefined {
  if (value === undefined || value.type === bsonType.null || value.type === bsonType.undefined) return best;
  return best === undefined || better(keyOf(value), keyOf(best)) ? value : best;
}
