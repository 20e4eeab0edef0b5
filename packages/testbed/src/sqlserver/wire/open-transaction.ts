import type { SqlSession } from '../engine.ts';
import type { Results } from './results.ts';
import type { TokenWriter } from './token-writer.ts';
import { writeBegun, writeEnded } from './tokens.ts';

/** The transaction that the client has been told of. */
export interface OpenTransaction {
  /** The session was asked to begin or to end one: undefined when it ended. */
  set(descriptor: Buffer | undefined): void;
  /** Rolls back what is open. */
  rollback(session: SqlSession): Promise<void>;
  /** Tells the client what has changed since it was told. */
  tell(on: { readonly session: SqlSession; readonly out: TokenWriter }, results: Results, ended: 'committed' | 'rolledBack'): void;
  /** The session is another one: nothing is open, and nothing to be told. */
  forget(): void;
}

export function trackTransaction(): OpenTransaction {
  let asked: Buffer | undefined;
  let told: Buffer | undefined;
  const openIn = (session: SqlSession): Buffer | undefined => ('transaction' in session ? session.transaction : asked);
  return {
    set: (descriptor) => {
      asked = descriptor;
    },
    rollback: async (session) => {
      if (openIn(session) === undefined) return;
      await session.rollback();
      asked = undefined;
    },
    tell: ({ session, out }, results, ended) => {
      const open = openIn(session);
      if (open === told || (open !== undefined && told?.equals(open) === true)) return;
      results.endStatements();
      if (told !== undefined) writeEnded(out, ended, told);
      if (open !== undefined) writeBegun(out, open);
      told = open;
    },
    forget: () => {
      asked = undefined;
      told = undefined;
    },
  };
}
