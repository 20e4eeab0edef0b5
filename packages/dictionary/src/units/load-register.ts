import { collectProblems, type Loaded, type Place, type TableProblem, type TableProblems } from '../tables/problem.ts';
import { certaintyOf, type Keys, mapOf, textOf } from '../tables/yaml-fields.ts';
import { readYamlTree, type YamlMap, type YamlValue } from '../tables/yaml-tree.ts';
import { createUnitRegister } from './create-register.ts';
import { type CrosswalkText, loadCrosswalk } from './load-crosswalk.ts';
import { loadUnitVersion } from './load-version.ts';
import { unitsAt } from './look-up.ts';
import { provinces } from './provinces.ts';
import type { UnitRegister } from './register.ts';
import type { Crosswalk, LegalAct, UnitLevel, UnitVersion } from './unit.ts';

/** A list of units under the name that contracts give it. */
export interface NamedRegister {
  readonly list: string;
  readonly level: UnitLevel;
  readonly register: UnitRegister;
}

/** `file`: the one that the description names; `undefined` for the description itself. */
export interface FileProblem extends TableProblem {
  readonly file: string | undefined;
}

export type LoadedRegister =
  | { readonly kind: 'loaded'; readonly value: NamedRegister }
  | { readonly kind: 'refused'; readonly problems: readonly FileProblem[] };

const levels: readonly UnitLevel[] = ['province', 'district', 'commune'];
const rootKeys: Keys = { required: ['list', 'level', 'versions'], optional: ['crosswalks'] };
const versionKeys: Keys = { required: ['id', 'from', 'file', 'act', 'source', 'certainty'], optional: [] };
const crosswalkKeys: Keys = { required: ['from', 'to', 'file', 'act', 'certainty'], optional: ['unlisted'] };
const actKeys: Keys = { required: ['number', 'inForce'], optional: [] };

/**
 * A register out of its description in YAML and the CSV files that it names: `list`, `level`, `versions` (oldest first, each with
 * `id`, `from`, `file`, `act`, `source`, `certainty`) and `crosswalks` (`from`, `to`, `file`, `act`, `certainty`, `unlisted`).
 * `read` gives the text of a file, or throws; the whole is refused when one part has a problem.
 */
export function loadUnitRegister(yaml: string, read: (file: string) => string): LoadedRegister {
  const problems: FileProblem[] = [];
  const own = collectProblems();
  const reading: Reading = { own, problems, read };
  const root = readYamlTree(yaml, own);
  const map = root === undefined ? undefined : mapOf(root, rootKeys, own);
  const list = map === undefined ? undefined : textOf(map, 'list', own);
  const level = map === undefined ? undefined : levelOf(map, own);
  const versions =
    map === undefined || level === undefined
      ? []
      : listAt(map, 'versions', own)
          .map((value) => versionOf(value, level, reading))
          .filter((version) => version !== undefined);
  // What a broken version would have held is not known: the ways from and to it are not wrong as well.
  const whole = own.found.length + problems.length === 0;
  const crosswalks =
    map === undefined || !whole
      ? []
      : listAt(map, 'crosswalks', own)
          .map((value) => crosswalkOf(value, versions, reading))
          .filter((way) => way !== undefined);
  if (own.found.length + problems.length === 0) {
    const register = createUnitRegister(versions, crosswalks);
    if (register.kind === 'loaded' && list !== undefined && level !== undefined)
      return { kind: 'loaded', value: { list, level, register: register.value } };
    if (register.kind === 'refused') return { kind: 'refused', problems: register.problems.map(inFile(undefined)) };
  }
  return { kind: 'refused', problems: [...own.found.map(inFile(undefined)), ...problems] };
}

interface Reading {
  /** Of the description. */
  readonly own: TableProblems;
  readonly problems: FileProblem[];
  readonly read: (file: string) => string;
}

function inFile(file: string | undefined): (problem: TableProblem) => FileProblem {
  return (problem) => ({ ...problem, file });
}

function levelOf(map: YamlMap, own: TableProblems): UnitLevel | undefined {
  const text = textOf(map, 'level', own);
  const level = levels.find((known) => known === text);
  if (level === undefined && text !== undefined)
    own.add('yaml-shape', map.entries.get('level') ?? map, 'the level is not known', `write one of ${levels.join(', ')}`);
  return level;
}

function listAt(map: YamlMap, key: string, own: TableProblems): readonly YamlValue[] {
  const value = map.entries.get(key);
  if (value === undefined) return [];
  if (value.kind === 'list') return value.items;
  own.add('yaml-shape', value, `${key} is not a list`, `write each of ${key} behind a dash`);
  return [];
}

function actOf(map: YamlMap, own: TableProblems): LegalAct | undefined {
  const value = map.entries.get('act');
  const act = value === undefined ? undefined : mapOf(value, actKeys, own);
  if (act === undefined) return undefined;
  const [number, inForce] = ['number', 'inForce'].map((key) => textOf(act, key, own));
  return number === undefined || inForce === undefined ? undefined : { number, inForce };
}

/** The text of the file that the key names; what reading says of paths is not repeated. */
function fileOf(map: YamlMap, { own, read }: Reading): { readonly name: string; readonly csv: string } | undefined {
  const name = textOf(map, 'file', own);
  if (name === undefined) return undefined;
  try {
    return { name, csv: read(name) };
  } catch {
    own.add('file-unreadable', placeOf(map, 'file'), `the file ${name} cannot be read`, 'write its path relative to this description');
    return undefined;
  }
}

function placeOf(map: YamlMap, key: string): Place {
  return map.entries.get(key) ?? map;
}

function versionOf(value: YamlValue, level: UnitLevel, reading: Reading): UnitVersion | undefined {
  const { own } = reading;
  const map = mapOf(value, versionKeys, own);
  if (map === undefined) return undefined;
  const [id, from, source] = ['id', 'from', 'source'].map((key) => textOf(map, key, own));
  const [act, certainty, file] = [actOf(map, own), certaintyOf(map, own), fileOf(map, reading)];
  if (id === undefined || from === undefined || source === undefined || act === undefined || certainty === undefined || file === undefined)
    return undefined;
  const parents = parentsOf(level, from);
  return taken(loadUnitVersion({ csv: file.csv, id, from, level, act, source, certainty, parents }), file.name, reading);
}

// Until the districts ended, communes belonged to them, and of districts no list is built in.
const districtsEnded = '2025-07-01';

function parentsOf(level: UnitLevel, from: string): UnitVersion | undefined {
  const ofProvince = level === 'district' || (level === 'commune' && from >= districtsEnded);
  return ofProvince ? unitsAt(provinces, from)?.version : undefined;
}

function crosswalkOf(value: YamlValue, versions: readonly UnitVersion[], reading: Reading): Crosswalk | undefined {
  const { own } = reading;
  const map = mapOf(value, crosswalkKeys, own);
  if (map === undefined) return undefined;
  const [older, newer] = ['from', 'to'].map((key) => versionAt(map, key, versions, own));
  const [act, certainty, file, unlisted] = [actOf(map, own), certaintyOf(map, own), fileOf(map, reading), unlistedOf(map, own)];
  if (older === undefined || newer === undefined || act === undefined || certainty === undefined || file === undefined) return undefined;
  return taken(loadCrosswalk({ csv: file.csv, act, certainty, unlisted }, older, newer), file.name, reading);
}

function versionAt(map: YamlMap, key: string, versions: readonly UnitVersion[], own: TableProblems): UnitVersion | undefined {
  const id = textOf(map, key, own);
  const version = versions.find((candidate) => candidate.id === id);
  if (version === undefined && id !== undefined)
    own.add(
      'unit-unknown',
      placeOf(map, key),
      `${key} names no version of this list`,
      `write one of ${versions.map((known) => known.id).join(', ')}`,
    );
  return version;
}

function unlistedOf(map: YamlMap, own: TableProblems): CrosswalkText['unlisted'] {
  const text = map.entries.has('unlisted') ? textOf(map, 'unlisted', own) : 'refused';
  if (text === 'unchanged' || text === 'refused') return text;
  if (text !== undefined)
    own.add('yaml-shape', placeOf(map, 'unlisted'), 'unlisted has a value that is not known', 'write unchanged or refused');
  return 'refused';
}

function taken<Value>(loaded: Loaded<Value>, file: string, { problems }: Reading): Value | undefined {
  if (loaded.kind === 'loaded') return loaded.value;
  problems.push(...loaded.problems.map(inFile(file)));
  return undefined;
}
