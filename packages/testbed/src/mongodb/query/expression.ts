import { keyOf, missingKey } from '../bson/key-string.ts';
import { bsonType } from '../bson/types.ts';
import { type Field, fieldOf, fieldsOf, textOf, truthOf, type Value } from '../bson/value.ts';
import { valueOf } from '../bson/writer.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { type ComparisonOperator, holds } from './comparison.ts';
import { type Path, pathOf } from './paths.ts';

/** Computes a value from a document; undefined is the missing value. */
export type Expression = (document: Value) => Value | undefined;

const yes = valueOf(true);
const no = valueOf(false);

/** Compiles an expression of the aggregation language: paths, literals, comparisons and `$and`, `$or`, `$not`. */
export function expression(value: Value): Expression {
  if (value.type === bsonType.string) return textExpression(value);
  if (value.type !== bsonType.object) return () => value;
  const [operator, second] = fieldsOf(value);
  if (operator === undefined || !operator.name.startsWith('$')) throw notBuilt('an expression that composes an object');
  if (second !== undefined) throw new ServerError(15983, 'An object representing an expression must have exactly one field');
  return operatorExpression(operator);
}

/** How a value counts where the aggregation language asks for a truth. */
export function isTrue(value: Value | undefined): boolean {
  return value !== undefined && truthOf(value);
}

function textExpression(value: Value): Expression {
  const text = textOf(value);
  if (text === '$$ROOT') return (document) => document;
  if (text.startsWith('$$')) throw notBuilt(`the variable ${text}`);
  if (!text.startsWith('$')) return () => value;
  const path = pathOf(text.slice(1));
  return (document) => read(document, path, 0);
}

/** A path of the aggregation language: through an array it gives the array of what its elements give. */
function read(value: Value, path: Path, from: number): Value | undefined {
  const step = path[from];
  if (step === undefined) return value;
  if (value.type === bsonType.object) {
    const found = fieldOf(value, step.name);
    return found === undefined ? undefined : read(found, path, from + 1);
  }
  if (value.type !== bsonType.array) return undefined;
  return valueOf(
    fieldsOf(value)
      .map((element) => read(element, path, from))
      .filter((found) => found !== undefined),
  );
}

function operatorExpression(operator: Field): Expression {
  switch (operator.name) {
    case '$literal':
      return () => operator;
    case '$eq':
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return comparisonExpression(operator.name, operator);
    case '$ne': {
      const equal = comparisonExpression('$eq', operator);
      return (document) => (isTrue(equal(document)) ? no : yes);
    }
    case '$and': {
      const parts = argumentsOf(operator);
      return (document) => (parts.every((part) => isTrue(part(document))) ? yes : no);
    }
    case '$or': {
      const parts = argumentsOf(operator);
      return (document) => (parts.some((part) => isTrue(part(document))) ? yes : no);
    }
    case '$not': {
      const [part, second] = argumentsOf(operator);
      if (part === undefined || second !== undefined) throw wrongCount('$not', 1);
      return (document) => (isTrue(part(document)) ? no : yes);
    }
    default:
      throw notBuilt(`the expression ${operator.name}`);
  }
}

/** Unlike the query language this compares all values in one order, whatever their types: a missing one is less than null. */
function comparisonExpression(name: ComparisonOperator, operator: Field): Expression {
  const [left, right, third] = argumentsOf(operator);
  if (left === undefined || right === undefined || third !== undefined) throw wrongCount(operator.name, 2);
  return (document) => {
    const a = left(document);
    const b = right(document);
    return holds(name, a === undefined ? missingKey : keyOf(a), b === undefined ? missingKey : keyOf(b)) ? yes : no;
  };
}

function argumentsOf(operator: Field): readonly Expression[] {
  return (operator.type === bsonType.array ? fieldsOf(operator) : [operator]).map((argument) => expression(argument));
}

function wrongCount(name: string, count: number): ServerError {
  return new ServerError(16020, `Expression ${name} takes exactly ${count} arguments.`);
}
