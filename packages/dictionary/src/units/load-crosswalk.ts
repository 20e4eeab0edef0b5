import type { Certainty } from '../tables/certainty.ts';
import { nameKey } from '../tables/name-key.ts';
import { collectProblems, type Loaded, refusedOr, start, type TableProblems } from '../tables/problem.ts';
import { readTable, requireCell, type TableRow } from '../tables/table.ts';
import type { Crosswalk, LegalAct, Unit, UnitVersion } from './unit.ts';

export interface CrosswalkText {
  /** Header `old_code,new_code`; a unit that was split has a line for each part. */
  readonly csv: string;
  readonly act: LegalAct;
  readonly certainty: Certainty;
  /** Whether an older code without a line kept its territory, name and code, or is a gap in the file. */
  readonly unlisted: 'unchanged' | 'refused';
}

/** Reads the way from one version to the next. Every older code must have a successor, every newer one a predecessor. */
export function loadCrosswalk(text: CrosswalkText, older: UnitVersion, newer: UnitVersion): Loaded<Crosswalk> {
  const problems = collectProblems();
  const [before, after] = [codesOf(older), codesOf(newer)];
  const reading: Reading = { problems, sides: { old_code: [older, before], new_code: [newer, after] }, lines: new Map() };
  const rows = readTable(text.csv, { required: ['old_code', 'new_code'], optional: [] }, problems);
  const listed = rows.map((row) => readPair(reading, row)).filter((pair) => pair !== undefined);
  const mentioned = new Set(listed.map(([from]) => from));
  const rest = text.unlisted === 'refused' ? [] : older.units.filter(({ code }) => !mentioned.has(code));
  const pairs = [...listed, ...rest.filter((unit) => isUnchanged(unit, after)).map(({ code }) => [code, code] as const)];
  // What a broken line would have said is not known: its unit is not missing as well.
  if (problems.found.length === 0) checkComplete(pairs, older, newer, problems);
  return refusedOr(problems, () => ({ from: older.id, to: newer.id, act: text.act, certainty: text.certainty, pairs }));
}

/** Every unit of both versions must be in a pair; also for crosswalks that were not read from text. */
export function checkComplete(pairs: Crosswalk['pairs'], older: UnitVersion, newer: UnitVersion, problems: TableProblems): void {
  const [from, to] = [new Set(pairs.map(([code]) => code)), new Set(pairs.map(([, code]) => code))];
  for (const { code } of older.units.filter((unit) => !from.has(unit.code))) {
    const remedy = `add a line for each unit of ${newer.id} that has a part of it`;
    problems.add('successor-missing', start, `${code} of ${older.id} has no successor`, remedy);
  }
  for (const { code } of newer.units.filter((unit) => !to.has(unit.code))) {
    const remedy = `add a line for each unit of ${older.id} that it has a part of`;
    problems.add('predecessor-missing', start, `${code} of ${newer.id} has no predecessor`, remedy);
  }
}

/** Codes are given to other units: only with the same name does an unlisted code stay what it was. */
function isUnchanged(unit: Unit, newer: ReadonlyMap<string, Unit>): boolean {
  const same = newer.get(unit.code);
  return same !== undefined && nameKey(same.name) === nameKey(unit.name);
}

interface Reading {
  readonly problems: TableProblems;
  readonly sides: Readonly<Record<'old_code' | 'new_code', readonly [UnitVersion, ReadonlyMap<string, Unit>]>>;
  /** Where each pair was seen first. */
  readonly lines: Map<string, number>;
}

function readPair(reading: Reading, row: TableRow): readonly [string, string] | undefined {
  const [older, newer] = [readSide(reading, row, 'old_code'), readSide(reading, row, 'new_code')];
  if (older === undefined || newer === undefined) return undefined;
  const pair = `${older} ${newer}`;
  const before = reading.lines.get(pair);
  if (before !== undefined) reading.problems.add('pair-duplicate', row, `line ${before} says the same`, 'keep one of them');
  reading.lines.set(pair, before ?? row.line);
  return [older, newer];
}

function readSide({ problems, sides }: Reading, row: TableRow, side: 'old_code' | 'new_code'): string | undefined {
  const cell = requireCell(row, side, problems);
  const [version, codes] = sides[side];
  if (cell === undefined || codes.has(cell.text)) return cell?.text;
  const remedy = 'compare the code with that list; spreadsheets take leading zeros away';
  problems.add('unit-unknown', cell, `${side} is not in ${version.id}`, remedy);
  return undefined;
}

function codesOf(version: UnitVersion): ReadonlyMap<string, Unit> {
  return new Map(version.units.map((unit) => [unit.code, unit]));
}
