import { type Place, start, type TableProblems } from './problem.ts';

export interface CsvCell extends Place {
  readonly text: string;
}

export interface CsvRow {
  readonly line: number;
  readonly cells: readonly CsvCell[];
}

const maxLength = 32 * 1024 * 1024;

/** Rows of comma-separated text (RFC 4180, LF or CRLF, with or without byte order mark); empty lines are left out. */
export function parseCsv(text: string, problems: TableProblems): readonly CsvRow[] {
  if (text.length > maxLength) {
    problems.add('too-large', start, 'the text has more than 32 million characters', 'load one list at a time');
    return [];
  }
  const reading: Reading = { text, problems, index: text.startsWith('\ufeff') ? 1 : 0, line: 1, lineStart: 0 };
  reading.lineStart = reading.index;
  const rows: CsvRow[] = [];
  while (reading.index < text.length) {
    const row = readRow(reading);
    if (row.cells.length > 1 || row.cells[0]?.text !== '') rows.push(row);
  }
  return rows;
}

interface Reading {
  readonly text: string;
  readonly problems: TableProblems;
  index: number;
  line: number;
  lineStart: number;
}

function readRow(reading: Reading): CsvRow {
  const { line } = reading;
  const cells: CsvCell[] = [];
  for (;;) {
    cells.push(reading.text[reading.index] === '"' ? readQuoted(reading) : readPlain(reading));
    const next = reading.text[reading.index];
    reading.index++;
    if (next === ',') continue;
    if (next === '\r' && reading.text[reading.index] === '\n') reading.index++;
    newLine(reading);
    return { line, cells };
  }
}

const endOfPlain = /[,\n]|\r\n|\r$/g;

function readPlain(reading: Reading): CsvCell {
  const place = placeOf(reading);
  endOfPlain.lastIndex = reading.index;
  const end = endOfPlain.exec(reading.text)?.index ?? reading.text.length;
  const text = reading.text.slice(reading.index, end);
  const quote = text.indexOf('"');
  if (quote >= 0)
    reading.problems.add(
      'csv-quote',
      { line: place.line, column: place.column + quote },
      'a quotation mark stands inside a cell that does not begin with one',
      'put the whole cell between quotation marks and double the one inside',
    );
  reading.index = end;
  return checked(reading, { ...place, text });
}

function readQuoted(reading: Reading): CsvCell {
  const place = placeOf(reading);
  let text = '';
  reading.index++;
  for (;;) {
    const close = reading.text.indexOf('"', reading.index);
    if (close < 0) {
      reading.problems.add('csv-quote', place, 'the quotation mark that opens here is never closed', 'close it at the end of the cell');
      reading.index = reading.text.length;
      return { ...place, text };
    }
    text += advance(reading, close);
    reading.index = close + 1;
    if (reading.text[reading.index] !== '"') break;
    text += '"';
    reading.index++;
  }
  const behind = readBehindQuotes(reading);
  return checked(reading, { ...place, text: text + behind });
}

function readBehindQuotes(reading: Reading): string {
  endOfPlain.lastIndex = reading.index;
  const end = endOfPlain.exec(reading.text)?.index ?? reading.text.length;
  const behind = reading.text.slice(reading.index, end);
  if (behind !== '')
    reading.problems.add(
      'csv-quote',
      placeOf(reading),
      'text follows the closing quotation mark of a cell',
      'end the cell with its quotation mark',
    );
  reading.index = end;
  return behind;
}

/** The text up to an index, with the lines in it counted. */
function advance(reading: Reading, end: number): string {
  const part = reading.text.slice(reading.index, end);
  for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) {
    reading.line++;
    reading.lineStart = reading.index + at + 1;
  }
  return part;
}

function newLine(reading: Reading): void {
  reading.line++;
  reading.lineStart = reading.index;
}

function placeOf({ line, index, lineStart }: Reading): Place {
  return { line, column: index - lineStart + 1 };
}

// U+FFFD is what a decoder leaves of bytes that are not UTF-8.
const damage = /[\u0000\ufffd]|\p{Surrogate}/u;

function checked({ problems }: Reading, cell: CsvCell): CsvCell {
  if (damage.test(cell.text))
    problems.add(
      'text-damaged',
      cell,
      'the cell holds U+0000, U+FFFD or half a surrogate pair: the file was read in the wrong encoding',
      'save the file as UTF-8 and read it as UTF-8',
    );
  return cell;
}
