import type { IsolationLevel } from '../engine.ts';
import { attempt } from './attempt.ts';
import { notSpoken } from './calls.ts';
import { skipHeaders } from './headers.ts';
import { MalformedMessage, readerOf } from './reader.ts';
import type { Requests } from './requests.ts';
import { openResults } from './results.ts';
import { runStatement } from './statements.ts';

/** What a client asks of the transaction manager (MS-TDS 2.2.6.9). */
type TransactionRequest =
  | { readonly kind: 'begin'; readonly isolation: IsolationLevel | undefined; readonly name: string }
  | { readonly kind: 'commit' | 'rollback' | 'save'; readonly name: string };

/** Throws 40510 for distributed transactions, and for one that begins with the end of another. */
function readTransactionRequest(body: Buffer): TransactionRequest {
  const reader = readerOf(body);
  skipHeaders(reader);
  const code = reader.u16();
  const kind = kinds.get(code);
  if (kind === undefined) throw notSpoken(`The transaction manager request ${code}`);
  const level = kind === 'begin' ? reader.u8() : 0;
  if (level >= isolationLevels.length) throw new MalformedMessage(`An isolation level ${level}.`);
  const name = reader.take(reader.u8()).toString('utf16le');
  if (kind === 'begin') return { kind, isolation: isolationLevels[level], name };
  const beginsAnother = (kind === 'commit' || kind === 'rollback') && reader.u8() !== 0;
  if (beginsAnother) throw notSpoken('A transaction that begins with the end of another');
  return { kind, name };
}

const kinds: ReadonlyMap<number, TransactionRequest['kind']> = new Map([
  [5, 'begin'],
  [7, 'commit'],
  [8, 'rollback'],
  [9, 'save'],
]);

/** By their numbers; 0 keeps the one that the session has. */
const isolationLevels: readonly (IsolationLevel | undefined)[] = [
  undefined,
  'read uncommitted',
  'read committed',
  'repeatable read',
  'serializable',
  'snapshot',
];

/** Carries out a request of the transaction manager and writes its response, all but its end. */
export async function runTransaction(on: Requests, body: Buffer, signal: AbortSignal): Promise<void> {
  const results = openResults(on, false);
  let ended: 'committed' | 'rolledBack' = 'committed';
  await attempt(on, results, signal, async () => {
    const request = readTransactionRequest(body);
    if (request.kind === 'begin') {
      on.transaction.set(await on.session.begin(request.isolation, request.name));
    } else if (request.kind === 'commit') {
      await on.session.commit();
      on.transaction.set(undefined);
    } else if (request.kind === 'rollback' && request.name === '') {
      ended = 'rolledBack';
      await on.session.rollback();
      on.transaction.set(undefined);
    } else {
      // Save points: the engine knows them by their statements.
      const text = `${request.kind} transaction [${request.name.replaceAll(']', ']]')}]`;
      await runStatement(on, { text, parameters: [] }, results, signal);
    }
  });
  on.transaction.tell(on, results, ended);
  results.endBatch();
}
