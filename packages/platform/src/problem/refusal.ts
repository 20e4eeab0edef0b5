import type { PlatformContext } from '../context.ts';
import { sqlState } from '../storage/database.ts';
import { problemOf } from './of-error.ts';
import type { Problem } from './problem.ts';

/** The problem that a failed request is answered with, counted, and logged where it is ours. */
export function refusal(context: PlatformContext, error: Error): Problem {
  const problem = problemOf(error);
  // Messages of the database quote values: of an unforeseen error only its kind and place are logged.
  if (problem.code === 'internal' || problem.code === 'unavailable') {
    context.logger.error({ problem: problem.code, kind: error.name, sqlState: sqlState(error), place: placeOf(error) }, 'request failed');
  }
  context.metrics.problems.inc({ code: problem.code });
  return problem;
}

function placeOf(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .find((line) => /^\s+at /.test(line))
    ?.trim();
}
