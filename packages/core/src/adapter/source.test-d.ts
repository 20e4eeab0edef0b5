import { snapshotVersion, type Version } from '../record/version.ts';
import { secret } from '../secret.ts';
import type { ChangeReader, RowChange } from './read.ts';
import type { Source } from './source.ts';

declare const source: Source<'snapshot'>;
declare const change: RowChange;

// What an adapter declares is there.
export const snapshot = source.snapshot.split;

// @ts-expect-error -- what it does not declare must be asked for
export const changes: ChangeReader = source.changes;

// @ts-expect-error -- a version is born in record/version.ts alone, never from any text
export const version: Version = '1:0';

// @ts-expect-error -- what a reader gives is not the reader's to change
change.version = snapshotVersion;

// @ts-expect-error -- a secret is no text: it must be revealed
export const password: string = secret('x');
