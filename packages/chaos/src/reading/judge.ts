import { createHash } from 'node:crypto';
import type { Journal } from '../writing/journal.ts';
import { tables } from '../writing/tables.ts';

/** One item of the platform's feed. */
export interface SeenItem {
  readonly op: 'u' | 'd';
  readonly epoch: number;
  readonly version: string;
  /** Commit time of the change; a snapshot's read has none. */
  readonly at?: string;
  readonly key: unknown;
  readonly record?: SeenRecord;
}

export interface SeenRecord {
  readonly number: number;
  readonly revision: number;
  readonly wideRevision: number;
  readonly name: string;
  readonly income: string;
  readonly writtenAt: string;
  readonly biography: string;
}

interface Last {
  readonly epoch: number;
  readonly version: string;
  readonly revision: number;
  /** The record is newer than the place that it came under: what lies between is still to come, and is older. */
  readonly ahead: boolean;
}

export interface Judge {
  /** What is wrong with the item, if anything is. */
  judge(table: string, item: SeenItem): string | undefined;
  readonly items: number;
}

/** Holds everything that a reader sees against what the source had: every state whole, possible, and never older than the one before. */
export function createJudge(journal: Journal): Judge {
  const last = new Map<string, Last>();
  let items = 0;
  return {
    get items() {
      return items;
    },
    judge(table, item) {
      items += 1;
      const key = `${table} ${JSON.stringify(item.key)}`;
      const before = last.get(key);
      const { epoch, version, record } = item;
      const ahead = record !== undefined && isAhead(table, item, record);
      const revision = record?.revision ?? before?.revision ?? 0;
      last.set(key, { epoch, version, revision, ahead: ahead || (record === undefined && before?.ahead === true) });
      const fault = faultOf(journal, table, record) ?? orderFault(before, item);
      return fault === undefined ? undefined : `${key}, revision ${record?.revision ?? 'deleted'} at ${epoch}/${version}: ${fault}`;
    },
  };
}

function faultOf(journal: Journal, table: string, record: SeenRecord | undefined): string | undefined {
  if (record === undefined) return undefined;
  const { number, revision, wideRevision } = record;
  const wanted = journal.wideRevisionOf(table, number, revision);
  if (wanted === undefined) return 'the source never had this revision';
  if (wanted !== wideRevision) return `the source had it with the wide value of ${wanted}, not ${wideRevision}`;
  const income = (revision % 1_000_003) + 0.25;
  if (record.name !== `Nguyễn Văn ${revision}` || Number(record.income) !== income) return 'its values are of another revision';
  if (record.biography !== hash(wideRevision).repeat(50)) return `its wide value is not that of revision ${wideRevision}`;
  return undefined;
}

function orderFault(before: Last | undefined, { epoch, version, record }: SeenItem): string | undefined {
  if (before === undefined) return undefined;
  if (epoch < before.epoch || (epoch === before.epoch && version < before.version)) return `it follows ${before.epoch}/${before.version}`;
  if (record === undefined || before.ahead || record.revision >= before.revision) return undefined;
  return `revision ${before.revision} was seen before it`;
}

/** A snapshot reads what is there now, and so does a re-read of a row whose wide value the log left out. */
function isAhead(table: string, { version, at }: SeenItem, { writtenAt }: SeenRecord): boolean {
  if (!version.startsWith('1:')) return true;
  const wholeInLog = tables.some(({ name, identity }) => name === table && identity === 'full');
  // Where both are told in milliseconds, a later change may fall into the same one.
  return !wholeInLog && (at === undefined || sortable(writtenAt) >= sortable(at));
}

/** Fractions of a second have as many digits as they need: `02Z` is before `02.5Z`. */
function sortable(instant: string): string {
  const [seconds = '', fraction = ''] = instant.replace('Z', '').split('.');
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}

function hash(revision: number): string {
  return createHash('sha256').update(String(revision)).digest('hex');
}
