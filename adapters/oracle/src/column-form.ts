import { singleText, type ValueForm } from '@lienthong/adapter-kit';
import type { CatalogueColumn } from './catalogue.ts';
import type { ColumnPolicies } from './column-policies.ts';

/** How the values of a column are asked for: as texts that the server makes wherever the driver's own value would be less than exact. */
export interface ColumnForm extends ValueForm {
  /** What is selected of the column, which a statement names in its own way. */
  sql(column: string): string;
  /** The bytes of a text, as they are stored. */
  readonly stored: boolean;
  /** No log holds it whole. */
  readonly large: boolean;
}

export function formOf(column: CatalogueColumn, policies: ColumnPolicies): ColumnForm {
  const stored = isStoredText(column) && policies.storedText(column);
  return {
    sql: stored ? (x) => `utl_raw.cast_to_raw(${x})` : (forms[column.type]?.(column) ?? ((x) => x)),
    text: column.type === 'BINARY_FLOAT' ? singleText : undefined,
    tidy: isTime(column) ? tidyTime : column.type === 'NUMBER' || column.type === 'FLOAT' ? tidyNumber : undefined,
    binary: binaryTypes.has(column.type),
    stored,
    large: largeTypes.has(column.type) || column.length > longestLogged,
  };
}

type Form = (column: CatalogueColumn) => (x: string) => string;

/** By type; the others are selected as they are: numbers, which the driver gives as texts, texts, bytes, large objects, rowids. */
const forms: Readonly<Record<string, Form>> = {
  DATE: () => (x) => `to_char(${x}, '${formatOf('DATE', 0)}')`,
  TIMESTAMP: timeForm,
  'TIMESTAMP WITH TIME ZONE': timeForm,
  'TIMESTAMP WITH LOCAL TIME ZONE': timeForm,
  'INTERVAL YEAR TO MONTH': () => (x) => `to_char(${x})`,
  'INTERVAL DAY TO SECOND': () => (x) => `to_char(${x})`,
  XMLTYPE: () => (x) => `xmlserialize(content ${x} as clob)`,
  JSON: () => (x) => `json_serialize(${x} returning clob)`,
  BOOLEAN: () => (x) => `to_number(${x})`,
};

function timeForm({ type, scale }: CatalogueColumn): (x: string) => string {
  return (x) => `to_char(${x}, '${formatOf(type, scale ?? 6)}')`;
}

/** The year has a sign, or a blank in its place. */
export function formatOf(type: string, digits: number): string {
  const seconds = `SYYYY-MM-DD HH24:MI:SS${digits === 0 ? '' : `.FF${digits}`}`;
  return type.endsWith('TIME ZONE') ? `${seconds}TZH:TZM` : seconds;
}

export function isTime({ type }: CatalogueColumn): boolean {
  return type === 'DATE' || type.startsWith('TIMESTAMP');
}

/** Texts whose bytes mean what the character set of the database says. */
function isStoredText({ type }: CatalogueColumn): boolean {
  return type === 'CHAR' || type === 'VARCHAR2';
}

const binaryTypes: ReadonlySet<string> = new Set(['RAW', 'BLOB', 'LONG RAW']);
const largeTypes: ReadonlySet<string> = new Set(['CLOB', 'NCLOB', 'BLOB', 'LONG', 'LONG RAW', 'XMLTYPE', 'JSON']);
/** Bytes; longer texts are kept as large objects (`max_string_size = extended`). */
const longestLogged = 4_000;

export function tidyText(text: string, { tidy }: ColumnForm): string {
  return tidy === undefined ? text : tidy(text);
}

/** The blank stands in the place of the sign of a year. */
function tidyTime(text: string): string {
  return text.startsWith(' ') ? text.slice(1) : text;
}

/** The driver leaves the zero before a point out. */
function tidyNumber(text: string): string {
  if (text.startsWith('.')) return `0${text}`;
  return text.startsWith('-.') ? `-0${text.slice(1)}` : text;
}
