import type { KeptRecord, KeyHolder } from '../storage/national-records.ts';

/** A message as far as its place among the others is concerned. */
export interface Telling {
  /** Its place in the request, from 0. */
  readonly index: number;
  /** Digest of IdBanGhi. */
  readonly id: string;
  readonly version: number;
  /** Digest of everything it says. */
  readonly content: string;
  /** Canonical key of the record; `undefined`: it is cancelled. */
  readonly key: string | undefined;
}

/** What the tables get for a message, in order: a record, or that a key is gone. */
export type Change = { readonly index: number; readonly version: number } & (
  | { readonly kind: 'record' }
  | { readonly kind: 'gone'; readonly key: string }
);

export type Decision =
  | {
      readonly kind: 'taken';
      readonly changes: readonly Change[];
      /** By the digest of the id: what has become of it. */
      readonly kept: ReadonlyMap<string, KeptRecord>;
      /** Messages that changed nothing. */
      readonly ignored: number;
    }
  /** The receiver has this version of the record, or a higher one. */
  | { readonly kind: 'behind'; readonly index: number; readonly current: number }
  /** Another record has the key. */
  | { readonly kind: 'key-taken'; readonly index: number };

/** `conflict`: a lower or equal version refuses the request · `ignore`: it is passed over without a word. */
export type LowerVersions = 'conflict' | 'ignore';

export interface Known {
  readonly records: ReadonlyMap<string, KeptRecord>;
  /** Of the keys of `keysToAsk`. */
  readonly holders: ReadonlyMap<string, KeyHolder>;
  /**
   * Where names follow from keys, the key of each by its digest. Nothing is kept then but the rows: so each cancellation that is taken
   * leaves one, also of a record that nobody heard of, or that was gone already.
   */
  readonly names?: ReadonlyMap<string, string>;
}

/**
 * The rule of the national message: of each IdBanGhi the highest PhienBan stays, in whatever order they come. NEW and UPDATE say the
 * same: the record is there, as it is. What came before, with the same content, is a repetition and changes nothing. Records lie under
 * the key of their contract, so two that are there at once cannot have one: the second is refused, for cancelling either would take both.
 */
export function decide(tellings: readonly Telling[], known: Known, lower: LowerVersions): Decision {
  const kept = new Map<string, KeptRecord>();
  const holders = new Map(known.holders);
  const changes: Change[] = [];
  let ignored = 0;
  for (const telling of tellings) {
    const { index, id, version, content, key } = telling;
    const before = kept.get(id) ?? known.records.get(id);
    if (before !== undefined && version <= before.version) {
      if (lower === 'conflict' && !isRepetition(telling, before)) return { kind: 'behind', index, current: before.version };
      ignored += 1;
      continue;
    }
    const objection = key === before?.key ? undefined : objectionTo(telling, holders);
    if (objection !== undefined) return objection;
    const gone = lastKey(telling, before, known);
    if (gone !== undefined && gone !== key) {
      changes.push({ kind: 'gone', index, version, key: gone });
      holders.set(gone, { kind: 'gone', version });
    }
    if (key !== undefined) {
      changes.push({ kind: 'record', index, version });
      holders.set(key, { kind: 'there', version });
    }
    kept.set(id, { version, content, key });
  }
  return { kind: 'taken', changes, kept, ignored };
}

function isRepetition({ version, content, key }: Telling, before: KeptRecord): boolean {
  return version === before.version && (content === before.content || (key === undefined && before.key === undefined));
}

/** The key that a record has until now, or would have if it were there before it is cancelled. */
function lastKey({ id, key }: Telling, before: KeptRecord | undefined, { names }: Known): string | undefined {
  return before?.key ?? (key === undefined ? names?.get(id) : undefined);
}

/** Why a record cannot have the key that it comes to have. */
function objectionTo({ index, version, key }: Telling, holders: ReadonlyMap<string, KeyHolder>): Decision | undefined {
  const holder = key === undefined ? undefined : holders.get(key);
  if (holder === undefined) return undefined;
  if (holder.kind === 'there') return { kind: 'key-taken', index };
  // The row of the one that had it outranks ours: ignored, the record would be missing without a word.
  return holder.version < version ? undefined : { kind: 'behind', index, current: holder.version };
}

/** The keys of which `decide` has to know who has them: those that a record comes to have. */
export function keysToAsk(tellings: readonly Telling[], records: ReadonlyMap<string, KeptRecord>): readonly string[] {
  return tellings.flatMap(({ id, key }) => (key === undefined || records.get(id)?.key === key ? [] : [key]));
}
