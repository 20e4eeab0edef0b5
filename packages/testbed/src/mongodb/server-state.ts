import type { Cursors } from './cursors.ts';
import type { Faults } from './faults.ts';
import type { ReplicaSet } from './replica-set.ts';
import type { MajorityView } from './storage/majority.ts';
import type { Store } from './storage/store.ts';
import type { Transactions } from './transactions.ts';
import type { Connection } from './wire/connection.ts';
import type { ScramAccounts } from './wire/scram.ts';

/** An account: its password, and the commands it may give. */
export interface Account {
  readonly password: string;
  /**
   * Names of commands, 'all' when left out. Opening a change stream needs `changeStream` besides `aggregate`, and `$currentOp`
   * needs `inprog`, as the actions of MongoDB's roles are called.
   */
  readonly commands?: ReadonlySet<string> | 'all' | undefined;
}

/** All that commands share. */
export interface ServerState {
  readonly version: string;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly scram: ScramAccounts;
  readonly store: Store;
  readonly transactions: Transactions;
  /** What a majority has, for readers with that read concern. */
  readonly majority: MajorityView;
  readonly cursors: Cursors;
  readonly replicaSet: ReplicaSet;
  /** Clients see a router, and not the set behind it. */
  readonly isRouter: boolean;
  readonly faults: Faults;
  readonly connections: ReadonlySet<Connection>;
}
