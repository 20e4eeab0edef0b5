import type { Row, Session } from './client.ts';
import { codeOf } from './errors.ts';
import type { Statement } from './sql.ts';

/** An object that the server does not have: it may speak T-SQL and not have all of it. */
export const objectUnknown = ['208'] as const;
/** What a login may not see of a server. */
export const stateHidden = [...objectUnknown, '297', '300'] as const;

/** `undefined` where the server answers with one of these errors. */
export async function answerOf(
  session: Session,
  statement: Statement,
  unless: readonly string[],
  signal: AbortSignal,
): Promise<readonly Row[] | undefined> {
  try {
    return await session.query(statement, signal);
  } catch (error) {
    if (unless.includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
