/** One state of one row, as a statement left it. */
export interface Written {
  readonly table: string;
  readonly number: number;
  readonly revision: number;
  readonly wideRevision: number;
}

/**
 * Every state that a key may have had at a commit, told by the writers themselves. It stands here before COMMIT is sent; a
 * transaction whose answer was lost stays possible.
 */
export interface Journal {
  propose(states: readonly Written[]): void;
  withdraw(states: readonly Written[]): void;
  /** The revision of the wide value that belongs to this revision; undefined when no commit can have left it. */
  wideRevisionOf(table: string, number: number, revision: number): number | undefined;
  /** Both sides are equal: from here on only what is there now is possible. */
  reset(states: readonly Written[]): void;
}

export function createJournal(): Journal {
  const states = new Map<string, number>();
  const nameOf = (table: string, number: number, revision: number): string => `${table} ${number} ${revision}`;
  const propose = (proposed: readonly Written[]): void => {
    for (const { table, number, revision, wideRevision } of proposed) states.set(nameOf(table, number, revision), wideRevision);
  };
  return {
    propose,
    withdraw(withdrawn) {
      for (const { table, number, revision } of withdrawn) states.delete(nameOf(table, number, revision));
    },
    wideRevisionOf: (table, number, revision) => states.get(nameOf(table, number, revision)),
    reset(left) {
      states.clear();
      propose(left);
    },
  };
}
