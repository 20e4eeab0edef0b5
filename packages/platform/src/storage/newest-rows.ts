import { compareFloors, type Floor, snapshotVersion, type Version, viewOf } from '@lienthong/core';
import { type BatchRows, beforeKey, type Truncation } from './batch-rows.ts';

/** Leaves of the chosen rows those that can win: within one batch only version and line tell two places apart. */
export function newestRows(rows: BatchRows, chosen: Int32Array): Int32Array {
  if (keysGrow(rows, chosen)) return chosen;
  const byKey = new Map<string, number>();
  for (const row of chosen) {
    const key = rows.bytes.toString('latin1', (rows.starts[row] ?? 0) + beforeKey, rows.keyEnds[row]);
    const known = byKey.get(key);
    // Rows come in order: with the same version the later one is higher.
    if (known === undefined || versionOf(rows, row) >= versionOf(rows, known)) byKey.set(key, row);
  }
  return byKey.size === chosen.length ? chosen : Int32Array.from(byKey.values()).sort();
}

/** Leaves the rows at or above the floor. */
export function rowsAbove(rows: BatchRows, chosen: Int32Array, epoch: number, floor: Floor): Int32Array {
  if (epoch !== floor.epoch) return epoch > floor.epoch ? chosen : new Int32Array(0);
  return chosen.every((row) => versionOf(rows, row) >= floor.version)
    ? chosen
    : chosen.filter((row) => versionOf(rows, row) >= floor.version);
}

/** The floor after the batch, and the truncation that raised it. */
export function raisedFloor(
  floor: Floor,
  epoch: number,
  truncations: readonly Truncation[],
): { readonly floor: Floor; readonly raisedBy: Truncation | undefined } {
  let highest: Truncation | undefined;
  for (const truncation of truncations) if (highest === undefined || truncation.version >= highest.version) highest = truncation;
  if (highest === undefined) return { floor, raisedBy: undefined };
  const candidate = { epoch, version: highest.version };
  return compareFloors(candidate, floor) > 0 ? { floor: candidate, raisedBy: highest } : { floor, raisedBy: undefined };
}

/** Whether nothing of the batch has a place in the source's history: its records were read, and can come in any order. */
export function isRead({ versions, truncations }: BatchRows): boolean {
  return truncations.length === 0 && versions.every((version) => version === snapshotVersion);
}

/** How many of the rows are records, not tombstones. */
export function countLiving({ deleted }: BatchRows, chosen: Int32Array): number {
  let count = chosen.length;
  for (const row of chosen) count -= deleted[row] ?? 0;
  return count;
}

export function versionOf(rows: BatchRows, row: number): Version {
  const version = rows.versions[row];
  if (version === undefined) throw new RangeError('a row outside of its batch');
  return version;
}

/** What is read in the order of its key needs no map: numbers grow first in length, texts byte by byte. */
function keysGrow(rows: BatchRows, chosen: Int32Array): boolean {
  const view = viewOf(rows.bytes);
  let [asNumbers, asTexts] = [true, true];
  let before = chosen[0] ?? 0;
  for (const row of chosen.subarray(1)) {
    const length = keyLength(rows, row) - keyLength(rows, before);
    const order = firstDifference(rows, view, before, row);
    asNumbers &&= length === 0 ? order > 0 : length > 0;
    asTexts &&= order === 0 ? length > 0 : order > 0;
    if (!asNumbers && !asTexts) return false;
    before = row;
  }
  return true;
}

function keyLength({ starts, keyEnds }: BatchRows, row: number): number {
  return (keyEnds[row] ?? 0) - (starts[row] ?? 0) - beforeKey;
}

/** By how much the first byte that differs is greater in the right key. */
function firstDifference(rows: BatchRows, view: DataView, left: number, right: number): number {
  const from = (rows.starts[left] ?? 0) + beforeKey;
  const to = (rows.starts[right] ?? 0) + beforeKey;
  const shared = Math.min(keyLength(rows, left), keyLength(rows, right));
  let index = 0;
  // Four bytes at a time, up to those that differ.
  while (index + 4 <= shared && view.getInt32(to + index) === view.getInt32(from + index)) index += 4;
  for (; index < shared; index++) {
    const difference = view.getUint8(to + index) - view.getUint8(from + index);
    if (difference !== 0) return difference;
  }
  return 0;
}
