import { waitFor } from '@lienthong/testbed';
import { tables } from '../writing/tables.ts';
import type { Judge, SeenItem } from './judge.ts';

/** A consumer that reads the platform's feed without pause and judges what it sees. */
export interface Observer {
  readonly seen: number;
  /** Since the last call. */
  takeFaults(): readonly string[];
  /** Resolves when everything that was there at the call has been read. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

interface Page {
  readonly items: readonly SeenItem[];
  readonly next: string;
  readonly more: boolean;
}

export function startObserver(url: string, token: string, judge: Judge): Observer {
  let faults: string[] = [];
  let stopping = false;
  const rounds = new Map<string, number>();
  const follow = async (table: string, dataset: string): Promise<void> => {
    let cursor = '0';
    while (!stopping) {
      const page = await readPage(`${url}/v1/datasets/${dataset}/changes?limit=500&cursor=${cursor}`, token);
      for (const item of page?.items ?? []) {
        const fault = judge.judge(table, item);
        if (fault !== undefined) faults.push(fault);
      }
      cursor = page?.next ?? cursor;
      if (page?.more === true) continue;
      if (page !== undefined) rounds.set(table, (rounds.get(table) ?? 0) + 1);
      await new Promise((resume) => setTimeout(resume, 10));
    }
  };
  const work = Promise.all(tables.map(({ name, dataset }) => follow(name, dataset)));
  return {
    get seen() {
      return judge.items;
    },
    takeFaults() {
      const taken = faults;
      faults = [];
      return taken;
    },
    async caughtUp() {
      // The page in work may have been read before the call: the second end after it counts.
      const wanted = new Map(tables.map(({ name }) => [name, (rounds.get(name) ?? 0) + 2]));
      await waitFor(() => tables.every(({ name }) => (rounds.get(name) ?? 0) >= (wanted.get(name) ?? 0)), {
        timeoutMs: 30_000,
        what: 'the observer',
      });
    },
    async stop() {
      stopping = true;
      await work;
    },
  };
}

/** Undefined while the platform is away. */
async function readPage(url: string, token: string): Promise<Page | undefined> {
  try {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, 'lienthong-purpose': 'chaos' },
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok ? ((await answer.json()) as Page) : undefined; // our own platform
  } catch {
    return undefined;
  }
}
