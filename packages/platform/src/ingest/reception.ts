import type { IncomingMessage } from 'node:http';
import { Problem } from '../problem/problem.ts';
import { readBody } from './body.ts';

/** Where bodies arrive: beside the gate, so that a slow sender holds no place at which others could work. */
export interface Reception {
  /** Reads a body and holds it until the work on it has ended; throws 503 where more is held than permitted. */
  hold<T>(sender: string, incoming: IncomingMessage, work: (body: Buffer) => Promise<T>): Promise<T>;
}

/** What has arrived counts, not what was announced: `heldBytes` of all bodies together, half of it for one sender. */
export function createReception(bodyBytes: number, heldBytes: number): Reception {
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
      try {
        return await work(await readBody(incoming, bodyBytes, arrived));
      } finally {
        held -= own;
        const left = (bySender.get(sender) ?? 0) - own;
        if (left > 0) bySender.set(sender, left);
        else bySender.delete(sender);
      }
    },
  };
}
