import { type ConnectRequest, readConnect } from './connect-request.ts';
import { dataHeadBytes, type Packet } from './packets.ts';
import { packetType } from './protocol.ts';
import { MalformedMessage } from './reader.ts';

/** What a client begins with: a connect packet, and behind it a data packet with what had no place in it. */
export interface CallIn {
  take(packet: Packet): void;
  /** Undefined when it went before it was whole. */
  readonly request: Promise<ConnectRequest | undefined>;
  close(): void;
}

export function openCallIn(): CallIn {
  let told = (_request: ConnectRequest | undefined): void => undefined;
  const request = new Promise<ConnectRequest | undefined>((resolve) => {
    told = resolve;
  });
  let begun: ConnectRequest | undefined;
  return {
    take: ({ type, bytes }) => {
      if (type !== (begun === undefined ? packetType.connect : packetType.data))
        throw new MalformedMessage(`A packet of type ${type} in place of the first.`);
      if (begun !== undefined) return told({ ...begun, descriptor: bytes.toString('latin1', dataHeadBytes) });
      const { request: asked, follows } = readConnect(bytes);
      if (follows) begun = asked;
      else told(asked);
    },
    request,
    close: () => told(undefined),
  };
}
