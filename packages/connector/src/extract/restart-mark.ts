/** The setting that asks for a new epoch at the next start. */
export function restartMark(dataset: string): string {
  return `restart/${dataset}`;
}

/** Its value when the platform has another batch under a number of ours. */
export const conflictMark = 'batch conflict';
