import { type BufferPool, contentDigest, type SealedBatch, type Transport } from '@lienthong/core';
import type { DatasetRun } from '../extract/dataset-run.ts';
import { changed } from '../state/spool-files.ts';
import type { StateStore } from '../state/store.ts';
import type { SpoolEntry } from '../state/types.ts';

interface LoadedBatch {
  readonly batch: SealedBatch;
  /** Lets another body have the memory of this one: once the platform has all of it, and nobody looks at it any more. */
  release(): void;
}

/** Bodies from the spool, read while those before them are on their way: compressing keeps the threads that read files busy. */
export interface ReadAhead {
  /** Begins to read what is not being read yet. */
  prepare(entries: readonly SpoolEntry[]): void;
  /** Has the transport prepare the batches that come next; their bodies are being read. */
  announce(entries: readonly SpoolEntry[]): void;
  /** The batch, read by now or from now on. */
  take(entry: SpoolEntry): Promise<LoadedBatch>;
}

interface ReadAheadContext {
  readonly store: StateStore;
  readonly bodies: BufferPool;
  readonly transport: Transport;
  /** Ends what the transport has begun. */
  readonly kill: AbortSignal;
}

export function createReadAhead({ store, bodies, transport, kill }: ReadAheadContext, run: DatasetRun): ReadAhead {
  const ahead = new Map<string, Promise<LoadedBatch>>();
  let announced: ReadonlySet<string> = new Set();
  const load = async (entry: SpoolEntry): Promise<LoadedBatch> => {
    const memory = bodies.take(entry.bytes);
    const body = await store.files.read(entry.file, entry.bytes, memory);
    if (contentDigest(body) !== entry.digest) throw changed(entry.file);
    const { contractVersion, epoch, sequence, count, low, high, time, traceparent } = entry;
    const header = { stream: run.options.stream, contractVersion, epoch, sequence, count, low, high, time, traceparent };
    return { batch: { header, encoding: entry.encoding, digest: entry.digest, body }, release: () => bodies.give(memory) };
  };
  return {
    prepare(entries) {
      for (const entry of entries) {
        if (ahead.has(entry.file)) continue;
        const loading = load(entry);
        // Told where the batch is taken, which may be never.
        loading.catch(() => {});
        ahead.set(entry.file, loading);
      }
    },
    announce(entries) {
      if (transport.prepare === undefined) return;
      const before = announced;
      announced = new Set(entries.map(({ file }) => file));
      for (const file of announced) {
        if (before.has(file)) continue;
        ahead.get(file)?.then(
          ({ batch }) => transport.prepare?.(batch, kill),
          () => {}, // told where it is taken
        );
      }
    },
    take(entry) {
      const loading = ahead.get(entry.file) ?? load(entry);
      ahead.delete(entry.file);
      return loading;
    },
  };
}
