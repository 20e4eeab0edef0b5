import { type Login, type OracleEngine, OracleError, type OracleSession, type Target } from '../../engine.ts';
import { type AnswerContext, writeOutcome, writeStatus } from '../answers.ts';
import { oracleError } from '../carry-out.ts';
import type { Address } from '../connect-request.ts';
import type { PlannedFaults } from '../faults.ts';
import type { Incoming } from '../incoming.ts';
import { callCode, messageType } from '../protocol.ts';
import { MalformedMessage, type Reader, readerOf } from '../reader.ts';
import type { ServerVersion } from '../version.ts';
import type { Writer } from '../writer.ts';
import { writeDataTypes, writeProtocol } from './negotiation.ts';
import { type LoginCall, readLoginCall, writePairs } from './pairs.ts';
import { openProof, type Proof, rounds, verifierKind } from './proof.ts';

/** What a server lets clients in by. */
export interface Gate {
  readonly engine: OracleEngine;
  readonly version: ServerVersion;
  readonly faults: PlannedFaults;
  /** Where all are sent to. */
  readonly redirect: Address | undefined;
  /** Told at every login while it is set. */
  refusal: OracleError | undefined;
}

/** Who stands at it. */
export interface Visitor {
  readonly incoming: Incoming;
  readonly out: Writer;
  readonly target: Target;
  readonly sid: number;
  readonly serial: number;
  /** It said what it is. */
  greeted(program: string): void;
}

/** Greets a client until it is logged in; undefined when it was refused, or is gone. */
export async function logIn(visitor: Visitor, gate: Gate): Promise<OracleSession | undefined> {
  const { incoming, out } = visitor;
  const on: AnswerContext = { out, session: { inTransaction: false }, fields: gate.version.fields };
  let opened: Opened | undefined;
  for (let item = await incoming.next(); item !== undefined; item = await incoming.next()) {
    if (item.kind === 'reset') throw new MalformedMessage('A reset before the login.');
    const reader = readerOf(item.body);
    const type = reader.u8();
    if (type === messageType.protocol) writeProtocol(out, gate.version.fields);
    else if (type === messageType.dataTypes) writeDataTypes(out);
    else if (type !== messageType.call) throw new MalformedMessage(`A message of type ${type} before the login.`);
    else {
      const code = callCodeOf(reader);
      const call = readLoginCall(reader);
      if (code === callCode.sessionKey) {
        const proof = await openProof(gate.engine.password(visitor.target, nameOf(call.user)));
        opened = { proof, told: call.pairs };
        challenge(on, proof);
        visitor.greeted(call.pairs.get('AUTH_PROGRAM_NM') ?? '');
      } else if (opened !== undefined) return admit(visitor, gate, on, opened, call);
      else throw new MalformedMessage('A login without a key.');
    }
    out.end();
  }
  return undefined;
}

/** What the first of the two calls leaves to the second. */
interface Opened {
  readonly proof: Proof;
  /** What the client is. */
  readonly told: LoginCall['pairs'];
}

function callCodeOf(reader: Reader): number {
  const code = reader.u8();
  // Number of the call.
  reader.u8();
  if (code !== callCode.sessionKey && code !== callCode.authenticate) throw new MalformedMessage(`A call ${code} before the login.`);
  return code;
}

function challenge(on: AnswerContext, { challenge: { sessionKey, verifier, salt } }: Proof): void {
  writePairs(on.out, [
    ['AUTH_SESSKEY', sessionKey],
    ['AUTH_VFR_DATA', verifier, verifierKind],
    ['AUTH_PBKDF2_CSK_SALT', salt],
    ['AUTH_PBKDF2_VGEN_COUNT', String(rounds.verifier)],
    ['AUTH_PBKDF2_SDER_COUNT', String(rounds.mixing)],
  ]);
  writeStatus(on);
}

async function admit(visitor: Visitor, gate: Gate, on: AnswerContext, opened: Opened, call: LoginCall): Promise<OracleSession | undefined> {
  const { out } = visitor;
  let session: OracleSession | undefined;
  try {
    const refusal = gate.refusal ?? gate.faults.takeLoginError();
    if (refusal !== undefined) throw refusal;
    const answer = await opened.proof.check(call.pairs.get('AUTH_SESSKEY') ?? '', call.pairs.get('AUTH_PASSWORD') ?? '');
    if (answer === undefined) throw new OracleError(1017, 'invalid username/password; logon denied');
    session = await gate.engine.connect(loginOf(visitor, opened, call));
    await alter(session, call.pairs.get('AUTH_ALTER_SESSION'));
    welcome(visitor, gate, answer);
    writeStatus({ ...on, session });
  } catch (error) {
    await session?.close();
    session = undefined;
    writeOutcome(on, { error: oracleError(error), cursor: 0, rowCount: 0 });
  }
  out.end();
  return session;
}

function loginOf({ target, sid, serial }: Visitor, { told }: Opened, { user, mode }: LoginCall): Login {
  return {
    target,
    user: nameOf(user),
    role: (mode & sysdba) === 0 ? undefined : 'sysdba',
    program: told.get('AUTH_PROGRAM_NM') ?? '',
    machine: told.get('AUTH_MACHINE') ?? '',
    sid,
    serial,
  };
}

const sysdba = 0x20;

/** As the server keeps it: in upper case, unless it is quoted. */
function nameOf(user: string): string {
  return /^".*"$/.test(user) ? user.slice(1, -1) : user.toUpperCase();
}

/** The client sets its time zone, `ALTER SESSION SET TIME_ZONE ='+07:0'`: its one digit of minutes is completed, as engines need not know it. */
async function alter(session: OracleSession, statement: string | undefined): Promise<void> {
  const text = (statement ?? '').replace(/\0$/, '').replace(/'([+-]\d\d:)(\d)'/, "'$10$2'");
  if (text !== '') await session.execute({ text, binds: [[]], commit: false }, new AbortController().signal);
}

function welcome({ out, target, sid, serial }: Visitor, { version, engine }: Gate, answer: string): void {
  writePairs(out, [
    ['AUTH_SVR_RESPONSE', answer],
    ['AUTH_VERSION_STRING', '- Production'],
    ['AUTH_VERSION_SQL', '25'],
    ['AUTH_VERSION_NO', String(version.number)],
    ['AUTH_SC_DBUNIQUE_NAME', target.databaseName],
    ['AUTH_SC_REAL_DBUNIQUE_NAME', target.databaseName],
    ['AUTH_SC_DB_DOMAIN', ''],
    ['AUTH_SC_SERVICE_NAME', target.serviceName],
    ['AUTH_INSTANCENAME', target.instanceName],
    ['AUTH_DBNAME', target.container],
    ['AUTH_MAX_OPEN_CURSORS', '300'],
    ['AUTH_MAX_IDEN_LENGTH', version.major === 12 && version.text.startsWith('12.1') ? '30' : '128'],
    ['AUTH_SESSION_ID', String(sid)],
    ['AUTH_SERIAL_NUM', String(serial)],
    ['AUTH_NLS_LXCCHARSET', engine.database.characterSet],
  ]);
}
