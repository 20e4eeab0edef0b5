import type { Image, RedoColumn, RedoTable, Value } from './image.ts';
import { literal, quoted } from './literals.ts';
import { isSame, type Naming, rowCondition, type Style } from './statements.ts';

/** One record of what is written to a large column. */
export interface Piece {
  readonly operation: 'UPDATE' | 'SEL_LOB_LOCATOR' | 'LOB_WRITE' | 'LOB_TRIM' | 'XML DOC BEGIN' | 'XML DOC WRITE' | 'XML DOC END';
  /** Of its column in the table. */
  readonly place: number;
  readonly redo: string | null;
  readonly undo: string | null;
}

/** Characters up to which a large object lies in the row and is set by an UPDATE; bytes of a BLOB twice as many. */
const inRow = 1982;
/** Characters, or twice as many bytes, in one write. How many LogMiner takes is a belief. */
const inPiece = 2000;

/** What follows a row's own record: each large column that has got a new value. */
export function* largePieces(
  before: Image | undefined,
  after: Image,
  table: RedoTable,
  names: Naming,
  style: Style,
  { rowId, hasWholeBlocks }: { readonly rowId: string; readonly hasWholeBlocks: boolean },
): Generator<Piece> {
  for (const [place, column] of table.columns.entries()) {
    if (!['clob', 'nclob', 'blob', 'json', 'xmltype'].includes(column.type.name)) continue;
    const value = after[place] ?? null;
    if (before === undefined ? value === null : isSame(before, after, place)) continue;
    const condition = rowCondition(after, table, names, style, rowId);
    const target: Target = { names, place, column, condition, hasWholeBlocks };
    if (column.type.name === 'xmltype') yield* documentPieces(value, target);
    else yield* lobPieces(value, before?.[place] ?? null, target);
  }
}

interface Target {
  readonly names: Naming;
  readonly place: number;
  readonly column: RedoColumn;
  /** ` where …` */
  readonly condition: string;
  /** Since 23ai every write is a block of its own; before, a block is opened by SEL_LOB_LOCATOR and goes on over rows. */
  readonly hasWholeBlocks: boolean;
}

function* lobPieces(value: Value, old: Value, target: Target): Generator<Piece> {
  const { names, place, column, condition } = target;
  const set = (shown: string): Piece => ({
    operation: 'UPDATE',
    place,
    redo: `update ${names.table} set ${names.column(place)} = ${shown}${condition}`,
    undo: `update ${names.table} set ${names.column(place)} = NULL${condition}`,
  });
  const isBinary = Buffer.isBuffer(value) || column.type.name === 'json';
  const content = typeof value === 'string' && isBinary ? Buffer.from(value) : value;
  if (content === null) yield set('NULL');
  else if (content.toString().length === 0) yield set(isBinary ? 'EMPTY_BLOB()' : 'EMPTY_CLOB()');
  else if (lengthOf(content) <= inRow)
    yield set(Buffer.isBuffer(content) ? literal(content, { name: 'blob' }, bare) : literal(content, column.type, bare));
  else {
    if (old !== null) yield set(isBinary ? 'EMPTY_BLOB()' : 'EMPTY_CLOB()');
    yield* written(content, target);
  }
}

/** Only texts and bytes are written with it: no setting matters to them. */
const bare = { dateFormat: '', timestampFormat: '', timestampTzFormat: '', hasLiterals: false };

function lengthOf(value: Value): number {
  return Buffer.isBuffer(value) ? Math.ceil(value.length / 2) : String(value).length;
}

function* written(content: Value, target: Target): Generator<Piece> {
  const kind = Buffer.isBuffer(content) ? 'b' : target.column.type.name === 'nclob' ? 'nc' : 'c';
  const opening = blockOpening(target, kind);
  if (!target.hasWholeBlocks) yield { operation: 'SEL_LOB_LOCATOR', place: target.place, redo: opening, undo: null };
  let offset = 1;
  for (const part of parts(content)) {
    const length = Buffer.isBuffer(part) ? part.length : [...part].length;
    const buffer = Buffer.isBuffer(part) ? `HEXTORAW('${part.toString('hex')}')` : quoted(part);
    const write = ` buf_${kind} := ${buffer}; \n  dbms_lob.write(loc_${kind}, ${length}, ${offset}, buf_${kind});\n`;
    yield {
      operation: 'LOB_WRITE',
      place: target.place,
      redo: target.hasWholeBlocks ? `${opening}\n\n${write}END;\n\n` : write,
      undo: null,
    };
    offset += length;
  }
}

function blockOpening({ names, place, condition, hasWholeBlocks }: Target, kind: string): string {
  const length = hasWholeBlocks ? ' e_len NUMBER; \n' : '';
  return `DECLARE \n loc_c CLOB; \n buf_c VARCHAR2(6174); \n loc_b BLOB; \n buf_b RAW(6174); \n loc_nc NCLOB; \n buf_nc NVARCHAR2(6174); \n${length}BEGIN\n select ${names.column(place)} into loc_${kind} from ${names.table}${condition} for update;`;
}

/** Never through the middle of a character. */
function* parts(content: Value): Generator<Buffer | string> {
  if (Buffer.isBuffer(content)) {
    for (let start = 0; start < content.length; start += 2 * inPiece) yield content.subarray(start, start + 2 * inPiece);
    return;
  }
  const text = String(content);
  for (let start = 0, end = 0; start < text.length; start = end) {
    end = Math.min(start + inPiece, text.length);
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end--;
    yield text.slice(start, end);
  }
}

function* documentPieces(value: Value, { names, place, condition }: Target): Generator<Piece> {
  const alias = condition.replaceAll(/(^ where |\band )"/g, '$1a."');
  yield {
    operation: 'XML DOC BEGIN',
    place,
    redo: `update ${names.table} a set a.${names.column(place)} = XMLType(:1)${alias}`,
    undo: null,
  };
  if (value === null) yield { operation: 'XML DOC WRITE', place, redo: 'XML_REDO := NULL', undo: null };
  else
    for (const part of parts(Buffer.from(String(value))))
      yield { operation: 'XML DOC WRITE', place, redo: `XML_REDO := HEXTORAW('${part.toString('hex')}'):${part.length}`, undo: null };
  yield { operation: 'XML DOC END', place, redo: null, undo: null };
}
