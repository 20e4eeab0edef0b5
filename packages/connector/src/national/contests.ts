import { isLienThongError, LienThongError } from '@lienthong/core';
import { takenOverRemedy } from './post.ts';

/** Watches for somebody else who publishes the same records. */
export interface Contests {
  /** What a batch met: records whose version at the receiver was given by nobody here. True when it was the last one too many. */
  note(contested: number): boolean;
}

/** A gateway that hands one request on twice looks the same, so one batch says nothing; so many within an hour do. */
const mostBatches = 3;
const withinMs = 3_600_000;

export function watchContests(clock: () => number): Contests {
  let times: readonly number[] = [];
  return {
    note(contested) {
      if (contested === 0) return false;
      times = [...times.filter((time) => clock() - time < withinMs), clock()];
      return times.length >= mostBatches;
    },
  };
}

export function takenOver(dataType: string): LienThongError {
  return new LienThongError('STREAM_TAKEN_OVER', {
    message: `of records of ${dataType} the receiver has versions that were not given here, in ${mostBatches} batches within an hour: somebody else publishes them`,
    remedy: takenOverRemedy,
  });
}

export function isTakenOver(error: unknown): boolean {
  return isLienThongError(error) && error.code === 'STREAM_TAKEN_OVER';
}
