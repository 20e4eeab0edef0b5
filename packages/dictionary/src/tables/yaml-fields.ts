import { type Certainty, certainties } from './certainty.ts';
import type { TableProblems } from './problem.ts';
import type { YamlMap, YamlValue } from './yaml-tree.ts';

export interface Keys {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** A map with the keys that it must have and may have; what is missing or has no meaning is reported. */
export function mapOf(value: YamlValue, { required, optional }: Keys, problems: TableProblems): YamlMap | undefined {
  if (value.kind !== 'map') {
    problems.add('yaml-shape', value, 'a map is expected here', `write the keys ${required.join(', ')}`);
    return undefined;
  }
  const known = [...required, ...optional];
  for (const [key, place] of value.keys)
    if (!known.includes(key)) problems.add('key-unknown', place, 'a key has no meaning here', `keys are ${known.join(', ')}`);
  const missing = required.filter((key) => !value.entries.has(key));
  for (const key of missing) problems.add('key-missing', value, `the key ${key} is missing`, `write ${key}`);
  return missing.length > 0 ? undefined : value;
}

/** `undefined` when there is none, or when it is reported. */
export function textOf(map: YamlMap, key: string, problems: TableProblems): string | undefined {
  const value = map.entries.get(key);
  if (value === undefined || (value.kind === 'empty' && key === 'to')) return undefined;
  return stringOf(value, key, problems);
}

export function textsOf(map: YamlMap, key: string, problems: TableProblems): readonly string[] {
  const value = map.entries.get(key);
  if (value === undefined || value.kind === 'empty') return [];
  if (value.kind === 'list') return value.items.map((item) => stringOf(item, key, problems)).filter((text) => text !== undefined);
  problems.add('yaml-shape', value, `${key} is not a list`, `write ${key}: [one, another]`);
  return [];
}

function stringOf(value: YamlValue, key: string, problems: TableProblems): string | undefined {
  if (value.kind === 'text' && value.text === value.text.trim() && value.text !== '') return value.text.normalize('NFC');
  const remedy = 'put it between quotes: without them YAML reads 01 as the number 1 and no as a word that some readers take for false';
  if (value.kind === 'other') problems.add('yaml-shape', value, `${key} is not text`, remedy);
  else problems.add('cell-empty', value, `${key} is empty, not text, or has blanks around it`, `write the ${key}`);
  return undefined;
}

/** How sure the file says that it is. */
export function certaintyOf(map: YamlMap, problems: TableProblems): Certainty | undefined {
  const text = textOf(map, 'certainty', problems);
  const certainty = certainties.find((candidate) => candidate === text);
  const value = map.entries.get('certainty');
  if (certainty === undefined && value !== undefined && text !== undefined)
    problems.add('yaml-shape', value, 'certainty has a value that is not known', `write one of ${certainties.join(', ')}`);
  return certainty;
}
