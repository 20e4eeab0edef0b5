import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type Message, messageAssembler, readMessage, replyHead } from './frames.ts';
import type { ScramConversation } from './scram.ts';

/** What the server knows of a client. */
export interface Connection {
  readonly id: number;
  readonly socket: Socket;
  /** Index of the member that it is connected to. */
  readonly member: number;
  /** From the driver's first hello. */
  application: string;
  user: { readonly name: string; readonly db: string } | undefined;
  scram: ScramConversation | undefined;
  /** The command that is running, undefined in between. */
  command: string | undefined;
}

/** Answers a message; undefined closes the connection in place of an answer. */
export type MessageHandler = (connection: Connection, message: Message) => Promise<Buffer | undefined>;

/** 48 MB, what hello says, and room for the head. */
const maxMessageBytes = 48_000_000 + 16 * 1024;

/** Serves one socket: one message after the other, as the driver sends them. */
export function serveConnection(connection: Connection, handle: MessageHandler): void {
  const { socket } = connection;
  const assembler = messageAssembler(maxMessageBytes);
  let replies = 0;
  let last = Promise.resolve();
  const answer = async (bytes: Buffer): Promise<void> => {
    if (socket.destroyed) return;
    const message = readMessage(bytes);
    const body = await handle(connection, message);
    if (body === undefined) {
      reset(socket);
    } else if (message.wantsReply && !socket.destroyed) {
      socket.cork();
      socket.write(replyHead(++replies, message, body.length));
      socket.write(body);
      socket.uncork();
    }
  };
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const bytes of assembler.push(chunk)) last = last.then(() => answer(bytes)).catch(() => reset(socket));
    } catch {
      reset(socket);
    }
  });
}

/** The peer sees a reset, not an orderly end; under TLS, where Node cannot reset, a connection that is gone. */
export function reset(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket instanceof TLSSocket) socket.destroy();
  else if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}
