import { setTimeout as sleep } from 'node:timers/promises';
import { type ResultSink, type SqlRequest, SqlServerError } from '../engine.ts';
import type { Strike } from './faults.ts';
import type { Requests } from './requests.ts';
import type { Results } from './results.ts';

/** Hands a statement to the engine, with what is planned to go wrong with it. */
export async function runStatement(on: Requests, request: SqlRequest, results: Results, signal: AbortSignal): Promise<void> {
  const { faults } = on;
  const delay = faults.delayFor(request.text);
  if (delay > 0) await sleep(delay, undefined, { signal });
  const strike = faults.strikeFor(request.text);
  try {
    if (strike !== undefined && strike.atRow === undefined) happen(on, strike);
    await on.session.run(request, strike?.atRow === undefined ? results : struckAtRow(on, results, strike, strike.atRow), signal);
  } catch (error) {
    if (error instanceof SqlServerError && error === strike?.error && error.number === deadlock) await on.transaction.rollback(on.session);
    throw error;
  }
}

/** Its victim loses its transaction, too. */
const deadlock = 1205;

function struckAtRow(on: Requests, results: ResultSink, strike: Strike, atRow: number): ResultSink {
  let rows = 0;
  return {
    ...results,
    row: (values) => {
      rows++;
      if (rows === atRow) happen(on, strike);
      return results.row(values);
    },
  };
}

function happen(on: Requests, strike: Strike): void {
  if (!on.faults.take(strike)) return;
  if (strike.error !== undefined) throw strike.error;
  on.reset();
  throw new Error('The connection was dropped.');
}
