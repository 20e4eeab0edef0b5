import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { messageType, packetsOf } from './packets.ts';

/** PEM texts. */
export interface Credentials {
  readonly key: string;
  readonly cert: string;
}

/** TLS whose handshake travels in PRELOGIN messages, and nothing else (MS-TDS 2.2.6.5). */
export interface InnerTls {
  readonly clear: TLSSocket;
  /** Bytes of the client: the bodies of its PRELOGIN messages, then what comes over the socket. */
  push(bytes: Buffer): void;
}

/** `established` is called when what comes over the socket is TLS itself. A handshake that fails ends the connection. */
export function startInnerTls(socket: Socket, credentials: Credentials, established: () => void): InnerTls {
  let isHandshake = true;
  let flight: Buffer[] = [];
  let isSecure = false;
  // Each flight has to travel in exactly one message: the client reads one for each that it sends. The last one is written when the
  // handshake is over for Node.
  const land = (): void => {
    socket.write(packetsOf(messageType.prelogin, Buffer.concat(flight), 4096));
    flight = [];
    if (!isSecure) return;
    isHandshake = false;
    established();
  };
  const pipe = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, written) => {
      if (isHandshake) {
        if (flight.push(chunk) === 1) setImmediate(land);
        written();
      } else {
        socket.write(chunk, () => written());
      }
    },
  });
  // Later versions end their handshake with a flight that no message has a place for.
  const clear = new TLSSocket(pipe, { isServer: true, ...credentials, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
  clear.once('secure', () => {
    isSecure = true;
  });
  clear.on('error', () => socket.destroy());
  socket.once('close', () => clear.destroy());
  return { clear, push: (bytes) => pipe.push(bytes) };
}
