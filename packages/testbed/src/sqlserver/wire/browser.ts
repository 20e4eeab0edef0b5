import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** SQL Server Browser (MC-SQLR): tells clients the port of an instance by its name. */
export interface Browser {
  readonly port: number;
  close(): Promise<void>;
}

/** Asked for all instances, or for one by name; for another name there is no answer, as of the real one. */
export async function openBrowser(at: { readonly host: string; readonly port: number }, instance: string, tcp: Tcp): Promise<Browser> {
  const socket = createSocket('udp4');
  socket.on('message', (request, from) => {
    const asked = request[0] === askForOne ? request.toString('latin1', 1).replace(/\0.*$/s, '') : undefined;
    if (asked === undefined ? request[0] !== askForAll && request[0] !== askAll : asked.toLowerCase() !== instance.toLowerCase()) return;
    const text = Buffer.from(
      `ServerName;TESTBED;InstanceName;${instance};IsClustered;No;Version;${tcp.version};tcp;${tcp.port};;`,
      'latin1',
    );
    const head = Buffer.from([answer, text.length & 0xff, text.length >> 8]);
    socket.send(Buffer.concat([head, text]), from.port, from.address);
  });
  socket.bind(at.port, at.host);
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

interface Tcp {
  readonly port: number;
  readonly version: string;
}

const [askAll, askForAll, askForOne, answer] = [0x02, 0x03, 0x04, 0x05];
