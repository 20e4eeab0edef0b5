import { LienThongError } from '../errors/lienthong-error.ts';
import type { JsonValue } from '../json.ts';

/**
 * Where reading goes on: opaque JSON of one adapter. `kind` is `<adapter>/<what>`, `format` the version of its layout.
 * It holds key values of rows, so it is treated like a row: never logged, never in an error.
 */
export interface Position {
  readonly kind: string;
  readonly format: number;
  readonly [field: string]: JsonValue;
}

/** Refuses a position of another adapter, of another capability or of a layout this version does not know. */
export function expectPosition(position: Position, kind: string, format: number): void {
  if (position.kind === kind && position.format === format) return;
  throw new LienThongError('POSITION_FOREIGN', {
    message: `expected a position of kind ${kind} format ${format}, got ${String(position.kind).slice(0, 60)} format ${String(position.format).slice(0, 10)}`,
  });
}
