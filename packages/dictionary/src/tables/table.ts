import { type CsvCell, type CsvRow, parseCsv } from './csv.ts';
import { nearest } from './nearest.ts';
import { type Place, start, type TableProblems } from './problem.ts';

export interface TableRow extends Place {
  /** The cell of a column of the table; an optional column that the file leaves out gives an empty cell. */
  cell(column: string): CsvCell;
}

export interface TableColumns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** The rows behind the header. The header names the columns, in any order: all that are required and none that is not known. */
export function readTable(text: string, columns: TableColumns, problems: TableProblems): readonly TableRow[] {
  const [header, ...rows] = parseCsv(text, problems);
  if (header === undefined) {
    problems.add('list-empty', start, 'the file is empty', `begin it with a header line: ${columns.required.join(',')}`);
    return [];
  }
  const positions = readHeader(header, columns, problems);
  if (positions === undefined) return [];
  if (rows.length === 0)
    problems.add('list-empty', { line: header.line, column: 1 }, 'the file has a header and no line behind it', 'add the entries');
  return rows.filter((row) => hasWidth(row, header, problems)).map((row) => tableRow(row, positions));
}

/** A cell that must say something; blanks around it are refused, because a code with a blank is another code. */
export function requireCell(row: TableRow, column: string, problems: TableProblems): CsvCell | undefined {
  const cell = row.cell(column);
  if (cell.text.trim() === '') problems.add('cell-empty', cell, `${column} is empty`, `write the ${column} of the entry`);
  else if (cell.text !== cell.text.trim())
    problems.add('cell-untidy', cell, `${column} begins or ends with a blank`, 'remove the blanks around it');
  else return cell;
  return undefined;
}

function readHeader(header: CsvRow, columns: TableColumns, problems: TableProblems): ReadonlyMap<string, number> | undefined {
  const known = [...columns.required, ...columns.optional];
  if (header.cells.length === 1 && /[;\t|]/.test(header.cells[0]?.text ?? '')) {
    problems.add('csv-separator', { line: header.line, column: 1 }, 'the header has no comma', 'separate cells with commas');
    return undefined;
  }
  const before = problems.found.length;
  const positions = new Map<string, number>();
  for (const [position, cell] of header.cells.entries()) {
    const name = cell.text.trim();
    if (!known.includes(name))
      problems.add('column-unknown', cell, `column ${position + 1} of the header has no meaning here`, meant(name, known));
    else if (positions.has(name)) problems.add('column-duplicate', cell, `the header names ${name} twice`, 'keep one of them');
    else positions.set(name, position);
  }
  for (const name of columns.required)
    if (!positions.has(name))
      problems.add(
        'column-missing',
        { line: header.line, column: 1 },
        `the header lacks the column ${name}`,
        `columns are ${known.join(', ')}`,
      );
  return problems.found.length > before ? undefined : positions;
}

function meant(name: string, known: readonly string[]): string {
  const [near] = nearest(
    name.toLowerCase(),
    known.map((column) => [column, column] as const),
  );
  return near === undefined ? `remove it; columns are ${known.join(', ')}` : `write ${near}, if that is meant`;
}

function hasWidth(row: CsvRow, header: CsvRow, problems: TableProblems): boolean {
  if (row.cells.length === header.cells.length) return true;
  const place = row.cells[header.cells.length] ?? row.cells.at(-1) ?? { line: row.line, column: 1 };
  problems.add(
    'csv-width',
    place,
    `the line has ${row.cells.length} cells and the header ${header.cells.length}`,
    'put a cell that holds a comma between quotation marks, or add the missing commas',
  );
  return false;
}

function tableRow(row: CsvRow, positions: ReadonlyMap<string, number>): TableRow {
  const empty: CsvCell = { line: row.line, column: 1, text: '' };
  return { line: row.line, column: 1, cell: (column) => row.cells[positions.get(column) ?? -1] ?? empty };
}
