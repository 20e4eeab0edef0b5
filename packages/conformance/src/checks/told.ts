import assert from 'node:assert/strict';
import { compareVersions } from '@lienthong/core';
import { shown } from '../claims.ts';
import type { SeenChange } from '../reading/follow.ts';

/** `c 1/An`, `u 2/Bình was 1/`, `d 1/`, `t`: the row in the order of the selection, nothing for NULL. */
export function told(change: SeenChange): string {
  if (change.op === 't') return 't';
  const rows = shown(change.oldKey === undefined ? [change.row] : [change.row, change.oldKey]);
  return `${change.op} ${rows.map((row) => row.map((value) => value ?? '').join('/')).join(' was ')}`;
}

/** All of them but the making of the row that was there before: starting too early is safe, and a log that a job brings later does. */
export function toldBehind(made: string, changes: readonly SeenChange[]): readonly string[] {
  const all = changes.map(told);
  return all[0] === made ? all.slice(1) : all;
}

/** Each version above the one before. */
export function assertAscending(changes: readonly SeenChange[]): void {
  for (const [index, { version }] of changes.entries()) {
    const before = changes[index - 1]?.version;
    assert.ok(before === undefined || compareVersions(before, version) < 0, `${before} before ${version}`);
  }
}
