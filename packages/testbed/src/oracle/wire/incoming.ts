import { dataHeadBytes, type Packet } from './packets.ts';
import { markerKind, packetType } from './protocol.ts';
import { MalformedMessage } from './reader.ts';

/** A message of a client, or that it has reset the connection after a break. */
export type Item = { readonly kind: 'message'; readonly body: Buffer } | { readonly kind: 'reset' };

/** What a client sent and nobody has taken yet, in order. */
export interface Incoming {
  take(packet: Packet): void;
  /** The next one; undefined when the connection has ended. */
  next(): Promise<Item | undefined>;
  /** Aborts when the client breaks, or is gone. */
  begin(): Running;
  close(): void;
}

export interface Running {
  readonly signal: AbortSignal;
  /** The client broke: nothing of the answer is of use. */
  readonly isBroken: boolean;
  done(): void;
}

const kinds = new Set<number>(Object.values(markerKind));
const flags = { endOfFile: 0x40, endOfRequest: 0x800 };
/** Of one message, over all its packets. */
const mostBytes = 256 * 1024 * 1024;

/**
 * @param interrupted called upon a client's break: it is told before anything else is sent
 * Between a break and the reset that follows it, all that comes is thrown away, and what runs is aborted.
 */
export function openIncoming(interrupted: () => void): Incoming {
  const waiting: Item[] = [];
  let parts: Buffer[] = [];
  let bytes = 0;
  let isBroken = false;
  let closed = false;
  let wake: (() => void) | undefined;
  let running: { readonly controller: AbortController; isBroken: boolean } | undefined;
  const put = (item: Item): void => {
    waiting.push(item);
    wake?.();
  };
  const close = (): void => {
    closed = true;
    waiting.length = 0;
    running?.controller.abort(new Error('The client is gone.'));
    wake?.();
  };
  const clear = (): void => {
    parts = [];
    bytes = 0;
  };
  const marker = (kind: number): void => {
    if (!kinds.has(kind)) throw new MalformedMessage(`A marker of kind ${kind}.`);
    clear();
    waiting.length = 0;
    if (running !== undefined) {
      running.isBroken = true;
      running.controller.abort(new Error('The client broke off.'));
    }
    if (kind === markerKind.reset) {
      isBroken = false;
      put({ kind: 'reset' });
    } else if (!isBroken) {
      isBroken = true;
      interrupted();
    }
  };
  return {
    take: ({ type, bytes: packet }) => {
      if (type === packetType.marker && packet.length > dataHeadBytes) return marker(packet.readUInt8(dataHeadBytes));
      if (type !== packetType.data || packet.length < dataHeadBytes) throw new MalformedMessage(`A packet of type ${type}.`);
      const flag = packet.readUInt16BE(8);
      if ((flag & flags.endOfFile) !== 0) return close();
      if (isBroken) return;
      parts.push(packet.subarray(dataHeadBytes));
      bytes += packet.length;
      if (bytes > mostBytes) throw new MalformedMessage(`A message of more than ${mostBytes} bytes.`);
      // The driver marks the last packet of each request.
      if ((flag & flags.endOfRequest) === 0) return;
      const [only] = parts;
      const body = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
      clear();
      put({ kind: 'message', body });
    },
    next: async () => {
      while (waiting.length === 0 && !closed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift();
    },
    begin: () => {
      const run = { controller: new AbortController(), isBroken };
      running = run;
      if (closed) run.controller.abort(new Error('The client is gone.'));
      else if (isBroken) run.controller.abort(new Error('The client broke off.'));
      return {
        signal: run.controller.signal,
        get isBroken() {
          return run.isBroken;
        },
        done: () => {
          running = undefined;
        },
      };
    },
    close,
  };
}
