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
  if (integers.includes(then.type)) return keepsIntegers(then, now);
  if (then.type === 'decimal') return keepsDecimals(then, now);
  if (times.has(then.type)) return now.type === then.type && now.fraction === then.fraction;
  if (texts.has(then.type) || then.type === 'char') return keepsTexts(then, now);
  if (bytes.has(then.type)) return bytes.has(now.type) && now.octets >= then.octets;
  return (then.type === 'enum' || then.type === 'set') && keepsLabels(then, now);
}

function isUnsigned({ native }: CatalogueColumn): boolean {
  return native.includes('unsigned');
}

function keepsIntegers(then: CatalogueColumn, now: CatalogueColumn): boolean {
  return isUnsigned(then) === isUnsigned(now) && integers.indexOf(now.type) >= integers.indexOf(then.type);
}

/** Digits behind the point are part of the text. */
function keepsDecimals(then: CatalogueColumn, now: CatalogueColumn): boolean {
  const sameScale = now.type === 'decimal' && (now.scale ?? 0) === (then.scale ?? 0);
  return sameScale && now.precision >= then.precision && (isUnsigned(then) || !isUnsigned(now));
}

function keepsTexts(then: CatalogueColumn, now: CatalogueColumn): boolean {
  const sameCharset = then.charset === now.charset || now.charset === 'utf8mb4';
  return sameCharset && (texts.has(now.type) || now.type === then.type) && now.octets >= then.octets;
}

function keepsLabels(then: CatalogueColumn, now: CatalogueColumn): boolean {
  const labels = parseLabels(now.native);
  return (
    now.type === then.type && then.charset === now.charset && parseLabels(then.native).every((label, index) => labels[index] === label)
  );
}
