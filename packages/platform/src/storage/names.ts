import { createHash } from 'node:crypto';

/** An identifier as SQL text. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** PostgreSQL cuts longer identifiers silently, which would let two of them meet. */
const maxBytes = 63;

const systemColumns = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid', 'oid']);

/** Name of a dataset's table in schema `data`. */
export function tableName(dataset: string): string {
  return fits(dataset) ? dataset : shortened(dataset);
}

/** Name of a dataset's view in schema `public`; `taken` tells that another dataset has the plain one. */
export function viewName(dataset: string, taken: boolean): string {
  const plain = dataset.replaceAll(/[.-]/g, '_');
  return fits(plain) && !taken ? plain : shortened(plain, dataset);
}

/** Name of the column for a property: the property's own where SQL allows it. A leading `_` is kept for our columns. */
export function columnName(property: string, taken: (name: string) => boolean): string {
  const usable = fits(property) && !property.startsWith('_') && !systemColumns.has(property);
  const first = usable ? property : shortened(property.replace(/^_+/, 'p_'), property);
  if (!taken(first)) return first;
  for (let number = 2; ; number++) {
    const next = shortened(property.replace(/^_+/, 'p_'), `${property}#${number}`);
    if (!taken(next)) return next;
  }
}

function fits(name: string): boolean {
  return name.length > 0 && Buffer.byteLength(name) <= maxBytes;
}

function shortened(name: string, identity = name): string {
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 10);
  let head = name;
  while (Buffer.byteLength(head) > maxBytes - 11) head = [...head].slice(0, -1).join('');
  return `${head}_${hash}`;
}
