import { type Message, messageAssembler, messageType } from './packets.ts';

/** What a client sent and nobody has taken yet, in order. */
export interface Incoming {
  /** Throws on bytes that are no packets. */
  push(chunk: Buffer): void;
  /** The next message; undefined when the connection has ended. */
  next(): Promise<Message | undefined>;
  /** Aborts when the client asks for it, now or already, or is gone; the attention itself is taken. */
  attention(): { readonly signal: AbortSignal; readonly asked: boolean; done(): void };
  close(): void;
}

export function openIncoming(): Incoming {
  const assembler = messageAssembler();
  const waiting: Message[] = [];
  let closed = false;
  let wake: (() => void) | undefined;
  let running: { readonly controller: AbortController; asked: boolean } | undefined;
  const take = (message: Message): void => {
    if (message.type === messageType.attention && running !== undefined && waiting.length === 0) {
      running.asked = true;
      running.controller.abort(new Error('The client cancelled.'));
    } else {
      waiting.push(message);
      wake?.();
    }
  };
  return {
    push: (chunk) => {
      for (const message of assembler.push(chunk)) take(message);
    },
    next: async () => {
      while (waiting.length === 0 && !closed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift();
    },
    attention: () => {
      const run = { controller: new AbortController(), asked: false };
      running = run;
      const [first] = waiting;
      if (first?.type === messageType.attention) {
        waiting.shift();
        take(first);
      }
      if (closed) run.controller.abort(new Error('The client is gone.'));
      return {
        signal: run.controller.signal,
        get asked() {
          return run.asked;
        },
        done: () => {
          running = undefined;
        },
      };
    },
    close: () => {
      closed = true;
      waiting.length = 0;
      running?.controller.abort(new Error('The client is gone.'));
      wake?.();
    },
  };
}
