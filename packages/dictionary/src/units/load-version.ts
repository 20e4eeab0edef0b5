import { foldWords } from '@lienthong/core';
import type { Certainty } from '../tables/certainty.ts';
import { type Day, isDay } from '../tables/day.ts';
import { collectProblems, type Loaded, refusedOr, start, type TableProblems } from '../tables/problem.ts';
import { readTable, requireCell, type TableRow } from '../tables/table.ts';
import { fullNameOf, type LegalAct, type Unit, type UnitLevel, type UnitType, type UnitVersion } from './unit.ts';

export interface UnitListText {
  /** Header `code,name,type,parent` and, if wanted, `aliases`, divided by `|`. Names are without type, codes with their zeros. */
  readonly csv: string;
  readonly id: string;
  readonly from: Day;
  readonly level: UnitLevel;
  readonly act: LegalAct;
  readonly source: string;
  readonly certainty: Certainty;
  /** The list of the level above on that day; `undefined` leaves parents unchecked. */
  readonly parents: UnitVersion | undefined;
}

/** Reads one version of a list of units; nothing of a file that has a problem. */
export function loadUnitVersion(list: UnitListText): Loaded<UnitVersion> {
  const problems = collectProblems();
  if (!isDay(list.from)) problems.add('day-malformed', start, 'from is not a day as YYYY-MM-DD', 'write the first day of the version');
  const reading: Reading = {
    list,
    problems,
    lines: new Map(),
    parents: list.parents === undefined ? undefined : new Set(list.parents.units.map(({ code }) => code)),
  };
  const rows = readTable(list.csv, { required: ['code', 'name', 'type', 'parent'], optional: ['aliases'] }, problems);
  const units = rows.map((row) => readUnit(reading, row)).filter((unit) => unit !== undefined);
  const { id, from, act, source, certainty } = list;
  return refusedOr(problems, () => ({ id, from, act, source, certainty, units }));
}

interface Reading {
  readonly list: UnitListText;
  readonly problems: TableProblems;
  /** Where each code was seen first. */
  readonly lines: Map<string, number>;
  readonly parents: ReadonlySet<string> | undefined;
}

const digits: Readonly<Record<UnitLevel, number>> = { province: 2, district: 3, commune: 5 };

const typesOf: Readonly<Record<UnitLevel, readonly UnitType[]>> = {
  province: ['tỉnh', 'thành phố'],
  district: ['quận', 'huyện', 'thị xã', 'thành phố'],
  commune: ['xã', 'phường', 'thị trấn', 'đặc khu'],
};

function readUnit(reading: Reading, row: TableRow): Unit | undefined {
  const { level, id } = reading.list;
  const code = readCode(reading, row);
  const type = readType(reading, row);
  const name = readName(reading, row, type);
  const parent = readParent(reading, row);
  if (code === undefined || type === undefined || name === undefined) return undefined;
  const aliases = row.cell('aliases').text.split('|');
  return {
    code,
    version: id,
    level,
    type,
    name,
    fullName: fullNameOf(type, name),
    aliases: aliases.map((alias) => alias.trim()).filter((alias) => alias !== ''),
    parent,
  };
}

function readCode({ list, problems, lines }: Reading, row: TableRow): string | undefined {
  const cell = requireCell(row, 'code', problems);
  if (cell === undefined) return undefined;
  const length = digits[list.level];
  if (!hasDigits(cell.text, length)) {
    const remedy = `write ${length} digits with the leading zeros, which spreadsheets take away`;
    problems.add('code-malformed', cell, `the code of a ${list.level} has ${length} digits`, remedy);
    return undefined;
  }
  const before = lines.get(cell.text);
  if (before !== undefined) problems.add('code-duplicate', cell, `line ${before} has the same code`, 'keep one of them');
  lines.set(cell.text, before ?? cell.line);
  return cell.text;
}

function readType({ list, problems }: Reading, row: TableRow): UnitType | undefined {
  const cell = requireCell(row, 'type', problems);
  if (cell === undefined) return undefined;
  const words = foldWords(cell.text);
  const type = typesOf[list.level].find((candidate) => foldWords(candidate) === words);
  if (type === undefined)
    problems.add('type-unknown', cell, `no type of a ${list.level}`, `write one of ${typesOf[list.level].join(', ')}`);
  return type;
}

function readName({ problems }: Reading, row: TableRow, type: UnitType | undefined): string | undefined {
  const cell = requireCell(row, 'name', problems);
  if (cell === undefined) return undefined;
  const name = cell.text.normalize('NFC');
  if (type === undefined || !name.toLowerCase().startsWith(`${type} `)) return name;
  problems.add('cell-untidy', cell, 'the name repeats the type', 'write the name without its type');
  return undefined;
}

function readParent({ list, problems, parents }: Reading, row: TableRow): string | undefined {
  if (list.level === 'province') {
    const cell = row.cell('parent');
    if (cell.text !== '') problems.add('parent-unknown', cell, 'a province has no parent', 'leave the cell empty');
    return undefined;
  }
  const cell = requireCell(row, 'parent', problems);
  if (cell === undefined) return undefined;
  if (parents !== undefined && !parents.has(cell.text))
    problems.add('parent-unknown', cell, `the parent is not in ${list.parents?.id}`, 'write its code as that list has it, with zeros');
  else if (!hasDigits(cell.text, 2) && !(list.level === 'commune' && hasDigits(cell.text, 3)))
    problems.add('code-malformed', cell, 'the parent is no code of a unit above', 'write its 2 or 3 digits with the leading zeros');
  return cell.text;
}

function hasDigits(text: string, count: number): boolean {
  return text.length === count && /^\d+$/.test(text);
}
