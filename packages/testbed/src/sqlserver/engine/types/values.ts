import { SqlServerError, type SqlType, type SqlValue, type Variant } from '../../engine.ts';
import { decodeText, encodeText } from './code-pages.ts';
import { collationOf } from './collations.ts';
import { kindOf, postgresType } from './kinds.ts';
import { dayText, momentText, offsetText, ticksOf, timeText } from './moments.ts';

/** Where the stored order of a uniqueidentifier has the bytes of its text (see library/texts.ts). */
const guidBytes = [15, 14, 13, 12, 11, 10, 9, 8, 6, 7, 0, 1, 2, 3, 4, 5];

/** From PostgreSQL's text of a value to the value. */
export function decoder(type: SqlType): (text: string) => SqlValue {
  switch (type.name) {
    case 'bit':
      return (text) => text !== '0';
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'real':
    case 'float':
      return Number;
    case 'bigint':
      return BigInt;
    case 'date':
      return (text) => dayText(Number(BigInt(text) / 864_000_000_000n));
    case 'time':
      return (text) => timeText(BigInt(text) % 864_000_000_000n, type.scale);
    case 'datetime':
      return (text) => momentText(BigInt(text), 3);
    case 'smalldatetime':
      return (text) => momentText(BigInt(text), 0);
    case 'datetime2':
      return type.scale === 3
        ? (text) => momentText((BigInt(text) / 10_000n) * 10_000n, 3)
        : (text) => momentText(BigInt(text), type.scale);
    case 'datetimeoffset':
      return (text) => offsetText(BigInt(text), type.scale);
    case 'uniqueidentifier':
      return (text) => guidText(Buffer.from(text.slice(2), 'hex'));
    case 'char':
    case 'varchar':
    case 'text': {
      const { codePage } = collationOf(type.collation);
      return (text) => encodeText(text, codePage);
    }
    case 'binary':
    case 'varbinary':
    case 'image':
    case 'udt':
      return (text) => Buffer.from(text.slice(2), 'hex');
    case 'sql_variant':
      return variantOf;
    default:
      return (text) => text;
  }
}

function guidText(stored: Buffer): string {
  const hex = Buffer.from(guidBytes.map((from) => stored[from] ?? 0))
    .toString('hex')
    .toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A sql_variant is kept as its type in JSON, a bar, and the text of its value. */
function variantOf(text: string): Variant {
  const end = text.indexOf('}|') + 1;
  // The engine wrote it, from a type.
  const type = JSON.parse(text.slice(0, end)) as SqlType;
  // No variant holds a variant or NULL.
  return { type, value: decoder(type)(text.slice(end + 1)) as Variant['value'] };
}

/** From a value to PostgreSQL's text of it. */
export function encode(value: Exclude<SqlValue, null>, type: SqlType): string {
  switch (kindOf(type)) {
    case 'bit':
      return value === true || value === 1 ? '1' : '0';
    case 'moment':
    case 'offset':
      return String(ticksOf(plain(value)));
    case 'guid': {
      const bytes = Buffer.from(plain(value).replaceAll('-', ''), 'hex');
      const stored = Buffer.alloc(16);
      for (const [index, at] of guidBytes.entries()) stored[at] = bytes[index] ?? 0;
      return `\\x${stored.toString('hex')}`;
    }
    case 'text':
      return textOf(value, type);
    case 'binary':
    case 'udt':
      return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : plain(value);
    case 'variant': {
      const { type: inner, value: held } = value as Variant;
      return `${JSON.stringify(inner)}|${encode(held, inner)}`;
    }
    default:
      return plain(value);
  }
}

/** A value that is no bytes and no variant, as text. */
function plain(value: Exclude<SqlValue, null>): string {
  if (typeof value === 'object') throw new Error('A value of bytes or a sql_variant came where its type has a plain one.');
  return String(value);
}

function textOf(value: Exclude<SqlValue, null>, type: SqlType): string {
  const text = Buffer.isBuffer(value)
    ? decodeText(value, 'collation' in type ? collationOf(type.collation).codePage : 65_001)
    : plain(value);
  if (text.includes('\0')) throw new SqlServerError(40510, 'The character U+0000 in a text is not supported by this server.');
  if (/\p{Cs}/u.test(text)) throw new SqlServerError(40510, 'Half a surrogate pair in a text is not supported by this server.');
  return text;
}

/** PostgreSQL's literal; `text` is what `encode` gives. */
export function literal(text: string | null, type: SqlType): string {
  return text === null ? `null::${postgresType(type)}` : `'${text.replaceAll("'", "''")}'::${postgresType(type)}`;
}
