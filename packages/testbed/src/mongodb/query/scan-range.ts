import { type KeyString, keyOf } from '../bson/key-string.ts';
import { bsonType } from '../bson/types.ts';
import { type Field, fieldsOf, textOf, type Value } from '../bson/value.ts';

/** Keys of records that a filter can match; what lies outside need not be read. Both ends inclusive. */
export interface ScanRange {
  readonly low: KeyString | undefined;
  readonly high: KeyString | undefined;
}

const everything: ScanRange = { low: undefined, high: undefined };

/** Follows from the conditions on `_id` that stand at the top of a filter, within `$and`, or in `$expr`. The filter still decides. */
export function rangeOf(filter: Value): ScanRange {
  return fieldsOf(filter).reduce((range, field) => narrow(range, rangeOfField(field)), everything);
}

function rangeOfField(field: Field): ScanRange {
  if (field.name === '_id') return rangeOfCondition(field);
  if (field.name === '$and' && field.type === bsonType.array)
    return fieldsOf(field)
      .map((part) => rangeOf(part))
      .reduce(narrow, everything);
  if (field.name === '$expr' && field.type === bsonType.object) return rangeOfExpression(field);
  return everything;
}

function rangeOfCondition(condition: Field): ScanRange {
  const operators = condition.type === bsonType.object ? fieldsOf(condition) : [];
  if (operators[0]?.name.startsWith('$') !== true) return exactly(condition);
  return operators.map((operator) => rangeOfOperator(operator)).reduce(narrow, everything);
}

function exactly(value: Value): ScanRange {
  // Null also finds undefined, which has another key.
  if (!isPlain(value)) return everything;
  const key = keyOf(value);
  return { low: key, high: key };
}

/** Query operators see only values of the operand's type: the first byte of the key is the other bound. */
function rangeOfOperator(operator: Field): ScanRange {
  if (!isPlain(operator)) return everything;
  const key = keyOf(operator);
  const type = key.charCodeAt(0);
  switch (operator.name) {
    case '$eq':
      return { low: key, high: key };
    case '$gt':
    case '$gte':
      return { low: key, high: String.fromCharCode(type + 1) };
    case '$lt':
    case '$lte':
      return { low: String.fromCharCode(type), high: key };
    default:
      return everything;
  }
}

export interface ListedKeys {
  /** In order. */
  readonly keys: readonly KeyString[];
  /** The filter asks for nothing else. */
  readonly isAll: boolean;
}

/** Keys of all records that a filter with a list of ids can match; `undefined` for a filter of another form. */
export function listedKeys(filter: Value): ListedKeys | undefined {
  const fields = fieldsOf(filter);
  const id = fields.find(({ name }) => name === '_id');
  const operators = id?.type === bsonType.object ? fieldsOf(id) : [];
  const [operator] = operators;
  if (operator?.name !== '$in' || operator.type !== bsonType.array) return undefined;
  const ids = fieldsOf(operator);
  if (!ids.every(isPlain)) return undefined;
  const keys = [...new Set(ids.map((value) => keyOf(value)))].sort((a, b) => (a < b ? -1 : 1));
  return { keys, isAll: fields.length === 1 && operators.length === 1 };
}

function isPlain({ type }: Value): boolean {
  return ![bsonType.null, bsonType.undefined, bsonType.minKey, bsonType.maxKey, bsonType.regex].some((special) => special === type);
}

/** `{$gte: ['$_id', {$literal: …}]}` and its like, which compare all types in one order. */
function rangeOfExpression(value: Value): ScanRange {
  const [operator] = value.type === bsonType.object ? fieldsOf(value) : [];
  if (operator === undefined || operator.type !== bsonType.array) return everything;
  const [left, right] = fieldsOf(operator);
  if (operator.name === '$and')
    return fieldsOf(operator)
      .map((part) => rangeOfExpression(part))
      .reduce(narrow, everything);
  if (left?.type !== bsonType.string || textOf(left) !== '$_id' || right === undefined) return everything;
  const [literal] = right.type === bsonType.object ? fieldsOf(right) : [];
  if (literal?.name !== '$literal') return everything;
  const key = keyOf(literal);
  switch (operator.name) {
    case '$eq':
      return { low: key, high: key };
    case '$gt':
    case '$gte':
      return { low: key, high: undefined };
    case '$lt':
    case '$lte':
      return { low: undefined, high: key };
    default:
      return everything;
  }
}

function narrow(a: ScanRange, b: ScanRange): ScanRange {
  const low = a.low === undefined || (b.low !== undefined && b.low > a.low) ? b.low : a.low;
  const high = a.high === undefined || (b.high !== undefined && b.high < a.high) ? b.high : a.high;
  return { low, high };
}
