import type { SqlType } from '../../engine.ts';

/** What types have in common: how PostgreSQL keeps them and how they convert. */
export type Kind = 'bit' | 'integer' | 'decimal' | 'money' | 'float' | 'moment' | 'offset' | 'text' | 'binary' | 'guid' | 'variant' | 'udt';

const kinds: Readonly<Record<SqlType['name'], Kind>> = {
  bit: 'bit',
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'integer',
  real: 'float',
  float: 'float',
  money: 'money',
  smallmoney: 'money',
  decimal: 'decimal',
  numeric: 'decimal',
  date: 'moment',
  datetime: 'moment',
  smalldatetime: 'moment',
  time: 'moment',
  datetime2: 'moment',
  datetimeoffset: 'offset',
  uniqueidentifier: 'guid',
  sql_variant: 'variant',
  char: 'text',
  varchar: 'text',
  nchar: 'text',
  nvarchar: 'text',
  text: 'text',
  ntext: 'text',
  xml: 'text',
  binary: 'binary',
  varbinary: 'binary',
  image: 'binary',
  udt: 'udt',
};

export function kindOf(type: SqlType): Kind {
  return kinds[type.name];
}

/** How PostgreSQL keeps the type. */
export function postgresType(type: SqlType): string {
  switch (kindOf(type)) {
    case 'bit':
      return 'smallint';
    case 'integer':
      return type.name === 'bigint' ? 'bigint' : type.name === 'int' ? 'integer' : 'smallint';
    case 'decimal':
      return type.name === 'decimal' || type.name === 'numeric' ? `numeric(${type.precision},${type.scale})` : 'numeric';
    case 'money':
      return type.name === 'money' ? 'numeric(19,4)' : 'numeric(10,4)';
    case 'float':
      return type.name === 'real' ? 'real' : 'double precision';
    case 'moment':
      return 'bigint';
    case 'offset':
      return 'numeric';
    case 'text':
    case 'variant':
      return 'text';
    case 'binary':
    case 'guid':
    case 'udt':
      return 'bytea';
  }
}

/** Microsoft Learn, "Data type precedence": the higher one wins. */
const precedence: readonly SqlType['name'][] = [
  'binary',
  'varbinary',
  'char',
  'varchar',
  'nchar',
  'nvarchar',
  'uniqueidentifier',
  'image',
  'text',
  'ntext',
  'bit',
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'smallmoney',
  'money',
  'numeric',
  'decimal',
  'real',
  'float',
  'time',
  'date',
  'smalldatetime',
  'datetime',
  'datetime2',
  'datetimeoffset',
  'xml',
  'sql_variant',
  'udt',
];

export function rank(type: SqlType): number {
  return precedence.indexOf(type.name);
}

export function isUnicode(type: SqlType): boolean {
  return type.name.startsWith('n') || type.name === 'xml';
}

/** Of a type with characters. */
export function collationNameOf(type: SqlType): string | undefined {
  return 'collation' in type ? type.collation : undefined;
}
