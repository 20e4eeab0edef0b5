import { OracleError } from '../engine.ts';
import { writeOutcome, writeStatus } from './answers.ts';
import { readExecute, readReexecute } from './calls.ts';
import { type Conversation, closeStatement, endRows } from './conversation.ts';
import { execute } from './execute.ts';
import { answerLobCall, readLobCall } from './lob-calls.ts';
import { readPiggyback } from './piggybacks.ts';
import { callCode, messageType } from './protocol.ts';
import { MalformedMessage, type Reader } from './reader.ts';
import { fetchRows } from './rows.ts';

/** Carries out a message and writes its answer; `MalformedMessage` is thrown on. */
export async function carryOut(on: Conversation, reader: Reader, signal: AbortSignal): Promise<void> {
  const gone: number[] = [];
  const cancelled: number[] = [];
  let type = reader.u8();
  for (; type === messageType.piggyback; type = reader.u8()) {
    readPiggyback(reader, {
      lobs: on.lobs,
      closeCursor: (cursor) => gone.push(cursor),
      cancelCursor: (cursor) => cancelled.push(cursor),
      setSchema: (name) => {
        on.askedSchema = name;
      },
    });
  }
  if (type !== messageType.call && type !== messageType.oneWayCall) throw new MalformedMessage(`A message of type ${type}.`);
  const code = reader.u8();
  // Number of the call.
  reader.u8();
  /** The statement that it is about, once that is read. */
  const about = { cursor: 0 };
  try {
    for (const number of [...gone, ...cancelled]) await give(on, number, gone.includes(number));
    await setSchema(on, signal);
    await call(on, code, reader, about, signal);
  } catch (error) {
    if (error instanceof MalformedMessage) throw error;
    if (signal.aborted && !(error instanceof OracleError)) return;
    const told = oracleError(error);
    on.isOver ||= told.isFatal;
    writeOutcome(on, { error: told, cursor: on.statements.has(about.cursor) ? about.cursor : 0, rowCount: 0 });
  }
}

async function call(on: Conversation, code: number, reader: Reader, about: { cursor: number }, signal: AbortSignal): Promise<void> {
  switch (code) {
    case callCode.execute:
    case callCode.reexecute:
    case callCode.reexecuteAndFetch: {
      const asked = code === callCode.execute ? readExecute(reader, on.fields) : readReexecute(reader, code);
      about.cursor = asked.cursor;
      return execute(on, asked, reader, signal);
    }
    case callCode.fetch: {
      about.cursor = reader.integer();
      const statement = on.statements.get(about.cursor);
      if (statement === undefined) throw new OracleError(1001, 'invalid cursor');
      return fetchRows(on, statement, reader.integer(), signal);
    }
    case callCode.lob:
      return answerLobCall(on, readLobCall(reader));
    case callCode.commit:
      await on.session.commit();
      return writeStatus(on);
    case callCode.rollback:
      await on.session.rollback();
      return writeStatus(on);
    case callCode.ping:
      return writeStatus(on);
    case callCode.logOff:
      on.isOver = true;
      return writeStatus(on);
    case callCode.sessionRelease:
      return undefined;
    default:
      throw new OracleError(3001, 'unimplemented feature');
  }
}

async function give(on: Conversation, number: number, isClosed: boolean): Promise<void> {
  const statement = on.statements.get(number);
  if (statement === undefined) return;
  await (isClosed ? closeStatement(on, statement) : endRows(statement));
}

async function setSchema(on: Conversation, signal: AbortSignal): Promise<void> {
  const name = on.askedSchema;
  if (name === undefined) return;
  on.askedSchema = undefined;
  await on.session.execute({ text: `alter session set current_schema = "${name}"`, binds: [[]], commit: false }, signal);
  on.toldSchema = on.session.currentSchema;
}

/** What an engine throws that is no error of a server is a defect of it; it is told to whoever debugs, and ends the connection. */
export function oracleError(error: unknown): OracleError {
  if (error instanceof OracleError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new OracleError(600, `internal error code, arguments: [The engine failed: ${message}]`, { isFatal: true });
}
