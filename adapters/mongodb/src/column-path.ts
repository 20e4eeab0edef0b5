/**
 * The name of a column is the path to its field: `dia_chi.xa` is the field `xa` of the document in `dia_chi`. A dot that belongs to a
 * field's name is written `\.`, a backslash `\\`.
 */
export type ColumnPath = readonly string[];

export function parseColumn(name: string): ColumnPath {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < name.length; at++) {
    const character = name[at] ?? '';
    if (character === '\\' && at + 1 < name.length) {
      at += 1;
      part += name[at] ?? '';
    } else if (character === '.') {
      parts.push(part);
      part = '';
    } else part += character;
  }
  parts.push(part);
  return parts;
}

export function formatColumn(path: ColumnPath): string {
  return path.map((part) => part.replaceAll(/[\\.]/g, '\\$&')).join('.');
}
