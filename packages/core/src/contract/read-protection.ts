import { type CanonicalKind, type CanonicalType, formatType } from '../canonical/types.ts';
import type { Classification } from './contract.ts';
import { nearest } from './nearest.ts';
import type { Place, ProblemList } from './problem.ts';
import { formatProtection, type MaskKeep, maxKeptCharacters, type Protection, parseKeep } from './protection.ts';
import { listAt, mapAt, type Setting, textAt } from './settings.ts';
import { clip, type YamlEntry, type YamlMap, type YamlNode } from './yaml.ts';

/** What decides whether a property can be protected in a given way. */
export interface ProtectedProperty {
  readonly name: string;
  /** `undefined` when it is reported as wrong. */
  readonly type: CanonicalType | undefined;
  readonly required: boolean;
  readonly isKey: boolean;
  readonly classification: Classification;
}

const methods: readonly Protection['method'][] = ['drop', 'mask', 'tokenize', 'encrypt'];
const keyName = /^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/;

/** The custom property `protection` of a property; what cannot be is an error, because it would let clear values pass. */
export function readProtection(setting: Setting | undefined, property: ProtectedProperty, problems: ProblemList): Protection | undefined {
  if (setting === undefined) return undefined;
  const room: Room = { path: setting.path, problems };
  const protection = readMethod(setting.node, room);
  if (protection === undefined) return undefined;
  const objection = objectionTo(protection, property);
  if (objection !== undefined) {
    problems.error('protection-invalid', setting.node.place, setting.path, objection.message, objection.suggestion);
    return undefined;
  }
  if (property.classification === 'public')
    problems.warning(
      'protection-invalid',
      setting.node.place,
      setting.path,
      `\`${property.name}\` is protected and \`public\`: one of the two is not meant`,
    );
  return protection;
}

/** Parts of a property cannot be protected alone: whoever wrote it there would believe that they are. */
export function refuseInnerProtection(property: YamlMap, path: string, problems: ProblemList): void {
  const items = mapAt(property, 'items');
  const inner: (readonly [node: YamlNode, path: string])[] = listAt(property, 'properties').map((node, index) => [
    node,
    `${path}.properties[${index}]`,
  ]);
  if (items !== undefined) inner.push([items, `${path}.items`]);
  for (const [node, here] of inner) {
    if (node.kind !== 'map') continue;
    for (const [index, item] of listAt(node, 'customProperties').entries()) {
      const name = item.kind === 'map' ? textAt(item, 'property') : undefined;
      if (name?.value !== 'protection') continue;
      const message = 'a part of a property cannot be protected alone';
      problems.error(
        'protection-invalid',
        name.place,
        `${here}.customProperties[${index}].property`,
        message,
        'protect the whole property',
      );
    }
    refuseInnerProtection(node, here, problems);
  }
}

interface Room {
  readonly path: string;
  readonly problems: ProblemList;
}

interface Objection {
  readonly message: string;
  readonly suggestion: string | undefined;
}

function readMethod(node: YamlNode, room: Room): Protection | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'string') return readWord(node.value.trim(), node.place, room);
  const [entry, second] = node.kind === 'map' ? node.entries : [];
  if (entry === undefined) {
    const forms = '`drop`, `mask`, `{ mask: keep-last-3 }`, `{ tokenize: <key> }` or `{ encrypt: <recipient> }`';
    return refuse(room, node.place, `must be ${forms}`);
  }
  if (second !== undefined) return refuse(room, second.place, 'a property is protected in one way', 'keep one of them');
  return readParameter(entry, room);
}

function readParameter({ key, place, value }: YamlEntry, room: Room): Protection | undefined {
  const method = methodOf(key, place, room);
  if (method === undefined) return undefined;
  if (method === 'drop') return refuse(room, place, '`drop` has no parameter', 'value: drop');
  const inner: Room = { ...room, path: `${room.path}.${method}` };
  const source = value.kind === 'scalar' && value.value !== null ? value.source : undefined;
  if (value.kind !== 'scalar' || typeof value.value !== 'string')
    return refuse(inner, value.place, 'must be a text', source === undefined ? undefined : `'${clip(source)}'`);
  const text = value.value.trim();
  if (method === 'mask') return readMask(text, value.place, inner);
  if (text.length > 63 || !keyName.test(text))
    return refuse(inner, value.place, 'must be the name of a key: letters, digits, single `-` and `.` between them, at most 63');
  return method === 'tokenize' ? { method, key: text } : { method, recipient: text };
}

function readWord(word: string, place: Place, room: Room): Protection | undefined {
  const method = methodOf(word, place, room);
  switch (method) {
    case 'drop':
      return { method };
    case 'mask':
      return { method, keep: { part: 'nothing' } };
    case 'tokenize':
      return refuse(room, place, '`tokenize` must name its key', '{ tokenize: citizen }');
    case 'encrypt':
      return refuse(room, place, '`encrypt` must name its recipient', '{ encrypt: G01 }');
    case undefined:
      return undefined;
  }
}

function methodOf(word: string, place: Place, room: Room): Protection['method'] | undefined {
  const found = methods.find((method) => method === word);
  return found ?? refuse(room, place, `\`${clip(word)}\` is none of ${methods.join(', ')}`, nearest(word, methods));
}

function readMask(text: string, place: Place, room: Room): Protection | undefined {
  const keep = parseKeep(text);
  if (keep !== undefined) return { method: 'mask', keep };
  const forms = `\`keep-nothing\`, \`keep-first-N\`, \`keep-last-N\` with N from 1 to ${maxKeptCharacters}, \`keep-year\``;
  return refuse(
    room,
    place,
    `\`${clip(text)}\` is no mask: ${forms}`,
    nearest(text, ['keep-nothing', 'keep-first-1', 'keep-last-3', 'keep-year']),
  );
}

// Values of these have several texts for one meaning, or a text that hangs on how a source rounds.
const noSingleText: readonly CanonicalKind[] = ['json', 'array', 'geometry', 'number'];
const cuttable: readonly CanonicalKind[] = ['string', 'uuid', 'integer', 'bigint'];
const dated: readonly CanonicalKind[] = ['date', 'partial-date', 'timestamp'];

function objectionTo(protection: Protection, { name, type, required, isKey }: ProtectedProperty): Objection | undefined {
  const words = formatProtection(protection);
  if (isKey && protection.method !== 'tokenize')
    return {
      message: `\`${name}\` is part of the primary key: \`${words}\` would leave records that cannot be told apart`,
      suggestion: '{ tokenize: citizen }, or another key',
    };
  if (required && protection.method === 'drop')
    return { message: `\`${name}\` is required: a dropped property has no value`, suggestion: 'required: false' };
  if (type === undefined) return undefined;
  const misfit = (fitting: readonly CanonicalKind[], suggestion: string): Objection => ({
    message: `\`${words}\` does not fit the type \`${formatType(type)}\`: it is for ${fitting.join(', ')}`,
    suggestion,
  });
  if (protection.method === 'tokenize' && noSingleText.includes(type.kind))
    return {
      message: `a \`${formatType(type)}\` has no single text: equal values would get different tokens`,
      suggestion: 'encrypt, mask or drop it',
    };
  return protection.method === 'mask' ? maskObjection(protection.keep, type.kind, misfit) : undefined;
}

function maskObjection(
  keep: MaskKeep,
  kind: CanonicalKind,
  misfit: (fitting: readonly CanonicalKind[], suggestion: string) => Objection,
): Objection | undefined {
  if (keep.part === 'nothing') return undefined;
  if (keep.part === 'year') return dated.includes(kind) ? undefined : misfit(dated, 'keep-nothing');
  return cuttable.includes(kind) ? undefined : misfit(cuttable, dated.includes(kind) ? 'keep-year' : 'keep-nothing');
}

function refuse(room: Room, place: Place, message: string, suggestion?: string): undefined {
  room.problems.error('protection-invalid', place, room.path, message, suggestion);
  return undefined;
}
