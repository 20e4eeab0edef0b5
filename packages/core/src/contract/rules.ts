import { type CanonicalType, formatType } from '../canonical/types.ts';
import type { PropertyRules } from './contract.ts';
import { type RulesDraft, readFormat } from './format.ts';
import { canonicalLiteral, compareLiterals } from './literal.ts';
import { nearest } from './nearest.ts';
import { type LogicalType, logicalTypeOptions } from './odcs.ts';
import type { PatternObjection } from './pattern/check-pattern.ts';
import type { ProblemList } from './problem.ts';
import type { TypeReading } from './property-type.ts';
import { mapAt, type Setting } from './settings.ts';
import { clip, type YamlEntry, type YamlMap, type YamlNode } from './yaml.ts';

type LengthKey = 'minLength' | 'maxLength' | 'minItems' | 'maxItems';
type BoundKey = 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum';

/** Where a property stands, and what it shares with the others. */
export interface RuleContext {
  readonly path: string;
  readonly problems: ProblemList;
  readonly checkPattern: (pattern: string) => PatternObjection | undefined;
}

/** Rules of a property from its `logicalTypeOptions` and its list of permitted values; each must fit the type. */
export function readRules(
  property: YamlMap,
  reading: TypeReading,
  list: Setting | undefined,
  { path, problems, checkPattern }: RuleContext,
): PropertyRules {
  const rules: RulesDraft = {};
  const options = mapAt(property, 'logicalTypeOptions');
  const room: Room = { ...reading, path: `${path}.logicalTypeOptions`, problems, checkPattern };
  const entries = options?.entries ?? [];
  // The format comes last: it tightens the bounds that the author wrote.
  for (const entry of entries) if (entry.key !== 'format') readOption(entry, rules, room);
  for (const entry of entries) if (entry.key === 'format') readOption(entry, rules, room);
  if (options !== undefined) checkOrder(options, rules, room);
  if (list !== undefined) {
    const values = readList(list, reading.type, problems);
    if (values !== undefined) rules.enum = values;
  }
  return rules;
}

/** Options of array items: none of them is checked on records, but their words must be right. */
export function checkItemOptions(property: YamlMap, path: string, problems: ProblemList): void {
  const items = mapAt(property, 'items');
  const options = items === undefined ? undefined : mapAt(items, 'logicalTypeOptions');
  for (const entry of options?.entries ?? []) {
    if (['format', 'timezone', 'defaultTimezone'].includes(entry.key)) continue;
    problems.warning(
      'rule-not-checked',
      entry.place,
      `${path}.items.logicalTypeOptions.${clip(entry.key)}`,
      'rules of single items are not checked',
    );
  }
}

interface Room extends TypeReading, RuleContext {}

const orderedKinds: readonly string[] = ['integer', 'bigint', 'decimal', 'number', 'date', 'time', 'timestamp', 'timestamptz'];

function readOption(entry: YamlEntry, rules: RulesDraft, room: Room): void {
  const { logical, path, problems } = room;
  const known = logicalTypeOptions[logical];
  const here = `${path}.${clip(entry.key)}`;
  if (!Object.hasOwn(known, entry.key)) return reportMisfit(entry, logical, here, problems);
  if (known[entry.key] === 'ignored') {
    problems.warning('rule-not-checked', entry.place, here, `\`${entry.key}\` is not checked on records`);
    return;
  }
  switch (entry.key) {
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
      return readLength(entry.key, entry, rules, room);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return readBound(entry.key, entry, rules, room);
    case 'pattern':
      return readPattern(entry, rules, room);
    case 'format':
      return readFormat(entry.value, rules, { ...room, path: here });
    case 'timezone':
      if (entry.value.kind !== 'scalar' || typeof entry.value.value !== 'boolean')
        problems.error('wrong-kind', entry.value.place, here, 'must be true or false');
      return;
    default:
      return;
  }
}

function reportMisfit(entry: YamlEntry, logical: LogicalType, path: string, problems: ProblemList): void {
  const own = Object.keys(logicalTypeOptions[logical]);
  const home = Object.entries(logicalTypeOptions).find(([, options]) => Object.hasOwn(options, entry.key));
  if (home !== undefined) {
    problems.error('rule-misfit', entry.place, path, `\`${entry.key}\` does not fit the logical type \`${logical}\``, 'remove it');
    return;
  }
  // An error, not a warning: a mistyped rule would let pass what its author wanted to stop.
  const guess = nearest(entry.key, own);
  problems.error(
    'key-unknown',
    entry.place,
    path,
    `the logical type \`${logical}\` has no option \`${clip(entry.key)}\``,
    guess === undefined ? undefined : `did you mean \`${guess}\`?`,
  );
}

function readLength(key: LengthKey, entry: YamlEntry, rules: RulesDraft, room: Room): void {
  const path = `${room.path}.${key}`;
  const kind = key === 'minItems' || key === 'maxItems' ? 'array' : 'string';
  const { value } = entry;
  if (value.kind !== 'scalar' || !Number.isSafeInteger(value.value) || Number(value.value) < 0) {
    room.problems.error('wrong-kind', value.place, path, 'must be a whole number from 0');
    return;
  }
  if (room.type !== undefined && room.type.kind !== kind) return misfit(key, entry, room);
  rules[key] = Number(value.value);
}

function readBound(key: BoundKey, entry: YamlEntry, rules: RulesDraft, room: Room): void {
  const { type, logical, problems } = room;
  const path = `${room.path}.${key}`;
  const { value } = entry;
  const numeric = logical === 'integer' || logical === 'number';
  if (value.kind !== 'scalar' || typeof value.value !== (numeric ? 'number' : 'string')) {
    const unquoted = numeric && value.kind === 'scalar' && typeof value.value === 'string' ? clip(value.value) : undefined;
    problems.error('wrong-kind', value.place, path, `must be ${numeric ? 'a number' : 'text'}`, unquoted);
    return;
  }
  if (type === undefined) return;
  if (!orderedKinds.includes(type.kind)) return misfit(key, entry, room);
  const text = canonicalLiteral(type, value.source);
  if (text === undefined)
    problems.error('value-invalid', value.place, path, `\`${clip(value.source)}\` is no value of the type \`${formatType(type)}\``);
  else rules[key] = text;
}

function readPattern(entry: YamlEntry, rules: RulesDraft, room: Room): void {
  const path = `${room.path}.pattern`;
  const { value } = entry;
  if (value.kind !== 'scalar' || typeof value.value !== 'string') {
    room.problems.error(
      'wrong-kind',
      value.place,
      path,
      'must be text',
      value.kind === 'scalar' && value.value !== null ? `'${clip(value.source)}'` : undefined,
    );
    return;
  }
  if (room.type !== undefined && room.type.kind !== 'string') return misfit('pattern', entry, room);
  const objection = room.checkPattern(value.value);
  if (objection === undefined) rules.pattern = value.value;
  else room.problems.error('pattern-unsafe', value.place, path, objection.message, objection.suggestion);
}

function checkOrder(options: YamlMap, rules: RulesDraft, { type, path, problems }: Room): void {
  const report = (low: string, high: string) => {
    const place = options.entries.find((entry) => entry.key === high)?.place ?? options.place;
    problems.error('rule-contradiction', place, `${path}.${high}`, `\`${low}\` is greater than \`${high}\`: no value can satisfy both`);
  };
  if ((rules.minLength ?? 0) > (rules.maxLength ?? Number.POSITIVE_INFINITY)) report('minLength', 'maxLength');
  if ((rules.minItems ?? 0) > (rules.maxItems ?? Number.POSITIVE_INFINITY)) report('minItems', 'maxItems');
  if (type === undefined) return;
  const pairs = [
    ['minimum', 'maximum', 0],
    ['minimum', 'exclusiveMaximum', -1],
    ['exclusiveMinimum', 'maximum', -1],
    ['exclusiveMinimum', 'exclusiveMaximum', -1],
  ] as const;
  for (const [low, high, most] of pairs) {
    const [bottom, top] = [rules[low], rules[high]];
    if (bottom !== undefined && top !== undefined && Math.sign(compareLiterals(type, bottom, top)) > most) report(low, high);
  }
}

function readList(list: Setting, type: CanonicalType | undefined, problems: ProblemList): readonly string[] | undefined {
  const { node, path } = list;
  if (node.kind !== 'list' || node.items.length === 0) {
    problems.error('wrong-kind', node.place, path, 'must be a list of permitted values that is not empty');
    return undefined;
  }
  if (type === undefined) return undefined;
  if (['json', 'array', 'geometry', 'bytes'].includes(type.kind)) {
    problems.error('rule-misfit', node.place, path, `a list of permitted values does not fit \`${formatType(type)}\``, 'remove it');
    return undefined;
  }
  const values = new Set<string>();
  for (const [index, item] of node.items.entries()) {
    const here = `${path}[${index}]`;
    const text = listValue(item, type, here, problems);
    if (text === undefined) continue;
    if (values.has(text)) problems.warning('name-duplicate', item.place, here, 'the value occurs twice in the list', 'remove it');
    values.add(text);
  }
  return [...values];
}

function listValue(item: YamlNode, type: CanonicalType, path: string, problems: ProblemList): string | undefined {
  const bare = ['integer', 'number', 'boolean'].includes(type.kind);
  if (item.kind !== 'scalar' || item.value === null) {
    problems.error('wrong-kind', item.place, path, 'must be a single value');
    return undefined;
  }
  // An unquoted 01 is the number 1 for YAML: a code list would lose its zeros in another reader.
  if (!bare && typeof item.value !== 'string') {
    problems.error('wrong-kind', item.place, path, `must be text for the type \`${formatType(type)}\``, `"${clip(item.source)}"`);
    return undefined;
  }
  if (bare && typeof item.value === 'string') {
    problems.error('wrong-kind', item.place, path, `must not be text for the type \`${type.kind}\``, clip(item.value));
    return undefined;
  }
  const text = canonicalLiteral(type, typeof item.value === 'string' ? item.value : item.source);
  if (text === undefined)
    problems.error('value-invalid', item.place, path, `\`${clip(item.source)}\` is no value of the type \`${formatType(type)}\``);
  return text;
}

function misfit(key: string, entry: YamlEntry, { type, path, problems }: Room): void {
  const name = type === undefined ? '' : formatType(type);
  problems.error('rule-misfit', entry.place, `${path}.${key}`, `\`${key}\` does not fit the type \`${name}\``, 'remove it');
}
