import type { SqlSession } from '../engine.ts';
import { attempt } from './attempt.ts';
import { readCall } from './calls.ts';
import type { PlannedFaults } from './faults.ts';
import { skipHeaders } from './headers.ts';
import type { OpenTransaction } from './open-transaction.ts';
import { carryOut } from './procedures.ts';
import { readerOf } from './reader.ts';
import { openResults, type ResultsContext } from './results.ts';
import { runStatement } from './statements.ts';
import { doneStatus, token, writeDone, writeReturnedInt, writeReturnStatus } from './tokens.ts';

/** What requests of one connection work on. */
export interface Requests extends ResultsContext {
  session: SqlSession;
  readonly transaction: OpenTransaction;
  /** Prepared statements by their handles. */
  readonly prepared: Map<number, Prepared>;
  lastHandle: number;
  readonly faults: PlannedFaults;
  /** Of the server. */
  readonly collation: string;
  /** An error of severity 20 and above was told: the connection ends behind it. */
  isOver: boolean;
  /** Resets the connection. */
  readonly reset: () => void;
}

export interface Prepared {
  readonly declaration: string;
  readonly text: string;
}

/** Carries out a SQL batch and writes its response, all but its end. */
export async function runBatch(on: Requests, body: Buffer, signal: AbortSignal): Promise<void> {
  const results = openResults(on, false);
  await attempt(on, results, signal, async () => {
    const reader = readerOf(body);
    skipHeaders(reader);
    const text = reader.take(reader.left).toString('utf16le');
    await runStatement(on, { text, parameters: [] }, results, signal);
  });
  on.transaction.tell(on, results, results.failed ? 'rolledBack' : 'committed');
  results.endBatch();
}

/** Carries out a call of a procedure and writes its response, all but its end. */
export async function runCall(on: Requests, body: Buffer, signal: AbortSignal): Promise<void> {
  const results = openResults(on, true);
  let handle: number | undefined;
  const status = await attempt(on, results, signal, async () => {
    handle = await carryOut(on, readCall(body, on.collation), results, signal);
  });
  results.endStatements();
  on.transaction.tell(on, results, results.failed ? 'rolledBack' : 'committed');
  writeReturnStatus(on.out, status);
  if (handle !== undefined) writeReturnedInt(on.out, 0, '@handle', handle);
  writeDone(on.out, token.doneProcedure, results.failed ? doneStatus.error : 0, undefined, false);
}
