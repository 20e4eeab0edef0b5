import { type Change, changeVersion, type RowBlock } from '@lienthong/core';
import type { Written } from './draft.ts';
import type { Followed } from './followed.ts';
import type { BinlogPosition } from './position.ts';

/** A transaction after which the engine has changed rows of a table, and the log does not say which. */
export interface CascadeSign {
  readonly followed: Followed;
  /** The place of the commit as versions have it, and behind the table's changes in it. */
  readonly commit: string;
  readonly ordinal: number;
  readonly at: string | undefined;
  readonly tx: string | undefined;
  readonly written: Written;
  /** Before the transaction. */
  readonly before: BinlogPosition;
}

/**
 * Tables that are read again as a whole, page by page between the changes of the log. Every row bears the transaction's version, so that
 * later changes outrank it; at the end everything of the table that is older than the transaction goes: what was not read is not there.
 */
export interface Renewals {
  note(sign: CascadeSign): void;
  /** The table is not what it was: what is being read of it begins anew. */
  restart(table: string): Promise<void>;
  /** When something is to be read, by the clock; `undefined`: nothing waits. */
  due(): number | undefined;
  /** The next page, or the end, of one table; it must be due. */
  next(): Promise<readonly Change[]>;
  /** Where following goes on after a crash, while a table has not been read. */
  held(): BinlogPosition | undefined;
  close(): Promise<void>;
}

/** Blocks of rows, each valid until the next is asked for; `undefined`: not yet, ask again later. */
export type TablePages = AsyncGenerator<RowBlock | undefined, void, undefined>;

export interface RenewalsInput {
  /** All rows, once the transaction can be seen. */
  read(sign: CascadeSign): TablePages;
  now(): number;
}

/** A table rests so many times as long as reading it took: its source has other things to do. */
const restFactor = 9;
const notYetMs = 500;

interface Renewal {
  /** The oldest and the newest transaction that nothing was read behind yet. */
  first: CascadeSign | undefined;
  last: CascadeSign | undefined;
  running: Running | undefined;
  notBefore: number;
}

interface Running {
  readonly first: CascadeSign;
  readonly sign: CascadeSign;
  readonly pages: TablePages;
  readonly began: number;
  ordinal: number;
}

export function createRenewals({ read, now }: RenewalsInput): Renewals {
  const renewals = new Map<string, Renewal>();
  const dueAt = ({ running, last, notBefore }: Renewal): number => (running === undefined && last === undefined ? Infinity : notBefore);
  const stop = async (renewal: Renewal): Promise<void> => {
    const { running } = renewal;
    if (running === undefined) return;
    renewal.running = undefined;
    renewal.first = running.first;
    renewal.last ??= running.sign;
    await running.pages.return();
  };
  const begin = (renewal: Renewal): Running | undefined => {
    const { first, last } = renewal;
    if (first === undefined || last === undefined) return undefined;
    renewal.first = undefined;
    renewal.last = undefined;
    return { first, sign: last, pages: read(last), began: now(), ordinal: last.ordinal };
  };
  return {
    note(sign) {
      const known = renewals.get(sign.followed.name);
      const renewal = known ?? { first: undefined, last: undefined, running: undefined, notBefore: 0 };
      renewal.first ??= sign;
      renewal.last = sign;
      renewals.set(sign.followed.name, renewal);
    },
    async restart(table) {
      const renewal = renewals.get(table);
      if (renewal !== undefined) await stop(renewal);
    },
    due() {
      const times = [...renewals.values()].map(dueAt).filter((time) => time !== Infinity);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    async next() {
      const [renewal] = [...renewals.values()].sort((one, other) => dueAt(one) - dueAt(other));
      const running = renewal?.running ?? (renewal && begin(renewal));
      if (renewal === undefined || running === undefined) return [];
      renewal.running = running;
      const page = await running.pages.next();
      const { sign } = running;
      const shared = { collection: sign.followed.selection.collection, at: sign.at, tx: sign.tx };
      if (page.done === true) {
        renewal.running = undefined;
        renewal.notBefore = now() + (now() - running.began) * restFactor;
        return [{ op: 't', version: changeVersion(sign.commit, sign.ordinal), ...shared }];
      }
      const block = page.value;
      if (block === undefined) {
        renewal.notBefore = now() + notYetMs;
        return [];
      }
      return Array.from({ length: block.count }, (_, index) => ({
        ...{ op: 'u' as const, ...shared, version: changeVersion(sign.commit, ++running.ordinal) },
        ...{ row: { block, index }, oldKey: undefined, readAgain: true as const },
      }));
    },
    held() {
      const firsts = [...renewals.values()].flatMap(({ running, first }) => running?.first ?? first ?? []);
      return firsts.reduce<CascadeSign | undefined>(
        (least, sign) => (least === undefined || sign.commit < least.commit ? sign : least),
        undefined,
      )?.before;
    },
    async close() {
      for (const renewal of renewals.values()) await stop(renewal);
    },
  };
}
