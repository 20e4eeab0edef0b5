import { type KeyString, keyOf } from '../bson/key-string.ts';
import { bsonType, isNumeric } from '../bson/types.ts';
import { fieldsOf, type Value } from '../bson/value.ts';

export type ComparisonOperator = '$eq' | '$gt' | '$gte' | '$lt' | '$lte';

/** Says whether a value that lies at a path, or undefined for a missing one, passes. */
export type ValueTest = (value: Value | undefined) => boolean;

const notANumber = keyOf({ type: bsonType.double, bytes: doubleBytes(Number.NaN), start: 0, end: 8 });

function doubleBytes(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

/** How `a op b` comes out when `a` compares to `b` like this. */
export function holds(operator: ComparisonOperator, a: KeyString, b: KeyString): boolean {
  switch (operator) {
    case '$eq':
      return a === b;
    case '$gt':
      return a > b;
    case '$gte':
      return a >= b;
    case '$lt':
      return a < b;
    case '$lte':
      return a <= b;
  }
}

/**
 * A comparison of the query language, which compares only values of one type (all numbers are one, and so are null and undefined
 * and missing). MinKey and MaxKey compare with all types. NaN is neither less nor greater than a number. An array passes when
 * one of its elements does, or it itself.
 */
export function comparison(operator: ComparisonOperator, operand: Value): ValueTest {
  const key = keyOf(operand);
  const single = singleTest(operator, operand, key);
  return (value) => {
    if (single(value)) return true;
    return value?.type === bsonType.array && fieldsOf(value).some((element) => single(element));
  };
}

function singleTest(operator: ComparisonOperator, operand: Value, key: KeyString): ValueTest {
  if (isNullish(operand)) return (value) => operator !== '$gt' && operator !== '$lt' && (value === undefined || isNullish(value));
  const ofAllTypes = operand.type === bsonType.minKey ? '$gt' : operand.type === bsonType.maxKey ? '$lt' : undefined;
  const bracket = key.charCodeAt(0);
  const numeric = isNumeric(operand.type);
  return (value) => {
    if (value === undefined) return false;
    const other = keyOf(value);
    if (other.charCodeAt(0) !== bracket) return ofAllTypes !== undefined && operator.startsWith(ofAllTypes);
    if (numeric && (key === notANumber || other === notANumber)) return key === other && operator !== '$gt' && operator !== '$lt';
    return holds(operator, other, key);
  };
}

function isNullish(value: Value): boolean {
  return value.type === bsonType.null || value.type === bsonType.undefined;
}
