import { type ErrorCode, isLienThongError } from '@lienthong/core';

/** Refusals that say of a position: the changes behind it are not all there. Whatever else goes wrong says nothing of it. */
const historyGone: readonly ErrorCode[] = ['POSITION_FOREIGN', 'SOURCE_HISTORY_LOST', 'SOURCE_IDENTITY_CHANGED', 'SOURCE_NOT_READY'];

/** `has` of a change reader, by `prepare`: what reading from the position would do before its first change. */
export async function hasHistory(prepare: () => Promise<void>): Promise<boolean> {
  try {
    await prepare();
    return true;
  } catch (error) {
    if (isLienThongError(error) && historyGone.includes(error.code)) return false;
    throw error;
  }
}
