import type { Classification, Property } from './contract.ts';
import { nearest } from './nearest.ts';
import { type PatternObjection, patternChecker } from './pattern/check-pattern.ts';
import { readKind } from './personal-data/read-kind.ts';
import type { Place, ProblemList } from './problem.ts';
import { propertySettings, readType } from './property-type.ts';
import { readProtection, refuseInnerProtection } from './read-protection.ts';
import { checkItemOptions, readRules } from './rules.ts';
import { booleanAt, integerAt, readSettings, settingText, textAt } from './settings.ts';
import { joinPath } from './shape.ts';
import { stateSecretLevel } from './state-secret.ts';
import { clip, type YamlMap } from './yaml.ts';

/** A property with what the key and the personal-data policy need to know of its place. */
export interface PropertyReading {
  readonly property: Property;
  readonly path: string;
  readonly place: Place;
  /** Not `undefined`: part of the primary key. */
  readonly key: { readonly place: Place; readonly position: number | undefined } | undefined;
}

/** The properties of the schema object; those that cannot be understood are reported and left out. */
export function readProperties(schema: YamlMap, path: string, problems: ProblemList): readonly PropertyReading[] {
  const node = schema.entries.find((entry) => entry.key === 'properties')?.value;
  if (node?.kind !== 'list') return [];
  if (node.items.length === 0) problems.error('missing', node.place, joinPath(path, 'properties'), 'a dataset needs at least one property');
  const found: PropertyReading[] = [];
  const names = new Map<string, string>();
  const checkPattern = patternChecker();
  for (const [index, item] of node.items.entries()) {
    const here = `${joinPath(path, 'properties')}[${index}]`;
    const reading = item.kind === 'map' ? readProperty(item, here, { names, checkPattern, problems }) : undefined;
    if (reading !== undefined) found.push(reading);
  }
  return found;
}

const namePattern = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;
const classifications: readonly Classification[] = ['public', 'internal', 'personal', 'sensitive'];

/** What the properties of one contract share. */
interface Siblings {
  readonly names: Map<string, string>;
  readonly checkPattern: (pattern: string) => PatternObjection | undefined;
  readonly problems: ProblemList;
}

function readProperty(map: YamlMap, path: string, siblings: Siblings): PropertyReading | undefined {
  const { names, checkPattern, problems } = siblings;
  const name = readName(map, path, names, problems);
  const settings = readSettings(map, `${path}.`, propertySettings, problems);
  const reading = readType(map, settings, path, problems);
  const rules = reading === undefined ? {} : readRules(map, reading, settings.get('enum'), { path, problems, checkPattern });
  checkItemOptions(map, path, problems);
  const semanticType = settingText(settings.get('semanticType'), problems)?.value;
  const codeList = settingText(settings.get('codeList'), problems)?.value;
  const classification = readClassification(map, path, problems);
  const key = readKey(map, path, problems);
  const required = booleanAt(map, 'required')?.value ?? false;
  refuseInnerProtection(map, path, problems);
  if (name === undefined) return undefined;
  const personalDataKind = readKind(settings.get('personalDataKind'), {
    ...{ name, classification: classification.value, place: classification.place, path, semanticType, codeList },
    problems,
  });
  const protectable = { name, type: reading?.type, required, isKey: key !== undefined, classification: classification.value };
  return {
    property: {
      name,
      title: textAt(map, 'businessName')?.value,
      // A property whose type is wrong still counts for the other rooms; the contract is refused anyway.
      type: reading?.type ?? { kind: 'string' },
      required,
      classification: classification.value,
      ...(personalDataKind === undefined ? {} : { personalDataKind }),
      semanticType,
      codeList,
      rules,
      protection: readProtection(settings.get('protection'), protectable, problems),
    },
    path,
    place: map.place,
    key,
  };
}

function readName(map: YamlMap, path: string, names: Map<string, string>, problems: ProblemList): string | undefined {
  const name = textAt(map, 'name');
  if (name === undefined) return undefined;
  const here = joinPath(path, 'name');
  if (!namePattern.test(name.value)) {
    const message = `\`${clip(name.value)}\` must start with a letter and hold only A–Z, a–z, 0–9 and _, at most 63 characters`;
    problems.error('value-invalid', name.place, here, message, plainName(name.value));
  }
  const folded = name.value.toLowerCase();
  const other = names.get(folded);
  if (other === name.value)
    problems.error('name-duplicate', name.place, here, `the property \`${clip(name.value)}\` occurs twice`, 'keep one of them');
  else if (other !== undefined)
    problems.warning(
      'name-duplicate',
      name.place,
      here,
      `\`${clip(name.value)}\` and \`${clip(other)}\` differ only in case: some consumers cannot tell them apart`,
    );
  if (other === undefined) names.set(folded, name.value);
  return name.value;
}

// Vietnamese letters without their marks, everything else as underscores.
function plainName(text: string): string | undefined {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^[^A-Za-z]+|_+$/g, '')
    .slice(0, 63);
  return namePattern.test(plain) ? plain : undefined;
}

function readClassification(map: YamlMap, path: string, problems: ProblemList): { readonly value: Classification; readonly place: Place } {
  const found = textAt(map, 'classification');
  if (found === undefined) return { value: 'internal', place: map.place };
  const known = classifications.find((word) => word === found.value);
  if (known !== undefined) return { value: known, place: found.place };
  // Such a mark has a problem of its own.
  if (stateSecretLevel(found.value) !== undefined) return { value: 'internal', place: found.place };
  const message = `\`${clip(found.value)}\` is none of ${classifications.join(', ')}`;
  problems.error('value-invalid', found.place, joinPath(path, 'classification'), message, guessClassification(found.value));
  return { value: 'internal', place: found.place };
}

function guessClassification(text: string): string | undefined {
  const word = text.toLowerCase();
  if (['restricted', 'confidential'].includes(word)) return 'sensitive';
  if (['pii', 'private'].includes(word)) return 'personal';
  return nearest(word, classifications);
}

function readKey(map: YamlMap, path: string, problems: ProblemList): PropertyReading['key'] {
  const flag = booleanAt(map, 'primaryKey');
  const position = integerAt(map, 'primaryKeyPosition');
  // ODCS writes -1 for "no position".
  const given = position === undefined || position.value === -1 ? undefined : position;
  if (given !== undefined && given.value < 1) {
    problems.error('primary-key-invalid', given.place, joinPath(path, 'primaryKeyPosition'), 'positions start at 1', '1');
  }
  if (flag?.value !== true) {
    if (given !== undefined)
      problems.error(
        'primary-key-invalid',
        given.place,
        joinPath(path, 'primaryKeyPosition'),
        'a position without `primaryKey: true`',
        'primaryKey: true',
      );
    return undefined;
  }
  return { place: flag.place, position: given?.value };
}
