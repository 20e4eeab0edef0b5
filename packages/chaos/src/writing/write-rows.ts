import type { SourceServer, WriterSession } from '../engines/engine.ts';
import type { Journal, Written } from './journal.ts';

/** Runs one statement of ours in a transaction of its own, and keeps what it wrote in the journal. */
export async function writeRows(
  source: SourceServer,
  journal: Journal,
  write: (session: WriterSession) => Promise<readonly Written[]>,
): Promise<readonly Written[]> {
  const session = await source.connect();
  try {
    await session.say('begin');
    const states = await write(session);
    journal.propose(states);
    await session.say('commit');
    return states;
  } finally {
    await session.close();
  }
}
