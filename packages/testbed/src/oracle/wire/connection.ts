import type { Socket } from 'node:net';
import { OracleError, type OracleSession } from '../engine.ts';
import { writeOutcome } from './answers.ts';
import { openCallIn } from './call-in.ts';
import { carryOut } from './carry-out.ts';
import { acceptPacket, type ConnectRequest, calledBy, programOf, redirectPacket, refusePacket } from './connect-request.ts';
import { type Conversation, closeStatement } from './conversation.ts';
import { openIncoming } from './incoming.ts';
import { openLobs } from './lobs.ts';
import { type Gate, logIn, type Visitor } from './login/log-in.ts';
import { markerOf, packetAssembler } from './packets.ts';
import { markerKind } from './protocol.ts';
import { MalformedMessage, readerOf } from './reader.ts';
import { reset } from './reset.ts';
import { openWriter, type Writer } from './writer.ts';

/** What the server knows of a client. */
export interface Client {
  readonly sid: number;
  readonly serial: number;
  readonly socket: Socket;
  /** From its connect packet, then from its login. */
  program: string;
}

/** Serves a client until it goes, or has to. */
export async function serveClient(client: Client, gate: Gate): Promise<void> {
  const { socket } = client;
  const out = openWriter(socket);
  const assembler = packetAssembler();
  const incoming = openIncoming(() => out.packet(markerOf(markerKind.break)));
  const callIn = openCallIn();
  let receive = callIn.take;
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    callIn.close();
    incoming.close();
  });
  socket.on('data', (bytes: Buffer) => {
    try {
      for (const packet of assembler.push(bytes)) receive(packet);
    } catch {
      reset(socket);
    }
  });
  try {
    const request = await callIn.request;
    if (request === undefined) return;
    receive = incoming.take;
    assembler.enlarge(request.sessionDataUnit);
    const visitor = welcome(client, gate, request, out, incoming);
    const session = visitor === undefined ? undefined : await logIn(visitor, gate);
    if (session !== undefined) await serveSession(client, gate, visitor, session);
    out.close();
  } catch (error) {
    reset(socket);
    // Everything else is a defect of the engine or of ours, and nobody else sees it.
    if (!(error instanceof MalformedMessage)) process.emitWarning(error instanceof Error ? error : String(error));
  }
}

/** What a listener does: accepts for a database that it knows. */
function welcome(client: Client, gate: Gate, request: ConnectRequest, out: Writer, incoming: Visitor['incoming']): Visitor | undefined {
  if (gate.redirect !== undefined) {
    out.packet(redirectPacket(gate.redirect));
    return undefined;
  }
  const called = calledBy(request.descriptor);
  client.program = programOf(request.descriptor);
  const target = called === undefined ? undefined : gate.engine.find(called.kind, called.name);
  const error = listenerError(gate.refusal, target === undefined, called?.kind);
  if (target === undefined || error !== undefined) {
    out.packet(refusePacket(error ?? noSuchService));
    return undefined;
  }
  out.setSessionDataUnit(request.sessionDataUnit);
  out.packet(acceptPacket(request.sessionDataUnit));
  const { sid, serial } = client;
  const greeted = (program: string): void => {
    if (program !== '') client.program = program;
  };
  return { incoming, out, target, sid, serial, greeted };
}

const noSuchService = 12_514;
const noSuchSid = 12_505;

/** Errors of TNS come from the listener, all others with the login. */
function listenerError(refusal: OracleError | undefined, isUnknown: boolean, kind: 'service' | 'sid' | undefined): number | undefined {
  if (refusal !== undefined && refusal.number >= 12_150 && refusal.number < 12_700) return refusal.number;
  if (!isUnknown) return undefined;
  return kind === 'sid' ? noSuchSid : noSuchService;
}

async function serveSession(client: Client, gate: Gate, visitor: Visitor | undefined, session: OracleSession): Promise<void> {
  if (visitor === undefined) return;
  const { incoming, out } = visitor;
  const on = openConversation(client, gate, out, session);
  try {
    for (let item = await incoming.next(); item !== undefined; item = await incoming.next()) {
      if (item.kind === 'reset') answerReset(on);
      else await answer(on, incoming, item.body);
      if (on.isOver) return;
      await out.blocked;
    }
  } finally {
    for (const statement of [...on.statements.values()]) await closeStatement(on, statement);
    await session.close();
  }
}

async function answer(on: Conversation, incoming: Visitor['incoming'], body: Buffer): Promise<void> {
  const running = incoming.begin();
  try {
    await carryOut(on, readerOf(body), running.signal);
  } finally {
    running.done();
  }
  if (running.isBroken) on.out.discard();
  else on.out.end();
}

/** What was running is over by now, one way or the other. */
function answerReset(on: Conversation): void {
  on.out.discard();
  on.out.packet(markerOf(markerKind.reset));
  writeOutcome(on, { error: new OracleError(1013, 'user requested cancel of current operation'), cursor: 0, rowCount: 0 });
  on.out.end();
}

function openConversation(client: Client, gate: Gate, out: Writer, session: OracleSession): Conversation {
  return {
    out,
    session,
    fields: gate.version.fields,
    lobs: openLobs(),
    sessionZone: () => session.timeZone ?? '+00:00',
    statements: new Map(),
    lastStatement: 0,
    faults: gate.faults,
    toldSchema: session.currentSchema,
    askedSchema: undefined,
    isOver: false,
    reset: () => reset(client.socket),
  };
}
