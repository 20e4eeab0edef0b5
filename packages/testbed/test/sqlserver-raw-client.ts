import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type Message, messageAssembler, packetsOf } from '../src/sqlserver/wire/packets.ts';

/** TDS by hand, for what tedious does not do: it asks for encryption of everything or of nothing. */
export interface RawClient {
  readonly socket: Socket;
  send(type: number, body: Buffer, over?: Socket | TLSSocket): void;
  /** The next message that comes over the socket itself. */
  receive(): Promise<Message>;
  /** TLS within PRELOGIN, established. */
  secure(ca: string): Promise<TLSSocket>;
}

export async function connectRaw(port: number): Promise<RawClient> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  const assembler = messageAssembler();
  const waiting: Message[] = [];
  let wake = (): void => undefined;
  socket.on('data', (chunk: Buffer) => {
    waiting.push(...assembler.push(chunk));
    wake();
  });
  const send: RawClient['send'] = (type, body, over = socket) => {
    over.write(packetsOf(type, body, 4096));
  };
  const receive = async (): Promise<Message> => {
    for (;;) {
      const message = waiting.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const secure = async (ca: string): Promise<TLSSocket> => {
    let isHandshake = true;
    const pipe = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _, done) => {
        if (isHandshake) send(prelogin, chunk);
        else socket.write(chunk);
        done();
      },
    });
    const tls = connectTls({ socket: pipe, ca, servername: 'localhost', maxVersion: 'TLSv1.2' });
    const established = once(tls, 'secureConnect');
    // The server's two flights: the second ends the handshake.
    for (let flight = 0; flight < 2; flight++) pipe.push((await receive()).body);
    await established;
    isHandshake = false;
    return tls;
  };
  return { socket, send, receive, secure };
}

const prelogin = 0x12;

/** PRELOGIN that asks for this encryption and nothing else. */
export function preloginAsking(encryption: number): Buffer {
  return Buffer.from([0x01, 0, 6, 0, 1, 0xff, encryption]);
}

/** LOGIN7 of TDS 7.4 with a user and a password. */
export function login7(user: string, password: string): Buffer {
  const fixed = Buffer.alloc(94);
  const texts = [Buffer.from(user, 'utf16le'), scrambled(password)];
  fixed.writeUInt32LE(0x74000004, 4);
  fixed.writeUInt32LE(4096, 8);
  let offset = fixed.length;
  for (const [index, text] of texts.entries()) {
    fixed.writeUInt16LE(offset, 40 + index * 4);
    fixed.writeUInt16LE(text.length / 2, 42 + index * 4);
    offset += text.length;
  }
  fixed.writeUInt32LE(offset, 0);
  return Buffer.concat([fixed, ...texts]);
}

function scrambled(password: string): Buffer {
  return Buffer.from(Buffer.from(password, 'utf16le').map((byte) => (((byte & 0x0f) << 4) | (byte >> 4)) ^ 0xa5));
}
