import type { Socket } from 'node:net';
import { serverError } from './attempt.ts';
import { openIncoming } from './incoming.ts';
import { type Door, type Gate, type LoggedIn, logIn } from './login/log-in.ts';
import { tds73B, tds80 } from './login/login7.ts';
import { trackTransaction } from './open-transaction.ts';
import { type Message, messageType } from './packets.ts';
import { MalformedMessage } from './reader.ts';
import { type Requests, runBatch, runCall } from './requests.ts';
import { reset } from './reset.ts';
import { openTokenWriter } from './token-writer.ts';
import { doneStatus, token, writeDatabase, writeDone, writeMessage, writeReset } from './tokens.ts';
import { runTransaction } from './transactions.ts';

/** What the server knows of a client. */
export interface Client {
  readonly spid: number;
  readonly socket: Socket;
  /** TLS came before everything: TDS 8.0. */
  readonly isStrict: boolean;
  /** From its login. */
  application: string;
}

/** Serves a client until it goes, or has to. */
export async function serveClient(client: Client, gate: Gate): Promise<void> {
  const { socket, spid, isStrict } = client;
  const incoming = openIncoming();
  const out = openTokenWriter(socket, spid);
  const door: Door = {
    socket,
    spid,
    isStrict,
    incoming,
    out,
    receive: incoming.push,
    greeted: (application) => {
      client.application = application;
    },
  };
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', incoming.close);
  socket.on('data', (bytes: Buffer) => {
    try {
      door.receive(bytes);
    } catch {
      reset(socket);
    }
  });
  try {
    const opened = await logIn(door, gate);
    if (opened !== undefined) await serveSession(door, gate, opened);
    out.close();
  } catch (error) {
    reset(socket);
    // Everything else is a defect of the engine or of ours, and nobody else sees it.
    if (!(error instanceof MalformedMessage)) process.emitWarning(error instanceof Error ? error : String(error));
  }
}

async function serveSession(door: Door, gate: Gate, opened: LoggedIn): Promise<void> {
  const { incoming, out, socket } = door;
  const on: Requests = {
    session: opened.session,
    transaction: trackTransaction(),
    prepared: new Map(),
    lastHandle: 0,
    out,
    faults: gate.faults,
    collation: gate.collation,
    compressNulls: opened.tdsVersion >= tds73B || opened.tdsVersion === tds80,
    database: opened.session.database,
    isOver: false,
    reset: () => reset(socket),
  };
  try {
    for (let message = await incoming.next(); message !== undefined; message = await incoming.next()) {
      if (message.resets) await renew(on, opened);
      if (!on.isOver) await answer(on, door, message);
      out.end();
      if (on.isOver) return;
    }
  } finally {
    await on.session.close();
  }
}

/** The session is as behind the login: settings, transaction, temporary tables. Prepared statements are gone. */
async function renew(on: Requests, opened: LoggedIn): Promise<void> {
  await on.session.close();
  on.prepared.clear();
  on.transaction.forget();
  try {
    on.session = await opened.again();
    writeReset(on.out);
    if (on.database !== on.session.database) writeDatabase(on.out, on.session.database, on.database);
    on.database = on.session.database;
  } catch (error) {
    on.isOver = true;
    writeMessage(on.out, token.error, serverError(error));
    writeDone(on.out, token.done, doneStatus.error, undefined, false);
  }
}

type Work = (on: Requests, body: Buffer, signal: AbortSignal) => Promise<void>;

const works: ReadonlyMap<number, Work> = new Map([
  [messageType.batch, runBatch],
  [messageType.call, runCall],
  [messageType.transaction, runTransaction],
]);

async function answer(on: Requests, { incoming, out }: Door, message: Message): Promise<void> {
  if (message.type === messageType.attention) {
    writeDone(out, token.done, doneStatus.attention, undefined, false);
    return;
  }
  const work = works.get(message.type);
  if (work === undefined) throw new MalformedMessage(`A message of type ${message.type}.`);
  if (message.ignored) {
    writeDone(out, token.done, doneStatus.error, undefined, false);
    return;
  }
  const attention = incoming.attention();
  try {
    await work(on, message.body, attention.signal);
  } finally {
    attention.done();
  }
  if (!attention.asked) return;
  // Two messages: what there was of the response ends, then the attention is acknowledged.
  out.end();
  writeDone(out, token.done, doneStatus.attention, undefined, false);
}
