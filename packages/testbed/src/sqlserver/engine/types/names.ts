import { SqlServerError, type SqlType } from '../../engine.ts';
import type { TypeName } from '../syntax/ast.ts';

/** Of `sys.types`: the number is `system_type_id` and, but for sysname and the CLR types, `user_type_id`. */
export interface TypeFacts {
  readonly systemId: number;
  readonly userId: number;
  readonly maxLength: number;
  readonly precision: number;
  readonly scale: number;
}

const fact = (systemId: number, maxLength: number, precision = 0, scale = 0, userId = systemId): TypeFacts => ({
  systemId,
  userId,
  maxLength,
  precision,
  scale,
});

/** `select * from sys.types` of SQL Server 2022. */
export const typeFacts: ReadonlyMap<string, TypeFacts> = new Map([
  ['image', fact(34, 16)],
  ['text', fact(35, 16)],
  ['uniqueidentifier', fact(36, 16)],
  ['date', fact(40, 3, 10)],
  ['time', fact(41, 5, 16, 7)],
  ['datetime2', fact(42, 8, 27, 7)],
  ['datetimeoffset', fact(43, 10, 34, 7)],
  ['tinyint', fact(48, 1, 3)],
  ['smallint', fact(52, 2, 5)],
  ['int', fact(56, 4, 10)],
  ['smalldatetime', fact(58, 4, 16)],
  ['real', fact(59, 4, 24)],
  ['money', fact(60, 8, 19, 4)],
  ['datetime', fact(61, 8, 23, 3)],
  ['float', fact(62, 8, 53)],
  ['sql_variant', fact(98, 8016)],
  ['ntext', fact(99, 16)],
  ['bit', fact(104, 1, 1)],
  ['decimal', fact(106, 17, 38, 38)],
  ['numeric', fact(108, 17, 38, 38)],
  ['smallmoney', fact(122, 4, 10, 4)],
  ['bigint', fact(127, 8, 19)],
  ['varbinary', fact(165, 8000)],
  ['varchar', fact(167, 8000)],
  ['binary', fact(173, 8000)],
  ['char', fact(175, 8000)],
  ['timestamp', fact(189, 8)],
  ['nvarchar', fact(231, 8000)],
  ['nchar', fact(239, 8000)],
  ['hierarchyid', fact(240, 892, 0, 0, 128)],
  ['geometry', fact(240, -1, 0, 0, 129)],
  ['geography', fact(240, -1, 0, 0, 130)],
  ['xml', fact(241, -1)],
  ['sysname', fact(231, 256, 0, 0, 256)],
]);

/** Other words for the same types. */
const synonyms: Readonly<Record<string, string>> = {
  integer: 'int',
  dec: 'decimal',
  rowversion: 'timestamp',
  character: 'char',
  'national character': 'nchar',
};

/** A type that a statement names, and the name that `sys.types` has for it (`timestamp`, which is binary(8), and `sysname`). */
export interface NamedType {
  readonly type: SqlType;
  readonly name: string;
}

/** Refuses with 243 an unknown name, with 2716, 2717, 1002 or 131 a wrong size. `lengthless` is the length of a text without one: 1 in a definition, 30 in CAST. */
export function namedType({ name, arguments: sizes, line }: TypeName, collation: string, lengthless: number): NamedType {
  const known = Object.hasOwn(synonyms, name) ? (synonyms[name] ?? name) : name;
  if (!typeFacts.has(known)) throw new SqlServerError(243, `Type ${name} is not a defined system type.`, { line });
  const refuseSize = (number: number, message: string): never => {
    throw new SqlServerError(number, message, { line });
  };
  return { type: sizedType(known, sizes, collation, lengthless, refuseSize), name: typeName(known, sizes) };
}

/** `float(24)` and shorter is `real`. */
function typeName(name: string, [first]: TypeName['arguments']): string {
  return name === 'float' && typeof first === 'number' && first <= 24 ? 'real' : name;
}

type Refuse = (number: number, message: string) => never;

function sizedType(name: string, sizes: TypeName['arguments'], collation: string, lengthless: number, refuse: Refuse): SqlType {
  switch (name) {
    case 'decimal':
    case 'numeric':
      return decimalType(name, sizes, refuse);
    case 'float':
      return { name: typeName(name, sizes) as 'real' | 'float' };
    case 'time':
    case 'datetime2':
    case 'datetimeoffset': {
      const [scale = 7] = sizes;
      return scale === 'max' || scale > 7 ? refuse(1002, `Specified scale ${scale} is invalid.`) : { name, scale };
    }
    case 'char':
    case 'varchar':
      return { name, length: lengthOf(name, sizes[0] ?? lengthless, 8000, refuse), collation };
    case 'nchar':
    case 'nvarchar':
      return { name, length: lengthOf(name, sizes[0] ?? lengthless, 4000, refuse), collation };
    case 'binary':
    case 'varbinary':
      return { name, length: lengthOf(name, sizes[0] ?? lengthless, 8000, refuse) };
    default:
      if (sizes.length > 0) return refuse(2716, `Column, parameter, or variable #1: Cannot specify a column width on data type ${name}.`);
      return plainType(name, collation);
  }
}

function decimalType(name: 'decimal' | 'numeric', [precision = 18, scale = 0]: TypeName['arguments'], refuse: Refuse): SqlType {
  if (precision === 'max' || scale === 'max' || precision < 1 || precision > 38) {
    return refuse(2750, `Column or parameter #1: Specified column precision ${precision} is greater than the maximum precision of 38.`);
  }
  return scale > precision ? refuse(192, 'The scale must be less than or equal to the precision.') : { name, precision, scale };
}

/** Only the types that vary know `max`. */
function lengthOf(name: string, length: number | 'max', most: number, refuse: Refuse): number | 'max' {
  const isRight = length === 'max' ? name.includes('var') : length >= 1 && length <= most;
  return isRight
    ? length
    : refuse(131, `The size (${length}) given to the type '${name}' exceeds the maximum allowed for any data type (${most}).`);
}

function plainType(name: string, collation: string): SqlType {
  switch (name) {
    case 'timestamp':
      return { name: 'binary', length: 8 };
    case 'sysname':
      return { name: 'nvarchar', length: 128, collation };
    case 'text':
    case 'ntext':
      return { name, collation };
    case 'hierarchyid':
    case 'geometry':
    case 'geography':
      return {
        name: 'udt',
        typeName: name,
        assembly: `Microsoft.SqlServer.Types.Sql${name === 'hierarchyid' ? 'HierarchyId' : name[0]?.toUpperCase() + name.slice(1)}, Microsoft.SqlServer.Types, Version=11.0.0.0, Culture=neutral, PublicKeyToken=89845dcd8080cc91`,
      };
    default:
      // Every name without sizes that is left in `typeFacts` is a type of its own name alone.
      return { name } as SqlType;
  }
}

/** `max_length` of sys.columns: bytes, -1 for max and the large ones. */
export function maxLength(type: SqlType): number {
  switch (type.name) {
    case 'char':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return type.length === 'max' ? -1 : type.length;
    case 'nchar':
    case 'nvarchar':
      return type.length === 'max' ? -1 : type.length * 2;
    case 'decimal':
    case 'numeric':
      return decimalBytes(type.precision);
    case 'time':
      return type.scale < 3 ? 3 : type.scale < 5 ? 4 : 5;
    case 'datetime2':
      return type.scale < 3 ? 6 : type.scale < 5 ? 7 : 8;
    case 'datetimeoffset':
      return type.scale < 3 ? 8 : type.scale < 5 ? 9 : 10;
    case 'udt':
      return type.typeName === 'hierarchyid' ? 892 : -1;
    default:
      return typeFacts.get(type.name)?.maxLength ?? 0;
  }
}

function decimalBytes(precision: number): number {
  if (precision < 10) return 5;
  if (precision < 20) return 9;
  return precision < 29 ? 13 : 17;
}

/** `precision` and `scale` of sys.columns. */
export function precisionAndScale(type: SqlType): readonly [number, number] {
  switch (type.name) {
    case 'decimal':
    case 'numeric':
      return [type.precision, type.scale];
    case 'time':
      return [type.scale === 0 ? 8 : 9 + type.scale, type.scale];
    case 'datetime2':
      return [type.scale === 0 ? 19 : 20 + type.scale, type.scale];
    case 'datetimeoffset':
      return [type.scale === 0 ? 26 : 27 + type.scale, type.scale];
    default: {
      const facts = typeFacts.get(type.name);
      return [facts?.precision ?? 0, facts?.scale ?? 0];
    }
  }
}
