import type { Content } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import { HeldByTransaction } from '../transactions.ts';
import { type CommandContext, fieldTruth, type Reply } from './command.ts';

/** Carries out one statement; one that an open transaction stands in the way of waits for its end, and begins anew. */
export async function carryOut<T>(context: CommandContext, statement: () => T): Promise<T> {
  for (;;) {
    try {
      return statement();
    } catch (error) {
      if (!(error instanceof HeldByTransaction)) throw error;
      await error.ended;
      context.refuseInterrupted();
    }
  }
}

/** Statements of one write command. A failed one ends an ordered command; in a transaction it ends the transaction. Returns the answer with `writeErrors`. */
export async function carryOutAll<T>(
  context: CommandContext,
  statements: readonly T[],
  run: (statement: T, index: number) => number,
): Promise<Reply> {
  const ordered = fieldTruth(context.request, 'ordered') !== false;
  const writeErrors: Content[] = [];
  let n = 0;
  for (const [index, statement] of statements.entries()) {
    try {
      n += await carryOut(context, () => run(statement, index));
    } catch (error) {
      context.refuseInterrupted();
      if (!(error instanceof ServerError) || context.transaction !== undefined) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.fields });
      if (ordered) break;
    }
  }
  return { n, writeErrors: writeErrors.length === 0 ? undefined : writeErrors };
}
