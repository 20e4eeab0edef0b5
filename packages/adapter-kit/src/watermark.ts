import { type CollectionName, formatCollection, LienThongError, type Selection } from '@lienthong/core';

/** Place of the watermark column in a selection. */
export function watermarkPlace(selection: Selection, name: string): number {
  const place = selection.columns.indexOf(name);
  if (place !== -1) return place;
  throw new LienThongError('MAPPING_INVALID', { message: `the watermark column ${name} is not among the selected columns` });
}

/** `native` as the source names the column's type; `wanted` completes "a watermark is …". */
export function notAWatermark(name: string, native: string, wanted: string): LienThongError {
  return new LienThongError('CAPABILITY_MISSING', {
    message: `${name} is ${native}: a watermark is ${wanted}`,
    remedy: 'Choose another column, or read by snapshot.',
  });
}

const zoned = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** A watermark with an offset, `2024-02-29 13:45:30.123456789+07:00`, in UTC: no digit of the fraction is lost. */
export function zonedWatermark(text: string): string {
  const match = zoned.exec(text);
  if (match === null) throw new LienThongError('SOURCE_NOT_READY', { message: 'a watermark is no time with an offset' });
  const [, date = '', time = '', fraction = '', offset = ''] = match;
  return `${new Date(`${date}T${time}${offset}`).toISOString().slice(0, 19)}${fraction}Z`;
}

/** Rows without a watermark would never be read: that is told, not overlooked. `forbid` is the statement that lets no more of them in. */
export function watermarkIsNull(table: CollectionName, column: string, forbid: string): LienThongError {
  return new LienThongError('SOURCE_NOT_READY', {
    message: `${formatCollection(table)} has rows whose ${column} is NULL: reading by it would never find them`,
    remedy: `Fill the column and run ${forbid}; or read the table by snapshot.`,
  });
}
