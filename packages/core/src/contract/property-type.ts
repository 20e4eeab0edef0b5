import { type CanonicalKind, type CanonicalType, formatType, parseType } from '../canonical/types.ts';
import { nearest } from './nearest.ts';
import { type LogicalType, logicalTypes } from './odcs.ts';
import type { Place, ProblemList } from './problem.ts';
import { booleanAt, mapAt, readSettings, type Setting, settingText, textAt } from './settings.ts';
import { joinPath } from './shape.ts';
import { clip, type YamlMap } from './yaml.ts';

/** The custom properties that Liên Thông reads of a property. */
export const propertySettings = [
  'canonicalType',
  'semanticType',
  'codeList',
  'enum',
  'personalDataKind',
  'stateSecret',
  'protection',
] as const;

export interface TypeReading {
  readonly logical: LogicalType;
  /** `undefined` when it is reported as wrong. */
  readonly type: CanonicalType | undefined;
}

/** The canonical type of a property: `canonicalType`, or what its logical type stands for. */
export function readType(
  property: YamlMap,
  settings: ReadonlyMap<string, Setting>,
  path: string,
  problems: ProblemList,
): TypeReading | undefined {
  const logical = readLogicalType(property, path, problems);
  const declared = settings.get('canonicalType');
  const text = settingText(declared, problems);
  if (logical === undefined) return undefined;
  const items = logical === 'array' ? readItems(property, path, declared !== undefined, problems) : undefined;
  if (declared === undefined) return { logical, type: defaultType(property, logical, items, path, problems) };
  if (text === undefined) return { logical, type: undefined };
  const type = text.value.length > 200 ? undefined : parseType(text.value);
  if (type === undefined) {
    problems.error('type-unknown', text.place, declared.path, `\`${clip(text.value)}\` is no canonical type`, guessType(text.value));
    return { logical, type: undefined };
  }
  return { logical, type: expectCompatible(property, logical, type, items, text.place, declared.path, problems) };
}

const permitted: Readonly<Record<LogicalType, readonly CanonicalKind[]>> = {
  string: ['string', 'uuid', 'partial-date', 'bytes', 'geometry'],
  date: ['date', 'partial-date'],
  time: ['time'],
  timestamp: ['timestamp', 'timestamptz'],
  integer: ['integer', 'bigint', 'decimal'],
  number: ['number', 'decimal'],
  boolean: ['boolean'],
  object: ['json', 'geometry'],
  array: ['array'],
};

// What people write who think in their database's types.
const synonyms: Readonly<Record<string, LogicalType>> = {
  varchar: 'string',
  nvarchar: 'string',
  char: 'string',
  text: 'string',
  uuid: 'string',
  int: 'integer',
  bigint: 'integer',
  smallint: 'integer',
  long: 'integer',
  serial: 'integer',
  decimal: 'number',
  numeric: 'number',
  float: 'number',
  double: 'number',
  real: 'number',
  bool: 'boolean',
  bit: 'boolean',
  datetime: 'timestamp',
  timestamptz: 'timestamp',
  json: 'object',
  struct: 'object',
  record: 'object',
  list: 'array',
};

const kinds = [...new Set(Object.values(permitted).flat())];

function readLogicalType(property: YamlMap, path: string, problems: ProblemList): LogicalType | undefined {
  const found = textAt(property, 'logicalType');
  if (found === undefined) {
    if (!property.entries.some((entry) => entry.key === 'logicalType')) {
      problems.error('missing', property.place, joinPath(path, 'logicalType'), '`logicalType` is missing', 'logicalType: string');
    }
    return undefined;
  }
  const known = logicalTypes.find((name) => name === found.value);
  if (known !== undefined) return known;
  const word = found.value.toLowerCase().replace(/\(.*$/, '').trim();
  const guess = (Object.hasOwn(synonyms, word) ? synonyms[word] : undefined) ?? nearest(word, logicalTypes);
  const message = `\`${clip(found.value)}\` is none of the logical types ${logicalTypes.join(', ')}`;
  problems.error('type-unknown', found.place, joinPath(path, 'logicalType'), message, guess);
  return undefined;
}

function readItems(property: YamlMap, path: string, declared: boolean, problems: ProblemList): CanonicalType | undefined {
  const items = mapAt(property, 'items');
  if (items !== undefined) {
    const here = joinPath(path, 'items');
    return readType(items, readSettings(items, `${here}.`, propertySettings, problems), here, problems)?.type;
  }
  if (!declared)
    problems.error(
      'missing',
      property.place,
      joinPath(path, 'items'),
      'an array must say what its items are',
      'items: { logicalType: string }',
    );
  return undefined;
}

function defaultType(
  property: YamlMap,
  logical: LogicalType,
  items: CanonicalType | undefined,
  path: string,
  problems: ProblemList,
): CanonicalType | undefined {
  const options = mapAt(property, 'logicalTypeOptions');
  const format = options === undefined ? undefined : textAt(options, 'format')?.value;
  const zoned = options === undefined ? undefined : booleanAt(options, 'timezone');
  switch (logical) {
    case 'string':
      return { kind: format === 'uuid' ? 'uuid' : 'string' };
    case 'integer':
      return { kind: format === 'i64' || format === 'u64' ? 'bigint' : 'integer' };
    case 'time':
      if (zoned?.value === true) {
        problems.error(
          'type-incompatible',
          zoned.place,
          `${path}.logicalTypeOptions.timezone`,
          'a time of day with a zone has no canonical type',
          'timezone: false',
        );
      }
      return { kind: 'time', fraction: 6 };
    case 'timestamp':
      return { kind: zoned?.value === true ? 'timestamptz' : 'timestamp', fraction: 6 };
    case 'object':
      return { kind: 'json' };
    case 'array':
      return items === undefined ? undefined : { kind: 'array', items };
    default:
      return { kind: logical };
  }
}

function expectCompatible(
  property: YamlMap,
  logical: LogicalType,
  type: CanonicalType,
  items: CanonicalType | undefined,
  place: Place,
  path: string,
  problems: ProblemList,
): CanonicalType | undefined {
  const objection =
    kindObjection(logical, type) ??
    zoneObjection(property, logical, type) ??
    (items === undefined ? undefined : itemsObjection(type, items));
  if (objection === undefined) return type;
  problems.error('type-incompatible', place, path, objection.message, objection.suggestion);
  return undefined;
}

interface Objection {
  readonly message: string;
  readonly suggestion?: string;
}

function kindObjection(logical: LogicalType, type: CanonicalType): Objection | undefined {
  const home = homeOf(type);
  const misplaced = type.kind === 'geometry' ? home !== logical : !permitted[logical].includes(type.kind);
  if (misplaced) {
    const message = `logical type \`${logical}\` cannot be \`${formatType(type)}\``;
    return home === undefined ? { message } : { message, suggestion: `logicalType: ${home}` };
  }
  if (logical !== 'integer' || type.kind !== 'decimal' || type.scale === 0) return undefined;
  return { message: 'a whole number has no digits behind the point', suggestion: `decimal(${type.precision},0)` };
}

function homeOf(type: CanonicalType): LogicalType | undefined {
  if (type.kind === 'geometry') return type.encoding === 'wkb' ? 'string' : 'object';
  if (type.kind === 'decimal') return 'number';
  return logicalTypes.find((name) => permitted[name].includes(type.kind));
}

function zoneObjection(property: YamlMap, logical: LogicalType, type: CanonicalType): Objection | undefined {
  const options = mapAt(property, 'logicalTypeOptions');
  const zoned = options === undefined ? undefined : booleanAt(options, 'timezone')?.value;
  if (zoned === undefined || (logical !== 'timestamp' && logical !== 'time')) return undefined;
  if (logical === 'time')
    return zoned ? { message: 'a time of day with a zone has no canonical type', suggestion: 'timezone: false' } : undefined;
  if (zoned === (type.kind === 'timestamptz')) return undefined;
  return { message: `\`timezone: ${zoned}\` contradicts \`${formatType(type)}\``, suggestion: zoned ? 'timestamptz' : 'timestamp' };
}

function itemsObjection(type: CanonicalType, items: CanonicalType): Objection | undefined {
  if (type.kind !== 'array' || formatType(items) === formatType(type.items)) return undefined;
  return {
    message: `\`items\` say \`${formatType(items)}\`, canonicalType says \`${formatType(type)}\``,
    suggestion: `array<${formatType(items)}>`,
  };
}

function guessType(text: string): string | undefined {
  const word = text.toLowerCase().trim();
  const digits = /^(?:numeric|decimal|number)\s*\((\d+)\)/.exec(word)?.[1];
  if (digits !== undefined) return `decimal(${digits},0)`;
  if (/^(?:numeric|decimal|number\()/.test(word)) return 'decimal(15,2)';
  if (/^datetime|^timestamp with/.test(word)) return 'timestamptz';
  if (word.startsWith('geo')) return 'geometry(geojson)';
  if (/^array|\[\]$/.test(word)) return 'array<string>';
  const bare = word.replace(/[(<].*$/, '');
  return nearest(bare, kinds);
}
