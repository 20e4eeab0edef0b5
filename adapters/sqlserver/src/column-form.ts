import { singleText, type ValueForm } from '@lienthong/adapter-kit';
import type { CatalogueColumn } from './catalogue.ts';
import type { ColumnPolicies } from './column-policies.ts';
import { variantText } from './variant-text.ts';

/** How the values of a column are asked for: as texts and bytes that the server makes wherever the driver's own value would be less than exact. */
export interface ColumnForm extends ValueForm {
  /** What is selected of the column, which a statement names in its own way. */
  sql(column: string): string;
}

export function formOf(column: CatalogueColumn, policies: ColumnPolicies): ColumnForm {
  const isStored = isCodePageText(column) && policies.storedText(column);
  return {
    sql: isStored ? storedSql(column) : (forms[column.type]?.(column) ?? bare),
    text: column.type === 'real' ? singleText : undefined,
    binary: binaryTypes.has(column.type),
  };
}

type Form = (column: CatalogueColumn) => (x: string) => string;

const bare = (x: string) => x;
const converted =
  (type: string, style?: number): Form =>
  () =>
  (x) =>
    `convert(${type}, ${x}${style === undefined ? '' : `, ${style}`})`;

/** By base type; the others are selected as they are: whole numbers, floats, Unicode texts, bytes, uniqueidentifier. */
const forms: Readonly<Record<string, Form>> = {
  decimal: converted('varchar(41)'),
  numeric: converted('varchar(41)'),
  money: converted('varchar(30)', 2), // style 2: all four digits
  smallmoney: converted('varchar(30)', 2),
  date: converted('varchar(10)', 23),
  datetime: converted('varchar(27)', 121),
  smalldatetime: converted('varchar(27)', 121),
  datetime2: converted('varchar(27)', 121),
  time: converted('varchar(16)', 121),
  datetimeoffset: converted('varchar(33)', 126), // 121 has a blank before the offset
  char: asUnicode,
  varchar: asUnicode,
  text: converted('nvarchar(max)'),
  ntext: converted('nvarchar(max)'),
  image: converted('varbinary(max)'),
  xml: converted('nvarchar(max)'),
  timestamp: () => (x) => `convert(varchar(18), convert(binary(8), ${x}), 1)`,
  hierarchyid: () => (x) => `${x}.ToString()`,
  geometry: withReference,
  geography: withReference,
  sql_variant: () => variantText,
};

/** The server knows its code pages: what the driver made of them may differ. */
function asUnicode({ length }: CatalogueColumn): (x: string) => string {
  const size = length === -1 || length > 4_000 ? 'max' : length;
  return (x) => `convert(nvarchar(${size}), ${x})`;
}

function withReference(): (x: string) => string {
  return (x) => `convert(binary(4), ${x}.STSrid) + ${x}.AsBinaryZM()`;
}

function storedSql(column: CatalogueColumn): (x: string) => string {
  if (column.type === 'text') return (x) => `convert(varbinary(max), convert(varchar(max), ${x}))`;
  const size = column.length === -1 ? 'max' : column.length;
  return (x) => `convert(varbinary(${size}), ${x})`;
}

/** Texts whose bytes mean what the code page of the column's collation says. */
function isCodePageText({ type }: CatalogueColumn): boolean {
  return type === 'char' || type === 'varchar' || type === 'text';
}

const binaryTypes: ReadonlySet<string> = new Set(['binary', 'varbinary', 'image', 'geometry', 'geography']);
