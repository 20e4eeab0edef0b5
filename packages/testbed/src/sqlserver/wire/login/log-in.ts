import type { Socket } from 'node:net';
import type { SqlEngine, SqlServerError, SqlSession } from '../../engine.ts';
import { serverError } from '../attempt.ts';
import type { PlannedFaults } from '../faults.ts';
import type { Incoming } from '../incoming.ts';
import { type Credentials, startInnerTls } from '../inner-tls.ts';
import { type Message, messageType, packetsOf } from '../packets.ts';
import { MalformedMessage, orMalformed } from '../reader.ts';
import { reset } from '../reset.ts';
import type { TokenWriter } from '../token-writer.ts';
import { doneStatus, token, writeDone, writeMessage } from '../tokens.ts';
import type { ServerVersion } from '../version.ts';
import { type Agreed, acknowledge, agree } from './acknowledgement.ts';
import { type Identities, identify, loginFailed } from './conversation.ts';
import { type Login7, readLogin7 } from './login7.ts';
import { agreeOnEncryption, encryption, preloginAnswer, readPrelogin } from './prelogin.ts';

/** What a login needs of the server. */
export interface Gate {
  readonly engine: SqlEngine;
  readonly version: ServerVersion;
  readonly collation: string;
  readonly tls: (Credentials & { readonly required: boolean }) | undefined;
  readonly identities: Identities;
  readonly faults: PlannedFaults;
  /** Nobody is let in: the server has failed over. */
  readonly refusal: SqlServerError | undefined;
}

/** A connection before anybody has logged in. */
export interface Door {
  readonly socket: Socket;
  readonly spid: number;
  /** TLS came before everything: TDS 8.0. */
  readonly isStrict: boolean;
  readonly incoming: Incoming;
  readonly out: TokenWriter;
  /** Where bytes of the socket go. */
  receive: (bytes: Buffer) => void;
  /** The login is known: whether it succeeds is not. */
  readonly greeted: (applicationName: string) => void;
}

export interface LoggedIn extends Agreed {
  readonly session: SqlSession;
  /** The same login once more: what a reset of the connection is. */
  readonly again: () => Promise<SqlSession>;
}

/** Leads a client from PRELOGIN to its session; undefined when it was refused, or has gone. Throws `MalformedMessage`. */
export async function logIn(door: Door, gate: Gate): Promise<LoggedIn | undefined> {
  const first = await door.incoming.next();
  if (first === undefined) return undefined;
  if (first.type !== messageType.prelogin) throw new MalformedMessage(`A first message of type ${first.type}.`);
  const message = await agreeOnTls(door, gate, first);
  if (message === undefined) return undefined;
  if (message.type !== messageType.login) throw new MalformedMessage(`A login of type ${message.type}.`);
  const login = orMalformed(() => readLogin7(message.body));
  door.greeted(login.applicationName);
  try {
    return await open(door, gate, login);
  } catch (error) {
    if (error instanceof MalformedMessage) throw error;
    refuse(door.out, serverError(error), login.user);
    return undefined;
  }
}

/** Answers PRELOGIN and leads through the handshake, if there is one; the message behind it. */
async function agreeOnTls(door: Door, { tls, version, identities }: Gate, first: Message): Promise<Message | undefined> {
  const { socket, incoming, out } = door;
  const asked = orMalformed(() => readPrelogin(first.body));
  const offered = tls === undefined || door.isStrict ? 'none' : tls.required ? 'required' : 'offered';
  const agreed = agreeOnEncryption(asked.encryption, offered);
  const federated = asked.asksForFederation && Object.keys(identities.tokens).length > 0;
  socket.write(packetsOf(messageType.response, preloginAnswer(agreed, version, federated), 4096));
  if (agreed === encryption.notSupported || tls === undefined) return incoming.next();
  const inner = startInnerTls(socket, tls, () => {
    door.receive = inner.push;
    out.setStream(inner.clear);
  });
  inner.clear.on('data', (bytes: Buffer) => {
    try {
      incoming.push(bytes);
    } catch {
      reset(socket);
    }
  });
  let message = await incoming.next();
  while (message?.type === messageType.prelogin) {
    inner.push(message.body);
    message = await incoming.next();
  }
  if (agreed === encryption.off) {
    // The login alone was to be encrypted.
    door.receive = incoming.push;
    out.setStream(socket);
  }
  return message;
}

async function open(door: Door, gate: Gate, login: Login7): Promise<LoggedIn> {
  const { out, incoming, spid } = door;
  const agreed = agree(login, door.isStrict);
  const planned = gate.refusal ?? gate.faults.takeLoginError();
  if (planned !== undefined) throw planned;
  const identity = await identify(login, incoming, out, gate.identities);
  const { user, password, database, applicationName, hostName, readOnlyIntent } = login;
  const again = (): Promise<SqlSession> =>
    gate.engine.connect({ user, password, identity, database, applicationName, hostName, readOnlyIntent, spid });
  const session = await again();
  acknowledge(out, login, agreed, session, gate);
  out.end();
  out.setPacketSize(agreed.packetSize);
  return { session, again, ...agreed };
}

function refuse(out: TokenWriter, error: SqlServerError, user: string): void {
  writeMessage(out, token.error, error);
  // As the server: that the database cannot be opened is followed by the failure of the login.
  if (error.number === cannotOpenDatabase) writeMessage(out, token.error, loginFailed(user));
  writeDone(out, token.done, doneStatus.error, undefined, false);
  out.end();
}

const cannotOpenDatabase = 4060;
