import { readBytesAs } from '@lienthong/dictionary';
import type { ColumnType, LegacyRow, LegacyTable } from '../table.ts';
import { type Engine, grouped } from './engine.ts';

/** What a migration to documents leaves: columns as fields, blanks of fixed widths kept, fonts' bytes as Latin-1 characters. */
export const mongodb: Engine = {
  tool: 'mongosh',
  schema(table) {
    const habits = table.columns.map(({ name, habit }) => `//   ${name}: ${habit}`).join('\n');
    const key = table.key.length === 0 ? '_id is an ObjectId: no key was declared' : `_id is { ${table.key.join(', ')} }`;
    return `// ${table.habit}\n// ${key}; fields:\n${habits}\ndb.getSiblingDB(${JSON.stringify(table.schema)}).createCollection(${JSON.stringify(table.name)});\n`;
  },
  *load(table, rows) {
    for (const group of grouped(rows, 500)) yield group.map((row) => `${JSON.stringify(document(table, row))}\n`).join('');
  },
};

type Field = string | null | { readonly [type: string]: string | { readonly [member: string]: string } };

/** Extended JSON v2, canonical, as mongoimport reads it. */
function document(table: LegacyTable, row: LegacyRow): Readonly<Record<string, unknown>> {
  const fields = Object.fromEntries(table.columns.map(({ name, type }) => [name, field(row[name] ?? null, type)]));
  if (table.key.length === 0) return fields;
  return { _id: Object.fromEntries(table.key.map((name) => [name, fields[name]])), ...fields };
}

function field(cell: LegacyRow[string], type: ColumnType): Field {
  if (cell === null || cell === undefined) return null;
  if (type.kind === 'file') {
    const base64 = (typeof cell === 'string' ? Buffer.from(cell, 'utf8') : Buffer.from(cell)).toString('base64');
    return { $binary: { base64, subType: '00' } };
  }
  const text = typeof cell === 'string' ? cell : readBytesAs(cell, 'latin1');
  switch (type.kind) {
    case 'char':
      return text.padEnd(type.length);
    case 'number':
      return type.scale === 0 && type.precision <= 18 ? { $numberLong: text } : { $numberDecimal: text };
    case 'date':
    case 'timestamp':
      // The migration took local hours for UTC, as many did.
      return { $date: { $numberLong: String(Date.parse(`${text.replace(' ', 'T')}${type.kind === 'date' ? 'T00:00:00' : ''}Z`)) } };
    default:
      return text;
  }
}
