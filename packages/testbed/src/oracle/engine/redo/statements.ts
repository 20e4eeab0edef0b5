import { type Change, type Image, isLarge, type RedoTable } from './image.ts';
import { type Encode, internalBytes } from './internal-bytes.ts';
import { literal, type Notation, quoted } from './literals.ts';

/** How a mining session wants its statements. */
export interface Style extends Notation {
  /** Without NO_ROWID_IN_STMT. */
  readonly withRowIds: boolean;
}

export interface Statement {
  readonly redo: string;
  readonly undo: string | null;
}

/** A table under the names that LogMiner has for it, and how it writes its values. */
export interface Naming {
  readonly table: string;
  readonly column: (place: number) => string;
  readonly value: (image: Image, place: number) => string;
}

export function knownNames(table: RedoTable, style: Style): Naming {
  return {
    table: `"${table.owner}"."${table.name}"`,
    column: (place) => `"${table.columns[place]?.name ?? ''}"`,
    value: (image, place) => {
      const column = table.columns[place];
      return column === undefined ? 'NULL' : literal(image[place] ?? null, column.type, style);
    },
  };
}

/** Of a table that the dictionary knows no more, or otherwise: numbers for names, and the bytes of the block. */
export function unknownNames(table: RedoTable, objectId: number, encode: Encode): Naming {
  return {
    table: `"UNKNOWN"."OBJ# ${objectId}"`,
    column: (place) => `"COL ${table.columns[place]?.position ?? 0}"`,
    value: (image, place) => {
      const [value, column] = [image[place] ?? null, table.columns[place]];
      return value === null || column === undefined ? 'NULL' : `HEXTORAW('${internalBytes(value, column.type, encode).toString('hex')}')`;
    },
  };
}

/** The values that a large column's place in the row is made of at first. */
const emptyLarge = (name: string): string => (name === 'blob' || name === 'json' ? 'EMPTY_BLOB()' : 'EMPTY_CLOB()');

/** The statement of a row without what is large in it, and the one that takes it back. Undefined when only large columns changed. */
export function rowStatement(change: Change, table: RedoTable, names: Naming, style: Style, rowId: string): Statement | undefined {
  const places = table.columns.map((_, place) => place);
  const small = places.filter((place) => !isLargeAt(table, place));
  const identified = (image: Image, of: readonly number[]): string => where(image, of, names, table, style, rowId);
  const inserted = (image: Image): string => {
    const shown = places.filter((place) => table.columns[place]?.type.name !== 'xmltype');
    const values = shown.map((place) => {
      const type = table.columns[place]?.type;
      return type !== undefined && isLarge(type) && (image[place] ?? null) !== null ? emptyLarge(type.name) : names.value(image, place);
    });
    return `insert into ${names.table}(${shown.map(names.column).join(',')}) values (${values.join(',')})`;
  };
  if (change.operation === 'insert')
    return { redo: inserted(change.after), undo: `delete from ${names.table}${identified(change.after, small)}` };
  if (change.operation === 'delete')
    return { redo: `delete from ${names.table}${identified(change.before, small)}`, undo: inserted(change.before) };
  const changed = small.filter((place) => !isSame(change.before, change.after, place));
  const isWhole = places.every((place) => isSame(change.before, change.after, place));
  if (changed.length === 0 && !isWhole) return undefined;
  // What a statement set to the value that it had is in real redo too; which columns those were the journal does not know.
  const set = changed.length > 0 ? changed : small.slice(0, 1);
  const shown = loggedPlaces(table, set).filter((place) => small.includes(place));
  return {
    redo: `update ${names.table} set ${assigned(change.after, set, names)}${identified(change.before, shown)}`,
    undo: `update ${names.table} set ${assigned(change.before, set, names)}${identified(change.after, shown)}`,
  };
}

/**
 * A change that takes an earlier one back (ROLLBACK = 1): it names its row by ROWID alone, and nothing undoes it. Under NO_ROWID_IN_STMT
 * an undone insert or update therefore has no condition left.
 */
export function undoneStatement(change: Change, table: RedoTable, names: Naming, style: Style, rowId: string): Statement | undefined {
  if (change.operation === 'insert') {
    const whole = rowStatement(change, table, names, style, rowId);
    return whole === undefined ? undefined : { redo: whole.redo, undo: null };
  }
  const condition = style.withRowIds ? ` where ROWID = '${rowId}'` : '';
  if (change.operation === 'delete') return { redo: `delete from ${names.table}${condition}`, undo: null };
  const small = table.columns.map((_, place) => place).filter((place) => !isLargeAt(table, place));
  const changed = small.filter((place) => !isSame(change.before, change.after, place));
  const set = changed.length > 0 ? changed : small.slice(0, 1);
  return { redo: `update ${names.table} set ${assigned(change.after, set, names)}${condition}`, undo: null };
}

/** What tells a row of which a large column is written apart, by the columns that are logged. */
export function rowCondition(image: Image, table: RedoTable, names: Naming, style: Style, rowId: string): string {
  const shown = loggedPlaces(table, []).filter((place) => !isLargeAt(table, place));
  return where(image, shown, names, table, { ...style, withRowIds: style.withRowIds || shown.length === 0 }, rowId);
}

export function isSame(before: Image, after: Image, place: number): boolean {
  const [left, right] = [before[place] ?? null, after[place] ?? null];
  return Buffer.isBuffer(left) && Buffer.isBuffer(right) ? left.equals(right) : Object.is(left, right);
}

/** The changed columns and what supplemental logging adds to them, in the table's order. */
function loggedPlaces({ columns, logging }: RedoTable, changed: readonly number[]): readonly number[] {
  const together = logging.together.filter((group) => group.some((place) => changed.includes(place))).flat();
  const logged = new Set([...changed, ...logging.always, ...together]);
  return columns.map((_, place) => place).filter((place) => logged.has(place));
}

function isLargeAt({ columns }: RedoTable, place: number): boolean {
  const type = columns[place]?.type;
  // A LONG is written with its row but never compared.
  return type !== undefined && isLarge(type);
}

function assigned(image: Image, places: readonly number[], names: Naming): string {
  return places.map((place) => `${names.column(place)} = ${names.value(image, place)}`).join(', ');
}

function where(image: Image, places: readonly number[], names: Naming, table: RedoTable, style: Style, rowId: string): string {
  const comparable = places.filter((place) => !table.columns[place]?.type.name.startsWith('long'));
  const conditions = comparable.map((place) =>
    (image[place] ?? null) === null ? `${names.column(place)} IS NULL` : `${names.column(place)} = ${names.value(image, place)}`,
  );
  if (style.withRowIds && table.hasRowIds) conditions.push(`ROWID = ${quoted(rowId)}`);
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}
