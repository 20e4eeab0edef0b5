import type { Socket } from 'node:net';

/** The faults that act on bytes, shared by all connections of a proxy and changed while they run. */
export interface Weather {
  delay: number;
  slice: number | undefined;
  blackhole: boolean;
}

/** One direction of one connection. */
export interface Flow {
  /** The weather changed. */
  wake(): void;
}

interface Waiting {
  readonly bytes: Buffer | undefined;
  readonly since: number;
}

const memory = 1_048_576;

/** Passes bytes and the end of bytes on, in order, as the weather allows; keeps at most about a mebibyte. */
export function openFlow(from: Socket, to: Socket, weather: Weather): Flow {
  const queue: Waiting[] = [];
  let held = 0;
  let timer: NodeJS.Timeout | undefined;

  const take = (bytes: Buffer | undefined): void => {
    queue.push({ bytes, since: performance.now() });
    held += bytes?.length ?? 0;
    if (held > memory) from.pause();
    pump();
  };

  const pump = (): void => {
    clearTimeout(timer);
    timer = undefined;
    while (!weather.blackhole && !to.writableNeedDrain) {
      const first = queue[0];
      if (first === undefined) break;
      const rest = first.since + weather.delay - performance.now();
      if (rest > 0) {
        timer = setTimeout(pump, rest);
        return;
      }
      queue.shift();
      if (first.bytes === undefined) to.end();
      else if (sendFirstPiece(first.bytes, first.since)) return;
    }
    if (held <= memory && from.isPaused()) from.resume();
  };

  /** True when pieces are left for a later turn: written in the same one they would travel together. */
  const sendFirstPiece = (bytes: Buffer, since: number): boolean => {
    const size = Math.min(weather.slice ?? bytes.length, bytes.length);
    held -= size;
    if (to.writable) to.write(bytes.subarray(0, size));
    if (size === bytes.length) return false;
    queue.unshift({ bytes: bytes.subarray(size), since });
    setImmediate(pump);
    return true;
  };

  from.on('data', take);
  from.once('end', () => take(undefined));
  from.once('close', () => clearTimeout(timer));
  to.on('drain', pump);
  return { wake: pump };
}
