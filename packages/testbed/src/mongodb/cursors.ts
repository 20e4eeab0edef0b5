import { randomBytes } from 'node:crypto';
import { ServerError } from './errors.ts';

/** What one answer may hold. */
export interface BatchLimits {
  readonly documents: number;
  /** How long a tailing cursor may wait for the first document. */
  readonly waitMs: number;
}

export interface Batch {
  readonly documents: readonly Buffer[];
  /** Nothing comes behind this batch. */
  readonly exhausted: boolean;
  readonly resumeToken: string | undefined;
}

/** Where a cursor's documents come from. */
export interface BatchSource {
  /** `isAlive` turns false when the cursor is killed while a batch is waited for. */
  batch(limits: BatchLimits, isAlive: () => boolean): Promise<Batch>;
  readonly isChangeStream: boolean;
}

export interface Cursor {
  readonly id: bigint;
  readonly namespace: string;
  readonly member: number;
  readonly user: string | undefined;
  readonly source: BatchSource;
}

/** Cursors that wait for `getMore`. */
export interface Cursors {
  add(cursor: Omit<Cursor, 'id'>): Cursor;
  find(id: bigint): Cursor;
  has(id: bigint): boolean;
  kill(id: bigint): boolean;
  /** Whether a cursor is, or was before it was killed, one of a change stream. */
  wasChangeStream(id: bigint): boolean;
  killOfMember(member: number): void;
}

export function openCursors(): Cursors {
  const cursors = new Map<bigint, Cursor>();
  const streams = new Set<bigint>();
  return {
    add: (parts) => {
      const id = randomBytes(8).readBigInt64LE() & 0x7fff_ffff_ffff_ffffn;
      const cursor = { ...parts, id };
      cursors.set(id, cursor);
      if (parts.source.isChangeStream) streams.add(id);
      return cursor;
    },
    find: (id) => {
      const cursor = cursors.get(id);
      if (cursor === undefined) throw new ServerError(43, `cursor id ${id} not found`);
      return cursor;
    },
    has: (id) => cursors.has(id),
    kill: (id) => cursors.delete(id),
    wasChangeStream: (id) => streams.has(id),
    killOfMember: (member) => {
      for (const cursor of cursors.values()) if (cursor.member === member) cursors.delete(cursor.id);
    },
  };
}
