import type { TypeName } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** A type as it is written: `VARCHAR2(20 CHAR)`, `TIMESTAMP(9) WITH TIME ZONE`, `INTERVAL DAY(3) TO SECOND(6)`. */
export function parseType(cursor: Cursor): TypeName {
  const { kind, text } = cursor.peek();
  if (kind !== 'word' && kind !== 'quoted') cursor.fail(902, 'invalid datatype');
  cursor.next();
  if (text === 'INTERVAL') return intervalType(cursor);
  const name = words(cursor, text);
  const sizes: number[] = [];
  let unit: TypeName['unit'];
  if (cursor.accept('(')) {
    do {
      const isNegative = cursor.accept('-');
      if (cursor.accept('*')) sizes.push(38);
      else sizes.push(cursor.integer() * (isNegative ? -1 : 1));
      if (cursor.accept('CHAR')) unit = 'CHAR';
      else if (cursor.accept('BYTE')) unit = 'BYTE';
    } while (cursor.accept(','));
    cursor.expect(')');
  }
  if (name !== 'TIMESTAMP' || !cursor.accept('WITH')) return { name, sizes, unit };
  const local = cursor.accept('LOCAL');
  cursor.expect('TIME', 'ZONE');
  return { name: local ? 'TIMESTAMP WITH LOCAL TIME ZONE' : 'TIMESTAMP WITH TIME ZONE', sizes, unit };
}

/** Names of several words as the one that they mean. */
function words(cursor: Cursor, first: string): string {
  let name = first;
  if (name === 'SYS' && cursor.accept('.')) name = cursor.name();
  if (name === 'LONG' && cursor.accept('RAW')) name = 'LONG RAW';
  if (name === 'DOUBLE') {
    cursor.expect('PRECISION');
    name = 'DOUBLE PRECISION';
  }
  if ((name === 'CHAR' || name === 'CHARACTER' || name === 'NCHAR') && cursor.accept('VARYING'))
    name = `${name === 'NCHAR' ? 'N' : ''}VARCHAR2`;
  if (name === 'NATIONAL') {
    if (!cursor.accept('CHARACTER')) cursor.expect('CHAR');
    name = cursor.accept('VARYING') ? 'NVARCHAR2' : 'NCHAR';
  }
  return name;
}

function intervalType(cursor: Cursor): TypeName {
  const size = (otherwise: number): number => {
    if (!cursor.accept('(')) return otherwise;
    const value = cursor.integer();
    cursor.expect(')');
    return value;
  };
  if (cursor.accept('YEAR')) {
    const precision = size(2);
    cursor.expect('TO', 'MONTH');
    return { name: 'INTERVAL YEAR TO MONTH', sizes: [precision], unit: undefined };
  }
  cursor.expect('DAY');
  const precision = size(2);
  cursor.expect('TO', 'SECOND');
  return { name: 'INTERVAL DAY TO SECOND', sizes: [precision, size(6)], unit: undefined };
}
