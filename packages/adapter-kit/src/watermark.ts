import { LienThongError, type Selection } from '@lienthong/core';

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
