import type { Session } from './client.ts';

/** Does the work within one view of the data. It must not pause: an abort that meets no statement would leave the view open. */
export async function inSnapshot<T>(session: Session, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  await session.query('start transaction with consistent snapshot', signal);
  try {
    return await work();
  } finally {
    if (!session.broken) await session.query('rollback', signal);
  }
}
