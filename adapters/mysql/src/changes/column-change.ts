import type { CatalogueColumn } from '../catalogue.ts';
import { parseLabels } from './binlog/labels.ts';

const integers: readonly string[] = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'];
const times: ReadonlySet<string> = new Set(['time', 'datetime', 'timestamp']);
const texts: ReadonlySet<string> = new Set(['varchar', 'tinytext', 'text', 'mediumtext', 'longtext']);
const bytes: ReadonlySet<string> = new Set(['varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob']);

/**
 * Whether all values of a column are what they were when its definition became `now`, and read the same way: it has only become
 * larger. Any other conversion changes rows of which the log tells nothing.
 */
export function keepsValues(then: CatalogueColumn, now: CatalogueColumn): boolean {
  if (then.native === now.native && then.charset === now.charset) return true;
  const unsigned = ({ native }: CatalogueColumn) => native.includes('unsigned');
  if (integers.includes(then.type)) {
    return unsigned(then) === unsigned(now) && integers.indexOf(now.type) >= integers.indexOf(then.type);
  }
  if (then.type === 'decimal' && now.type === 'decimal') {
    const [before, after] = [then.scale ?? 0, now.scale ?? 0];
    // Digits behind the point are part of the text.
    return after === before && now.precision >= then.precision && (unsigned(then) || !unsigned(now));
  }
  if (times.has(then.type)) return now.type === then.type && now.fraction === then.fraction;
  if (texts.has(then.type) || then.type === 'char') {
    const charset = then.charset === now.charset || now.charset === 'utf8mb4';
    return charset && (texts.has(now.type) || now.type === then.type) && now.octets >= then.octets;
  }
  if (bytes.has(then.type)) return bytes.has(now.type) && now.octets >= then.octets;
  if ((then.type === 'enum' || then.type === 'set') && now.type === then.type) {
    const labels = parseLabels(now.native);
    return then.charset === now.charset && parseLabels(then.native).every((label, index) => labels[index] === label);
  }
  return false;
}
