import type { GtidEvent } from './binlog/gtid-event.ts';
import {
  addGtid,
  formatGtidPlaces,
  formatGtidSet,
  type GtidPlaces,
  type GtidSet,
  hasGtid,
  parseGtidPlaces,
  parseGtidSet,
} from './gtid-set.ts';
import type { BinlogPosition } from './position.ts';
import type { Transaction } from './transaction.ts';

/** How far following has come: moves from transaction to transaction. */
export interface ReachedPlace {
  file: string;
  offset: number;
  fileTime: number;
  readonly passed: number;
  /** Whether the transaction was read before, as far as its number tells. */
  knows(gtid: GtidEvent): boolean;
  /** A transaction has ended. */
  commit(open: Transaction, serverId: number): void;
  position(): BinlogPosition;
}

/** `server` is who sends the log now: behind a failover the place of `start` means nothing, and stands until a transaction ends in the new log. */
export function reachedFrom(start: BinlogPosition, server: string): ReachedPlace {
  const isMaria = start.flavour === 'MariaDB';
  // A position without numbers began without them: those of now alone would say that everything before is missing.
  const numbered = start.gtids !== '' || isMaria;
  const set: GtidSet = isMaria ? new Map() : parseGtidSet(start.gtids);
  const places: GtidPlaces = isMaria ? parseGtidPlaces(start.gtids) : new Map();
  let text: string | undefined = start.gtids;
  let settled = server === start.server;
  let { passed } = start;
  return {
    file: settled ? start.file : '',
    offset: settled ? start.offset : 0,
    fileTime: settled ? start.fileTime : 0,
    get passed() {
      return passed;
    },
    // MariaDB's numbers may go backwards where gtid_strict_mode is off: they do not tell.
    knows: ({ source, number }) => source !== undefined && !isMaria && hasGtid(set, source, number),
    commit({ past, gtid: { source, number } }, serverId) {
      settled = true;
      if (past) return;
      passed += 1;
      if (source === undefined || !numbered) return;
      text = undefined;
      if (isMaria) places.set(source, { server: String(serverId), number });
      else addGtid(set, source, number);
    },
    position() {
      if (!settled) return start;
      text ??= isMaria ? formatGtidPlaces(places) : formatGtidSet(set);
      return { ...start, server, file: this.file, offset: this.offset, fileTime: this.fileTime, gtids: text, passed };
    },
  };
}
