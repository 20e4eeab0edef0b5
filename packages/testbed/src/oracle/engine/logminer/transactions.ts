import type { ExtensionSession } from '../extensions.ts';
import { copied } from './copied.ts';

/** Columns of a line that are of its transaction. */
export const transactionColumns =
  'start_scn bigint, end_scn bigint, started numeric, ended numeric, usn int, slot int, sqn int, xid bytea, sid int, serial int, username text, container text, program text, machine text';

const list = 'start_scn, end_scn, started, ended, usn, slot, sqn, ora.xid(tx), sid, serial, username, container, program, machine';

/** What the lines of records say of their transactions, as COPY takes it. */
export interface MinedTransactions {
  /** Asks for those that were not asked for yet. */
  load(transactions: Iterable<string>): Promise<void>;
  of(transaction: string | null): string;
}

export function minedTransactions(session: ExtensionSession): MinedTransactions {
  const known = new Map<string, string>();
  const none = copied(list.split(', ').map(() => null));
  return {
    load: async (transactions) => {
      const wanted = [...new Set(transactions)].filter((id) => !known.has(id));
      if (wanted.length === 0) return;
      const { rows } = await session.query(`select tx, ${list} from redo.transactions where tx in (${wanted.join(', ')})`);
      for (const [id, ...values] of rows) known.set(id ?? '', copied(values));
    },
    of: (transaction) => (transaction === null ? none : (known.get(transaction) ?? none)),
  };
}
