import { changeVersion, deletionLine, epochVersion, fixedHex, recordLine, snapshotVersion, truncationLine } from '@lienthong/core';

const version = (commit: number) => changeVersion(fixedHex(BigInt(commit)), 0);

/** A line of a snapshot. */
export function read(ma: string, ten: string): string {
  return recordLine('r', { version: snapshotVersion }, JSON.stringify({ ma, ten }));
}

export function update(ma: string, ten: string, commit: number): string {
  return recordLine('u', { version: version(commit), at: '2026-03-01T02:03:04.5Z' }, JSON.stringify({ ma, ten }));
}

export function remove(ma: string, commit: number): string {
  return deletionLine({ version: version(commit) }, JSON.stringify({ ma }));
}

/** Everything of earlier epochs is gone. */
export function endOfSnapshot(): string {
  return truncationLine({ version: epochVersion });
}
