import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type CodeListCsv,
  type CodeListVersion,
  createCodeList,
  type Loaded,
  loadCodeListCsv,
  loadCodeListYaml,
  loadUnitRegister,
  type TableProblem,
  type UnitRegister,
} from '@lienthong/dictionary';
import type { DictionarySettings } from '../options.ts';
import type { ReadDocument } from './read-document.ts';

/** The dictionary's part of a configuration file, as the shape lets it through. */
export interface DictionaryEntry {
  readonly at?: string;
  readonly codeLists?: readonly CodeListFile[];
  readonly unitLists?: readonly string[];
}

/** A file in YAML, or one in CSV with what it does not say itself. */
type CodeListFile = string | (Omit<CodeListCsv, 'to'> & { readonly to?: string });

/** Loads the lists that the file names; what is wrong with them is a problem of the configuration, with the list's own lines. */
export function readDictionary(entry: DictionaryEntry, folder: string, read: ReadDocument): DictionarySettings {
  const { at, codeLists = [], unitLists = [] } = entry;
  const versions = codeLists.flatMap((file, index) => readCodeList(file, folder, complainAt(read, ['dictionary', 'codeLists', index])));
  const registers = unitLists.flatMap((file, index) => readUnits(file, folder, complainAt(read, ['dictionary', 'unitLists', index])));
  return {
    ...(at === undefined ? {} : { at }),
    codeLists: listsOf(versions, complainAt(read, ['dictionary', 'codeLists'])),
    unitRegisters: Object.fromEntries(registers),
  };
}

type Complain = (message: string) => void;

function complainAt(read: ReadDocument, path: readonly (string | number)[]): Complain {
  return (message) => read.complain(path, message);
}

function readCodeList(file: CodeListFile, folder: string, complain: Complain): readonly CodeListVersion[] {
  const name = typeof file === 'string' ? file : file.csv;
  const text = readText(resolve(folder, name), name, complain);
  if (text === undefined) return [];
  const loaded = typeof file === 'string' ? loadCodeListYaml(text) : loadCodeListCsv({ to: undefined, ...file, csv: text });
  return valueOf(loaded, name, complain);
}

function readUnits(file: string, folder: string, complain: Complain): readonly (readonly [string, UnitRegister])[] {
  const path = resolve(folder, file);
  const text = readText(path, file, complain);
  if (text === undefined) return [];
  const loaded = loadUnitRegister(text, (part) => readFileSync(resolve(dirname(path), part), 'utf8'));
  if (loaded.kind === 'loaded') return [[loaded.value.list, loaded.value.register]];
  for (const problem of loaded.problems) complain(describe(problem, problem.file ?? file));
  return [];
}

/** Versions of one list are one list, the oldest first. */
function listsOf(versions: readonly CodeListVersion[], complain: Complain): NonNullable<DictionarySettings['codeLists']> {
  const names = [...new Set(versions.map(({ list }) => list))];
  return names.flatMap((name) => {
    const own = versions.filter(({ list }) => list === name).sort((left, right) => (left.from < right.from ? -1 : 1));
    return valueOf(createCodeList(own), name, complain);
  });
}

function valueOf<Value>(loaded: Loaded<Value>, name: string, complain: Complain): readonly Value[] {
  if (loaded.kind === 'loaded') return [loaded.value];
  for (const problem of loaded.problems) complain(describe(problem, name));
  return [];
}

function describe({ line, column, message, remedy }: TableProblem, file: string): string {
  return `${file}:${line}:${column} ${message}; ${remedy}`;
}

function readText(path: string, name: string, complain: Complain): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    complain(`the file ${name} cannot be read`);
    return undefined;
  }
}
