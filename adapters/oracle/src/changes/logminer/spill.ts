import { createReadStream } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LoggedChange } from './transactions.ts';

/** What of a change stays in memory, so that it can be found again. */
interface Trace {
  readonly table: number;
  readonly rowId: string;
}

/** Changes of one transaction on disk, a line of JSON each, in a directory that only this account may enter. */
export interface Spill extends AsyncDisposable {
  append(changes: readonly LoggedChange[]): Promise<void>;
  /** The place of the newest change that fits. */
  findLast(fits: (trace: Trace, at: number) => boolean): number | undefined;
  all(): AsyncIterable<{ readonly at: number; readonly change: LoggedChange }>;
}

export async function createSpill(): Promise<Spill> {
  const directory = await mkdtemp(join(tmpdir(), 'lienthong-oracle-'));
  const file = join(directory, 'changes.jsonl');
  const traces: Trace[] = [];
  return {
    append: async (changes) => {
      for (const { table, rowId } of changes) traces.push({ table, rowId });
      await appendFile(file, changes.map(lineOf).join(''), { mode: 0o600 });
    },
    findLast: (fits) => {
      const at = traces.findLastIndex(fits);
      return at < 0 ? undefined : at;
    },
    async *all() {
      const stream = createReadStream(file, 'utf8');
      try {
        let at = 0;
        // We wrote the lines.
        for await (const line of createInterface({ input: stream })) yield { at: at++, change: JSON.parse(line) as LoggedChange };
      } finally {
        stream.destroy();
      }
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Some that read lines take these two for ends of them. */
function lineOf(change: LoggedChange): string {
  return `${JSON.stringify(change).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`;
}
