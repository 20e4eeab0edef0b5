import { bytesOf, documentValue, fieldsOf } from '../bson/value.ts';
import { writeDocument } from '../bson/writer.ts';

/** The answer to the newest retryable write of each session: a driver that lost it asks again, and must not write twice. */
export interface Retries {
  /** What was answered to this very write. */
  find(session: string, number: bigint): Buffer | undefined;
  remember(session: string, number: bigint, reply: Buffer): void;
  restore(document: Buffer): void;
}

export function openRetries(journal: (document: Buffer) => void): Retries {
  const answers = new Map<string, { readonly number: bigint; readonly reply: Buffer }>();
  return {
    find: (session, number) => {
      const answer = answers.get(session);
      return answer?.number === number ? answer.reply : undefined;
    },
    remember: (session, number, reply) => {
      answers.set(session, { number, reply });
      journal(writeDocument({ op: 'retry', session, number, reply }));
    },
    restore: (document) => {
      const [, session, number, reply] = fieldsOf(documentValue(document));
      if (session === undefined || number === undefined || reply === undefined) throw new Error('A retry of the journal lacks a part.');
      answers.set(session.bytes.toString('utf8', session.start + 4, session.end - 1), {
        number: number.bytes.readBigInt64LE(number.start),
        reply: bytesOf(reply),
      });
    },
  };
}
