import type { IncomingMessage } from 'node:http';
import type { BufferPool } from '@lienthong/core';
import { Problem } from '../problem/problem.ts';
import { readPieces } from './body.ts';

/** Where bodies arrive: beside the gate, so that a slow sender holds no place at which others could work. */
export interface Reception {
  /** Reads a body and holds it until the work on it has ended, not longer; throws 503 where more is held than permitted. */
  hold<T>(sender: string, incoming: IncomingMessage, work: (body: Buffer) => Promise<T>): Promise<T>;
}

/** What has arrived counts, not what was announced: `heldBytes` of all bodies together, half of it for one sender. */
export function createReception(bodyBytes: number, heldBytes: number, buffers: BufferPool): Reception {
  const bySender = new Map<string, number>();
  let held = 0;
  return {
    async hold(sender, incoming, work) {
      let own = 0;
      const arrived = (bytes: number): void => {
        own += bytes;
        held += bytes;
        const ofSender = (bySender.get(sender) ?? 0) + bytes;
        bySender.set(sender, ofSender);
        if (held > heldBytes || ofSender > heldBytes / 2) throw new Problem('overloaded', { retryAfterSeconds: 1 });
      };
      let memory: Buffer | undefined;
      try {
        const pieces = await readPieces(incoming, bodyBytes, arrived);
        // What has arrived, never what was announced: a slow sender is not given memory for more.
        memory = buffers.take(own);
        return await work(join(pieces, memory, own));
      } finally {
        if (memory !== undefined) buffers.give(memory);
        held -= own;
        const left = (bySender.get(sender) ?? 0) - own;
        if (left > 0) bySender.set(sender, left);
        else bySender.delete(sender);
      }
    },
  };
}

function join(pieces: readonly Buffer[], memory: Buffer, length: number): Buffer {
  let at = 0;
  for (const piece of pieces) at += piece.copy(memory, at);
  return memory.subarray(0, length);
}
