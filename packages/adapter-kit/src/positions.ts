import { LienThongError, type Position } from '@lienthong/core';

/** Of a position that is ours by its kind, and is not by what it holds. */
export function damagedPosition(kind: string): LienThongError {
  return new LienThongError('POSITION_FOREIGN', { message: `a position of kind ${kind} lacks fields or has wrong ones` });
}

/** Refuses the position of a pass along another watermark. */
export function requireSameWatermark(position: Position, column: string): void {
  if (position['column'] === column) return;
  throw new LienThongError('POSITION_FOREIGN', { message: `the position belongs to another watermark column than ${column}` });
}
