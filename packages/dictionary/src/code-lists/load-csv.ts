import type { Certainty } from '../tables/certainty.ts';
import type { Day } from '../tables/day.ts';
import { collectProblems, type Loaded, refusedOr, type TableProblems } from '../tables/problem.ts';
import { readTable, requireCell, type TableRow } from '../tables/table.ts';
import type { CodeListVersion } from './code-list.ts';
import { checkEntries, type PlacedEntry } from './create-list.ts';

export interface CodeListCsv {
  /** Header `code,name` and, if wanted, `aliases`, `replaced_by` (both divided by `|`), `from` and `to`. */
  readonly csv: string;
  readonly list: string;
  readonly version: string;
  readonly from: Day;
  readonly to: Day | undefined;
  readonly source: string;
  readonly certainty: Certainty;
}

/** Reads one version of a list of codes; nothing of a file that has a problem. */
export function loadCodeListCsv({ csv, certainty, ...version }: CodeListCsv): Loaded<CodeListVersion> {
  const problems = collectProblems();
  const rows = readTable(csv, { required: ['code', 'name'], optional: ['aliases', 'from', 'to', 'replaced_by'] }, problems);
  const entries = rows.map((row) => readEntry(row, certainty, problems)).filter((entry) => entry !== undefined);
  checkEntries(entries, problems);
  return refusedOr(problems, () => ({ ...version, entries: entries.map(({ entry }) => entry) }));
}

function readEntry(row: TableRow, certainty: Certainty, problems: TableProblems): PlacedEntry | undefined {
  const [code, name] = [requireCell(row, 'code', problems), requireCell(row, 'name', problems)];
  if (code === undefined || name === undefined) return undefined;
  const entry = {
    code: code.text,
    name: name.text.normalize('NFC'),
    aliases: parts(row, 'aliases'),
    otherCodes: {},
    replacedBy: parts(row, 'replaced_by'),
    from: optional(row, 'from'),
    to: optional(row, 'to'),
    certainty,
  };
  return { entry, place: code };
}

function parts(row: TableRow, column: string): readonly string[] {
  const texts = row.cell(column).text.split('|');
  return texts.map((text) => text.trim().normalize('NFC')).filter((text) => text !== '');
}

function optional(row: TableRow, column: string): string | undefined {
  const { text } = row.cell(column);
  return text === '' ? undefined : text;
}
