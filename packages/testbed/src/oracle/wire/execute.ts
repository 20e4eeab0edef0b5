import { type Bind, type Execution, OracleError, type ResultColumn } from '../engine.ts';
import { writeOutcome } from './answers.ts';
import { type BindPlan, planBinds, readBindRows } from './bind-rows.ts';
import type { ExecuteCall } from './calls.ts';
import { type EncodedColumn, isSameDescription, writeDescription } from './columns.ts';
import { type Conversation, closeStatement, endRows, openStatement, type Statement } from './conversation.ts';
import type { Strike } from './faults.ts';
import { writeBlockOutputs, writeReturned } from './outputs.ts';
import { returningPlaces } from './placeholders.ts';
import { messageType } from './protocol.ts';
import type { Reader } from './reader.ts';
import { fetchRows } from './rows.ts';
import { happen } from './strikes.ts';
import { typeShapeOf } from './type-shapes.ts';
import { readSentType } from './values/binds.ts';
import { encodingOf, isUnknown, needsDefine } from './values/encodings.ts';

/** Carries out a call on a statement and writes its answer. */
export async function execute(on: Conversation, call: ExecuteCall, reader: Reader, signal: AbortSignal): Promise<void> {
  const statement = call.text === undefined ? existing(on, call.cursor) : reopened(on, call.cursor, call.text);
  try {
    if (call.binds > 0) statement.plan = readPlan(on, statement, call.binds, reader);
    if (call.defines > 0) {
      define(
        on,
        statement,
        Array.from({ length: call.defines }, () => readSentType(reader, on.fields).code),
      );
      await fetchRows(on, statement, call.rows, signal);
    } else if (call.executes) {
      const rows = statement.plan === undefined ? [[]] : readBindRows(reader, statement.plan, call.iterations, on);
      await run(on, statement, call, rows, signal);
    } else if (call.text === undefined) await fetchRows(on, statement, call.rows, signal);
    else {
      tellColumns(on, statement, await on.session.describe(statement.text));
      writeOutcome(on, { cursor: statement.number, rowCount: 0 });
    }
  } catch (error) {
    // The client never learned of its number.
    if (call.text !== undefined) await closeStatement(on, statement);
    throw error;
  }
}

function existing(on: Conversation, cursor: number): Statement {
  const statement = on.statements.get(cursor);
  if (statement === undefined) throw new OracleError(1001, 'invalid cursor');
  return statement;
}

/** Definitions are parsed anew under the number that they have. */
function reopened(on: Conversation, cursor: number, text: string): Statement {
  const statement = on.statements.get(cursor);
  return statement?.text === text ? statement : openStatement(on, text);
}

function readPlan(on: Conversation, { text }: Statement, count: number, reader: Reader): BindPlan {
  const sent = Array.from({ length: count }, () => readSentType(reader, on.fields));
  return planBinds(sent, returningPlaces(text), isBlock(text));
}

/** In front of it only comments and brackets may stand. */
function isBlock(text: string): boolean {
  return /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:begin|declare|call)\b/i.test(text);
}

async function run(
  on: Conversation,
  statement: Statement,
  call: ExecuteCall,
  binds: readonly (readonly Bind[])[],
  signal: AbortSignal,
): Promise<void> {
  await endRows(statement);
  // A client may read on what the execution before told of.
  on.lobs.removeOf(statement, statement.executions);
  statement.executions++;
  await on.faults.waitFor(statement.text, signal);
  const strike = on.faults.strikeFor(statement.text);
  if (strike !== undefined && isNow(strike, 'before')) happen(on, strike);
  if (on.isOver) return;
  const request = { text: statement.text, binds, commit: call.commits, gatherErrors: call.gathersErrors };
  const execution = typeShapeOf(statement.text, binds) ?? (await on.session.execute(request, signal));
  statement.cursor = execution.cursor;
  statement.strike = strike?.atRow === undefined ? undefined : strike;
  if (strike !== undefined && isNow(strike, 'after')) happen(on, strike);
  if (on.isOver) return;
  await answer(on, statement, call, execution, binds.length, signal);
  if (strike !== undefined && isNow(strike, 'within')) happen(on, strike);
}

/** One at a row comes with that row. */
function isNow(strike: Strike, when: Strike['when']): boolean {
  return strike.atRow === undefined && strike.when === when;
}

async function answer(
  on: Conversation,
  statement: Statement,
  call: ExecuteCall,
  execution: Execution,
  iterations: number,
  signal: AbortSignal,
): Promise<void> {
  tellSchema(on);
  const { cursor, rowCount, rowId, warning, batchErrors } = execution;
  const { plan } = statement;
  if (cursor !== undefined) {
    statement.rows = 0;
    statement.isRead = false;
    tellColumns(on, statement, cursor.columns);
    const waits = statement.defines === undefined && cursor.columns.some(({ type }) => needsDefine(type));
    if (call.fetches && !waits) return fetchRows(on, statement, call.rows, signal);
  } else if (plan?.isBlock === true) writeBlockOutputs(on, statement, plan, execution, iterations);
  else if (plan !== undefined && plan.returned.size > 0) writeReturned(on, statement, plan, execution, iterations);
  writeOutcome(on, { cursor: statement.number, rowCount, rowId, warning, batchErrors });
}

/** Tells what the client does not know yet: at the first execution, and when the columns have become others since. */
function tellColumns(on: Conversation, statement: Statement, columns: readonly ResultColumn[]): void {
  if (columns.length === 0) return;
  if (statement.columns !== undefined && isSameDescription(statement.columns, columns)) return;
  if (columns.some(({ type }) => isUnknown(type, on.fields))) throw new OracleError(902, 'invalid datatype');
  statement.defines = undefined;
  statement.columns = encoded(on, statement, columns);
  writeDescription(on.out, statement.columns, on.fields);
}

function define(on: Conversation, statement: Statement, defines: readonly number[]): void {
  if (statement.columns === undefined) throw new OracleError(1002, 'fetch out of sequence');
  statement.defines = defines;
  statement.columns = encoded(on, statement, statement.columns);
}

function encoded(on: Conversation, statement: Statement, columns: readonly ResultColumn[]): readonly EncodedColumn[] {
  return columns.map((column, index) => ({
    name: column.name,
    type: column.type,
    nullable: column.nullable,
    encoding: encodingOf(column, on, statement, statement.defines?.[index]),
  }));
}

const currentSchema = 168;

function tellSchema(on: Conversation): void {
  const { out, session } = on;
  if (session.currentSchema === on.toldSchema) return;
  on.toldSchema = session.currentSchema;
  out.u8(messageType.parameters);
  out.integer(0);
  out.integer(0);
  out.integer(1);
  out.sizedText(session.currentSchema);
  out.integer(0);
  out.integer(currentSchema);
  out.integer(0);
}
