import type { Cursor, OracleSession } from '../engine.ts';
import type { AnswerContext } from './answers.ts';
import type { BindPlan } from './bind-rows.ts';
import type { EncodedColumn } from './columns.ts';
import type { PlannedFaults, Strike } from './faults.ts';
import type { LobOwner, Lobs } from './lobs.ts';
import type { EncodingContext } from './values/encoding.ts';

/** What calls of one connection work on. */
export interface Conversation extends AnswerContext, EncodingContext {
  readonly session: OracleSession;
  readonly lobs: Lobs;
  /** Open statements by their numbers, which clients call cursors. */
  readonly statements: Map<number, Statement>;
  lastStatement: number;
  readonly faults: PlannedFaults;
  /** The schema that the client knows of. */
  toldSchema: string;
  /** Set ahead of a call: carried out before it. */
  askedSchema: string | undefined;
  /** The connection ends behind this answer. */
  isOver: boolean;
  /** Resets the connection. */
  readonly reset: () => void;
}

export interface Statement extends LobOwner {
  readonly number: number;
  executions: number;
  /** Empty for a cursor that a bind took out. */
  readonly text: string;
  /** From the first execution on. */
  plan: BindPlan | undefined;
  /** Those that the client was told. */
  columns: readonly EncodedColumn[] | undefined;
  /** What it wants large objects as, by the column. */
  defines: readonly number[] | undefined;
  cursor: Cursor | undefined;
  /** Rows that were sent. */
  rows: number;
  /** All of them were. */
  isRead: boolean;
  /** What will go wrong while it is fetched. */
  strike: Strike | undefined;
}

export function openStatement(on: Conversation, text: string): Statement {
  on.lastStatement = nextNumber(on);
  const statement: Statement = {
    number: on.lastStatement,
    executions: 0,
    text,
    plan: undefined,
    columns: undefined,
    defines: undefined,
    cursor: undefined,
    rows: 0,
    isRead: false,
    strike: undefined,
  };
  on.statements.set(statement.number, statement);
  return statement;
}

/** Numbers have two bytes and are used again. */
function nextNumber({ lastStatement, statements }: Conversation): number {
  let number = lastStatement;
  do number = (number % 0xffff) + 1;
  while (statements.has(number));
  return number;
}

/** Its rows are given up; it may be executed again. */
export async function endRows(statement: Statement): Promise<void> {
  const { cursor } = statement;
  statement.cursor = undefined;
  statement.strike = undefined;
  await cursor?.close();
}

/** It is forgotten, with what its rows told of. */
export async function closeStatement(on: Conversation, statement: Statement): Promise<void> {
  on.statements.delete(statement.number);
  on.lobs.removeOf(statement);
  await endRows(statement);
}
