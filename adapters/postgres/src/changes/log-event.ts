import { createPgoutputReader, type PgoutputMessage } from './pgoutput.ts';

/** What arrives on the log's stream, in order. */
export type LogEvent =
  | PgoutputMessage
  /** The server has sent everything up to `walEnd`. */
  | { readonly kind: 'keepalive'; readonly walEnd: bigint; readonly at: bigint; readonly replyRequested: boolean };

export type LogEventReader = (bytes: Buffer, start: number, end: number) => LogEvent;

/** As with pgoutput: the tuples of an event are valid until the next one is read. */
export function createLogEventReader(): LogEventReader {
  const readPgoutput = createPgoutputReader();
  return (bytes, start, end) => {
    // w: start, end and time of 8 bytes each, then the message. k: end and time of 8, then whether an answer is wanted.
    if (bytes[start] === 0x77) return readPgoutput(bytes, start + 25, end);
    if (bytes[start] !== 0x6b) return { kind: 'other' };
    return {
      kind: 'keepalive',
      walEnd: bytes.readBigUInt64BE(start + 1),
      at: bytes.readBigInt64BE(start + 9),
      replyRequested: bytes[start + 17] === 1,
    };
  };
}
