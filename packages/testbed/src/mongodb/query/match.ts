import { bsonType, isKnownType, typesOfAlias } from '../bson/types.ts';
import { type Field, fieldsOf, numberOf, textOf, truthOf, type Value } from '../bson/value.ts';
import { notBuilt, ServerError } from '../errors.ts';
import { type ComparisonOperator, comparison, type ValueTest } from './comparison.ts';
import { expression, isTrue } from './expression.ts';
import { pathOf, visit } from './paths.ts';

/** Says whether a document passes a filter. */
export type Matcher = (document: Value) => boolean;

/** Compiles a filter of the query language. What a real server would refuse is refused with its code, what only it can do with 238. */
export function matcherOf(filter: Value): Matcher {
  return all(fieldsOf(filter).map((field) => (field.name.startsWith('$') ? topOperator(field) : pathMatcher(field))));
}

/** Whether a filter lets everything pass. */
export function isEmptyFilter(filter: Value | undefined): boolean {
  return filter === undefined || filter.end - filter.start === 5;
}

function all(matchers: readonly Matcher[]): Matcher {
  const [only] = matchers;
  if (matchers.length === 1 && only !== undefined) return only;
  return (document) => matchers.every((matcher) => matcher(document));
}

function topOperator(field: Field): Matcher {
  switch (field.name) {
    case '$and':
      return all(branches(field));
    case '$or': {
      const matchers = branches(field);
      return (document) => matchers.some((matcher) => matcher(document));
    }
    case '$nor': {
      const matchers = branches(field);
      return (document) => !matchers.some((matcher) => matcher(document));
    }
    case '$expr': {
      const evaluate = expression(field);
      return (document) => isTrue(evaluate(document));
    }
    case '$comment':
      return () => true;
    case '$where':
    case '$text':
    case '$jsonSchema':
      throw notBuilt(`the filter ${field.name}`);
    default:
      throw new ServerError(
        2,
        `unknown top level operator: ${field.name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function branches(field: Field): readonly Matcher[] {
  if (field.type !== bsonType.array) throw new ServerError(2, `${field.name} must be an array`);
  const filters = fieldsOf(field);
  if (filters.length === 0) throw new ServerError(2, '$and/$or/$nor must be a nonempty array');
  return filters.map((filter) => {
    if (filter.type !== bsonType.object) throw new ServerError(2, '$or/$and/$nor entries need to be full objects');
    return matcherOf(filter);
  });
}

function pathMatcher(field: Field): Matcher {
  const path = pathOf(field.name);
  const operators = operatorsOf(field);
  if (operators === undefined) {
    const test = equality(field);
    return (document) => visit(document, path, test);
  }
  return all(operators.map((operator) => operatorMatcher(path, operator)));
}

/** The operators of `{path: {$op: …}}`; undefined when the value itself is meant. */
function operatorsOf(value: Value): readonly Field[] | undefined {
  if (value.type !== bsonType.object) return undefined;
  const fields = fieldsOf(value);
  return fields[0]?.name.startsWith('$') === true && !['$ref', '$id', '$db'].includes(fields[0].name) ? fields : undefined;
}

function equality(value: Value): ValueTest {
  if (value.type === bsonType.regex) throw notBuilt('matching by a regular expression');
  return comparison('$eq', value);
}

function operatorMatcher(path: ReturnType<typeof pathOf>, operator: Field): Matcher {
  switch (operator.name) {
    case '$ne':
      return negation((document) => visit(document, path, equality(operator)));
    case '$nin': {
      const test = anyOf(operator);
      return (document) => !visit(document, path, test);
    }
    case '$not': {
      const operators = operatorsOf(operator);
      if (operators === undefined) throw new ServerError(2, '$not needs a regex or a document');
      return negation(all(operators.map((nested) => operatorMatcher(path, nested))));
    }
    case '$exists': {
      const wanted = truthOf(operator);
      return (document) => visit(document, path, (value) => value !== undefined) === wanted;
    }
    default: {
      const test = valueTest(operator);
      return (document) => visit(document, path, test);
    }
  }
}

function negation(matcher: Matcher): Matcher {
  return (document) => !matcher(document);
}

function valueTest(operator: Field): ValueTest {
  switch (operator.name) {
    case '$eq':
      return equality(operator);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return comparison(operator.name satisfies ComparisonOperator, operator);
    case '$in':
      return anyOf(operator);
    case '$type':
      return typeTest(operator);
    case '$regex':
    case '$options':
    case '$mod':
    case '$size':
    case '$all':
    case '$elemMatch':
      throw notBuilt(`the operator ${operator.name}`);
    default:
      throw new ServerError(2, `unknown operator: ${operator.name}`);
  }
}

function anyOf(operator: Field): ValueTest {
  if (operator.type !== bsonType.array) throw new ServerError(2, `${operator.name} needs an array`);
  const tests = fieldsOf(operator).map((value) => equality(value));
  return (value) => tests.some((test) => test(value));
}

function typeTest(operator: Field): ValueTest {
  const wanted = new Set((operator.type === bsonType.array ? fieldsOf(operator) : [operator]).flatMap((type) => typesOf(type)));
  if (wanted.size === 0) throw new ServerError(9, '$type must match at least one type');
  return (value) => {
    if (value === undefined) return false;
    return wanted.has(value.type) || (value.type === bsonType.array && fieldsOf(value).some((element) => wanted.has(element.type)));
  };
}

function typesOf(value: Value): readonly number[] {
  if (value.type === bsonType.string) {
    const types = typesOfAlias(textOf(value));
    if (types === undefined) throw new ServerError(2, `Unknown type name alias: ${textOf(value)}`);
    return types;
  }
  const code = numberOf(value, '$type');
  const type = code === -1 ? bsonType.minKey : code;
  if (!isKnownType(type) || code === bsonType.minKey) throw new ServerError(2, `Invalid numerical type code: ${code}`);
  return [type];
}
