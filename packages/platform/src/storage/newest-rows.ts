import { compareFloors, type Floor, snapshotVersion, type Version, viewOf } from '@lienthong/core';
import { type BatchRows, keyHeadBytes, lengthBytes, type Truncation } from './batch-rows.ts';

const beforeText = lengthBytes + keyHeadBytes;

/** Leaves of the chosen rows those that can win: within one batch only version and line tell two places apart. */
export function newestRows(rows: BatchRows, chosen: Int32Array): Int32Array {
  if (keysGrow(rows, chosen)) return chosen;
  const byKey = new Map<string, number>();
  for (const row of chosen) {
    const key = rows.keys.toString('latin1', (rows.keyStarts[row] ?? 0) + beforeText, rows.keyStarts[row + 1]);
    const known = byKey.get(key);
    // Rows come in order: with the same version the later one is higher.
    if (known === undefined || versionOf(rows, row) >= versionOf(rows, known)) byKey.set(key, row);
  }
  return byKey.size === chosen.length ? chosen : Int32Array.from(byKey.values()).sort();
}

/** Leaves the rows at or above the floor. */
export function rowsAbove(rows: BatchRows, chosen: Int32Array, epoch: number, floor: Floor): Int32Array {
  if (epoch !== floor.epoch) return epoch > floor.epoch ? chosen : new Int32Array(0);
  if (chosen.length === 0 || lowestVersion(rows, chosen) >= floor.version) return chosen;
  return chosen.filter((row) => versionOf(rows, row) >= floor.version);
}

/** Of rows of which there is one at least. */
export function lowestVersion(rows: BatchRows, chosen: Int32Array): Version {
  let lowest = versionOf(rows, chosen[0] ?? 0);
  if (typeof rows.versions === 'string') return lowest;
  for (const row of chosen) if (versionOf(rows, row) < lowest) lowest = versionOf(rows, row);
  return lowest;
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
  if (truncations.length > 0) return false;
  return typeof versions === 'string' ? versions === snapshotVersion : versions.every((version) => version === snapshotVersion);
}

/** How many of the rows are records, not tombstones. */
export function countLiving({ deleted }: BatchRows, chosen: Int32Array): number {
  let count = chosen.length;
  for (let index = 0; index < chosen.length; index++) count -= deleted[chosen[index] ?? 0] ?? 0;
  return count;
}

export function versionOf({ versions }: BatchRows, row: number): Version {
  const version = typeof versions === 'string' ? versions : versions[row];
  if (version === undefined) throw new RangeError('a row outside of its batch');
  return version;
}

/** What is read in the order of its key needs no map: numbers grow first in length, texts byte by byte. */
function keysGrow({ keys, keyStarts }: BatchRows, chosen: Int32Array): boolean {
  const view = viewOf(keys);
  let asNumbers = true;
  let asTexts = true;
  let from = (keyStarts[chosen[0] ?? 0] ?? 0) + beforeText;
  let length = (keyStarts[(chosen[0] ?? 0) + 1] ?? 0) - from;
  for (let index = 1; index < chosen.length; index++) {
    const row = chosen[index] ?? 0;
    const next = (keyStarts[row] ?? 0) + beforeText;
    const nextLength = (keyStarts[row + 1] ?? 0) - next;
    const order = firstDifference(view, from, next, Math.min(length, nextLength));
    if (nextLength === length ? order <= 0 : nextLength < length) asNumbers = false;
    if (order === 0 ? nextLength <= length : order < 0) asTexts = false;
    if (!asNumbers && !asTexts) return false;
    from = next;
    length = nextLength;
  }
  return true;
}

/** By how much the first byte that differs is greater at the right. */
function firstDifference(view: DataView, left: number, right: number, length: number): number {
  let index = 0;
  // Four bytes at a time, up to those that differ.
  while (index + 4 <= length && view.getInt32(right + index) === view.getInt32(left + index)) index += 4;
  for (; index < length; index++) {
    const difference = view.getUint8(right + index) - view.getUint8(left + index);
    if (difference !== 0) return difference;
  }
  return 0;
}
