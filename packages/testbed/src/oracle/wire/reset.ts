import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The peer sees a reset, not an orderly end; where there is TLS, so that Node cannot reset, a connection that is gone. */
export function reset(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket instanceof TLSSocket) socket.destroy();
  else if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}
