import type { Certainty } from '../tables/certainty.ts';
import { collectProblems, type Loaded, refusedOr, type TableProblems } from '../tables/problem.ts';
import { certaintyOf, mapOf, textOf, textsOf } from '../tables/yaml-fields.ts';
import { readYamlTree, type YamlMap, type YamlValue } from '../tables/yaml-tree.ts';
import { type CodeListVersion, codeEntry } from './code-list.ts';
import { checkEntries, type PlacedEntry } from './create-list.ts';

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
