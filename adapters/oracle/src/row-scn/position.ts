import { damagedPosition, type KeyText } from '@lienthong/adapter-kit';
import { expectPosition, type JsonObject, LienThongError, type Position } from '@lienthong/core';

/** Behind all that was committed up to `since`, and within a pass behind a key. It lies on disks: neither kind nor fields ever change. */
export interface RowScnPosition extends Position {
  readonly kind: 'oracle/row-scn';
  readonly format: 1;
  /** The walked key. */
  readonly columns: readonly string[];
  /** `null`: nothing was read to its end yet. */
  readonly since: string | null;
  /** The pass that is under way: what it will have read when it is over, and the key that it is behind. */
  readonly pass: RowScnPass | null;
}

export interface RowScnPass extends JsonObject {
  readonly scn: string;
  readonly key: KeyText | null;
}

export function rowScnPosition(columns: readonly string[], since: string | null, pass: RowScnPass | null): RowScnPosition {
  return { kind: 'oracle/row-scn', format: 1, columns, since, pass };
}

export function expectRowScn(position: Position, columns: readonly string[]): RowScnPosition {
  expectPosition(position, 'oracle/row-scn', 1);
  const { columns: of, since, pass } = position;
  const isWhole = Array.isArray(of) && (since === null || isScn(since)) && (pass === null || isPass(pass));
  if (!isWhole) throw damagedPosition('oracle/row-scn');
  if (JSON.stringify(of) !== JSON.stringify(columns)) {
    throw new LienThongError('POSITION_FOREIGN', {
      message: 'the table was read by another key than it is read by now',
      remedy: 'The key of the table changed: start a new epoch of the dataset.',
    });
  }
  return position as RowScnPosition; // checked above
}

function isScn(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value);
}

function isPass(value: unknown): value is RowScnPass {
  if (typeof value !== 'object' || value === null) return false;
  const { scn, key } = value as Readonly<Record<string, unknown>>; // an object: any field may be asked for
  return isScn(scn) && (key === null || (Array.isArray(key) && key.every((part) => part === null || typeof part === 'string')));
}
