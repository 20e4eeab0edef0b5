import { type Certainty, certainties } from '../tables/certainty.ts';
import { collectProblems, type Loaded, refusedOr, type TableProblems } from '../tables/problem.ts';
import { type CodeListVersion, codeEntry } from './code-list.ts';
import { checkEntries, type PlacedEntry } from './create-list.ts';
import { readYamlTree, type YamlMap, type YamlValue } from './yaml-tree.ts';

const listKeys = { required: ['list', 'version', 'from', 'source', 'certainty', 'entries'], optional: ['to'] };
const entryKeys = { required: ['code', 'name'], optional: ['aliases', 'from', 'to', 'replaced_by'] };

/**
 * Reads one version of a list of codes from YAML 1.2: `list`, `version`, `from`, `to`, `source`, `certainty` and `entries` with
 * the columns of the CSV form. Codes stand between quotes.
 */
export function loadCodeListYaml(yaml: string): Loaded<CodeListVersion> {
  const problems = collectProblems();
  const root = readYamlTree(yaml, problems);
  const map = root === undefined ? undefined : mapOf(root, listKeys, problems);
  const reading: Reading = { problems, certainty: map === undefined ? undefined : certaintyOf(map, problems) };
  const entries = map === undefined ? [] : entriesOf(map, reading);
  checkEntries(entries, problems);
  const text = (key: string) => (map === undefined ? undefined : textOf(map, key, problems));
  const [list = '', version = '', from = '', to, source = ''] = ['list', 'version', 'from', 'to', 'source'].map(text);
  return refusedOr(problems, () => ({ list, version, from, to, source, entries: entries.map(({ entry }) => entry) }));
}

interface Reading {
  readonly problems: TableProblems;
  readonly certainty: Certainty | undefined;
}

function certaintyOf(map: YamlMap, problems: TableProblems): Certainty | undefined {
  const text = textOf(map, 'certainty', problems);
  const certainty = certainties.find((candidate) => candidate === text);
  const value = map.entries.get('certainty');
  if (certainty === undefined && value !== undefined && text !== undefined)
    problems.add('yaml-shape', value, 'certainty has a value that is not known', `write one of ${certainties.join(', ')}`);
  return certainty;
}

function entriesOf(map: YamlMap, reading: Reading): readonly PlacedEntry[] {
  const value = map.entries.get('entries');
  if (value === undefined) return [];
  if (value.kind === 'list' && value.items.length > 0)
    return value.items.map((item) => entryOf(item, reading)).filter((entry) => entry !== undefined);
  reading.problems.add('list-empty', value, 'entries is not a list with entries', 'write `- code: "01"` and its name below it');
  return [];
}

function entryOf(value: YamlValue, { problems, certainty = 'uncertain' }: Reading): PlacedEntry | undefined {
  const map = mapOf(value, entryKeys, problems);
  if (map === undefined) return undefined;
  const [code, name, from, to] = ['code', 'name', 'from', 'to'].map((key) => textOf(map, key, problems));
  const [aliases, replacedBy] = ['aliases', 'replaced_by'].map((key) => textsOf(map, key, problems));
  if (code === undefined || name === undefined) return undefined;
  const entry = codeEntry(code, name, certainty, { from, to, aliases: aliases ?? [], replacedBy: replacedBy ?? [] });
  return { entry, place: map.entries.get('code') ?? map };
}

interface Keys {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

function mapOf(value: YamlValue, { required, optional }: Keys, problems: TableProblems): YamlMap | undefined {
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

function textOf(map: YamlMap, key: string, problems: TableProblems): string | undefined {
  const value = map.entries.get(key);
  if (value === undefined || (value.kind === 'empty' && key === 'to')) return undefined;
  return stringOf(value, key, problems);
}

function textsOf(map: YamlMap, key: string, problems: TableProblems): readonly string[] {
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
