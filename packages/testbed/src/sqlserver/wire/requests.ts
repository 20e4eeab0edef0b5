import { setTimeout as sleep } from 'node:timers/promises';
import { type ResultSink, type SqlRequest, SqlServerError, type SqlSession } from '../engine.ts';
import { bind, type Call, notSpoken, readCall } from './calls.ts';
import type { PlannedFaults, Strike } from './faults.ts';
import { skipHeaders } from './headers.ts';
import type { OpenTransaction } from './open-transaction.ts';
import type { SentParameter } from './parameters.ts';
import { readerOf } from './reader.ts';
import { openResults, type Results, type ResultsContext } from './results.ts';
import type { TokenWriter } from './token-writer.ts';
import { doneStatus, token, writeDone, writeReturnedInt, writeReturnStatus } from './tokens.ts';

/** What requests of one connection work on. */
export interface Requests {
  session: SqlSession;
  readonly transaction: OpenTransaction;
  /** Prepared statements by their handles. */
  readonly prepared: Map<number, Prepared>;
  lastHandle: number;
  readonly out: TokenWriter;
  readonly faults: PlannedFaults;
  /** Of the server. */
  readonly collation: string;
  readonly compressNulls: boolean;
  database: string;
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
  const results = openResults(on.out, contextOf(on, false));
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
  const results = openResults(on.out, contextOf(on, true));
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

/** Runs it and tells what it throws, unless the client cancelled it; the number of the error, or 0. A message that is none is thrown on. */
export async function attempt(on: Requests, results: Results, signal: AbortSignal, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (signal.aborted) return 0;
    const told = serverError(error);
    if (told.severity >= 20) on.isOver = true;
    results.error(told);
    return told.number;
  }
}

/** What an engine throws that is no error of a server is a defect of it; it is told to whoever debugs, and ends the connection. */
export function serverError(error: unknown): SqlServerError {
  if (error instanceof SqlServerError) return error;
  return new SqlServerError(3624, `The engine failed: ${error instanceof Error ? error.message : String(error)}`, { severity: 20 });
}

export function contextOf(on: Requests, inProcedure: boolean): ResultsContext {
  return {
    inProcedure,
    compressNulls: on.compressNulls,
    get database() {
      return on.database;
    },
    set database(name) {
      on.database = name;
    },
  };
}

/** The handle of a statement that was prepared; undefined for everything else. */
async function carryOut(on: Requests, { procedure, parameters }: Call, results: Results, signal: AbortSignal): Promise<number | undefined> {
  const run = ({ text, declaration }: Prepared, values: readonly SentParameter[]): Promise<void> =>
    runStatement(on, { text, parameters: bind(declaration, values) }, results, signal);
  switch (procedure) {
    case 'sp_executesql': {
      const [statement, declaration, ...values] = parameters;
      await run({ text: textOf(statement), declaration: optionalText(declaration) }, values);
      return undefined;
    }
    case 'sp_prepare': {
      const [, declaration, statement] = parameters;
      return prepare(on, statement, declaration);
    }
    case 'sp_prepexec': {
      const [, declaration, statement, ...values] = parameters;
      const handle = prepare(on, statement, declaration);
      await run(preparedOf(on, handle), values);
      return handle;
    }
    case 'sp_execute': {
      const [handle, ...values] = parameters;
      await run(preparedOf(on, numberOf(handle)), values);
      return undefined;
    }
    case 'sp_unprepare': {
      const handle = numberOf(parameters[0]);
      preparedOf(on, handle);
      on.prepared.delete(handle);
      return undefined;
    }
    default:
      await runStatement(on, callText(procedure, parameters), results, signal);
      return undefined;
  }
}

/** `exec name @a = @a, …`: parameters without a name stand in their order. */
function callText(procedure: string, parameters: readonly SentParameter[]): SqlRequest {
  const output = parameters.find(({ isOutput }) => isOutput);
  if (output !== undefined) throw notSpoken(`The output parameter ${output.name}`);
  const named = parameters.map(({ name, type, value }, index) => ({ name: name === '' ? `@P${index + 1}` : name, type, value }));
  const given = parameters.map(({ name }, index) => (name === '' ? `@P${index + 1}` : `${name} = ${name}`));
  return { text: [`exec ${procedure}`, given.join(', ')].join(given.length === 0 ? '' : ' '), parameters: named };
}

function prepare(on: Requests, statement: SentParameter | undefined, declaration: SentParameter | undefined): number {
  on.lastHandle++;
  on.prepared.set(on.lastHandle, { text: textOf(statement), declaration: optionalText(declaration) });
  return on.lastHandle;
}

function preparedOf(on: Requests, handle: number): Prepared {
  const prepared = on.prepared.get(handle);
  if (prepared === undefined) throw new SqlServerError(8179, `Could not find prepared statement with handle ${handle}.`, { state: 2 });
  return prepared;
}

function textOf(parameter: SentParameter | undefined): string {
  if (typeof parameter?.value === 'string') return parameter.value;
  throw new SqlServerError(214, "Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.", { state: 2 });
}

function optionalText(parameter: SentParameter | undefined): string {
  return parameter === undefined || parameter.value === null ? '' : textOf(parameter);
}

function numberOf(parameter: SentParameter | undefined): number {
  if (typeof parameter?.value === 'number') return parameter.value;
  throw new SqlServerError(214, "Procedure expects parameter '@handle' of type 'int'.", { state: 2 });
}

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
