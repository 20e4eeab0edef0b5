import type { Conversation } from './conversation.ts';
import type { Strike } from './faults.ts';

/** What was planned happens: throws its error, or drops the connection. */
export function happen(on: Conversation, strike: Strike): void {
  if (!on.faults.take(strike)) return;
  if (strike.error !== undefined) throw strike.error;
  on.isOver = true;
  if (strike.when === 'within') on.out.closeHalfway();
  else on.reset();
}
