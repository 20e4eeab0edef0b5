import type { CanonicalType } from '../canonical/types.ts';
import { formatType } from '../canonical/types.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Contract, Property, PropertyRules } from './contract.ts';
import { canonicalPattern } from './form.ts';
import { formatProtection } from './protection.ts';
import { publishedContract } from './published.ts';

/**
 * JSON Schema 2020-12 of one record as it travels, with `x-protection` at what does not travel in clear. What JSON Schema cannot say (bounds of exact numbers and dates, NFC, the exactness of
 * numbers within `json`) stands beside it in `x-` keywords or in docs/standard/canonical-types.md.
 */
export function recordSchema(contract: Contract): JsonObject {
  const { properties } = publishedContract(contract);
  const required = properties.filter((property) => property.required).map((property) => property.name);
  const protections = new Map(contract.properties.map(({ name, protection }) => [name, protection]));
  const schemaOf = (property: Property): JsonObject => {
    const protection = protections.get(property.name);
    return { ...propertySchema(property), ...(protection === undefined ? {} : { 'x-protection': formatProtection(protection) }) };
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:lienthong:dataset:${contract.dataset}:${contract.version}`,
    ...(contract.title === undefined ? {} : { title: contract.title }),
    type: 'object',
    properties: Object.fromEntries(properties.map((property) => [property.name, schemaOf(property)])),
    required,
    additionalProperties: false,
    'x-primary-key': contract.primaryKey,
  };
}

function propertySchema(property: Property): JsonObject {
  const { type, rules } = property;
  return {
    ...(property.title === undefined ? {} : { title: property.title }),
    ...typeSchema(type),
    ...ruleSchema(type, rules),
    'x-canonical-type': formatType(type),
    'x-classification': property.classification,
    ...(property.personalDataKind === undefined ? {} : { 'x-personal-data-kind': property.personalDataKind }),
    ...(property.semanticType === undefined ? {} : { 'x-semantic-type': property.semanticType }),
    ...(property.codeList === undefined ? {} : { 'x-code-list': property.codeList }),
  };
}

function typeSchema(type: CanonicalType): JsonObject {
  switch (type.kind) {
    case 'boolean':
    case 'number':
      return { type: type.kind };
    case 'integer':
      return { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
    case 'json':
      return {};
    case 'array':
      // NULL within an array keeps its place.
      return { type: 'array', items: { anyOf: [typeSchema(type.items), { type: 'null' }] } };
    case 'geometry':
      if (type.encoding === 'geojson') return { type: 'object', properties: { type: { type: 'string' } }, required: ['type'] };
      return textSchema(type);
    default:
      return textSchema(type);
  }
}

function textSchema(type: CanonicalType): JsonObject {
  const pattern = canonicalPattern(type);
  return {
    type: 'string',
    ...(pattern === undefined ? {} : { pattern }),
    ...(type.kind === 'bytes' || type.kind === 'geometry' ? { contentEncoding: 'base64' } : {}),
  };
}

const boundKeys = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const;

function ruleSchema(type: CanonicalType, rules: PropertyRules): JsonObject {
  const schema: Record<string, JsonValue> = {};
  for (const key of ['minLength', 'maxLength', 'minItems', 'maxItems'] as const) {
    const value = rules[key];
    if (value !== undefined) schema[key] = value;
  }
  for (const key of boundKeys) {
    const value = rules[key];
    // Bounds of text are no JSON Schema: `"9" > "10"`.
    if (value !== undefined)
      schema[type.kind === 'integer' || type.kind === 'number' ? key : `x-${key}`] =
        type.kind === 'integer' || type.kind === 'number' ? Number(value) : value;
  }
  if (rules.enum !== undefined) schema['enum'] = rules.enum.map((text) => enumValue(type, text));
  // The type's own pattern stays: both must match.
  if (rules.pattern !== undefined) schema['allOf'] = [{ pattern: rules.pattern }];
  return schema;
}

function enumValue(type: CanonicalType, text: string): JsonValue {
  switch (type.kind) {
    case 'boolean':
      return text === 'true';
    case 'integer':
    case 'number':
      return Number(text);
    default:
      return text;
  }
}
