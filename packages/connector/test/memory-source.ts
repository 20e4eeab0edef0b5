import { defineAdapter, type RowValues, type TypeMapping } from '@lienthong/core';
import type { SourceAdapter } from '../src/index.ts';

const bigint: TypeMapping = { native: 'bigint', canonical: { kind: 'bigint' }, raw: 'integer-text' };
const text: TypeMapping = { native: 'text', canonical: { kind: 'string' }, raw: 'text' };

export interface MemorySource {
  readonly adapter: SourceAdapter;
  rows: RowValues[];
  /** Thrown by the next reads, one each. */
  readonly failures: Error[];
  /** Thrown once, behind so many batches. */
  failAfter: readonly [number, Error] | undefined;
  batchesRead: number;
}

/** A small source in memory, for what is not about databases: three columns, one range, snapshots only. */
export function memorySource(count: number): MemorySource {
  const source = {
    rows: Array.from({ length: count }, (_, index): RowValues => [String(index + 1), `Nguyễn Văn ${index + 1}`, '2000-01-01']),
    failures: [] as Error[],
    failAfter: undefined as MemorySource['failAfter'],
    batchesRead: 0,
  };
  const column = (name: string, type: TypeMapping) => ({
    name,
    nativeType: type.native,
    type,
    nullable: true,
    generated: false,
    comment: undefined,
  });
  const adapter = defineAdapter({
    name: 'memory',
    capabilities: ['snapshot'],
    types: [bigint, text],
    defaultSchema: 'public',
    resolve: (input: Record<string, never>) => input,
    address: () => 'memory://test',
    open: async () => ({
      probe: async () => ({
        product: 'memory',
        version: '1',
        identity: 'memory',
        readiness: {
          snapshot: { ready: true },
          incremental: { ready: false, reason: 'none', remedy: 'none' },
          changes: { ready: false, reason: 'none', remedy: 'none' },
        },
        findings: [],
      }),
      describe: async () => [
        {
          collection: { schema: 'public', name: 'person' },
          kind: 'table',
          columns: [column('id', bigint), column('ho_ten', text), column('ngay_sinh', text)],
          primaryKey: ['id'],
          uniqueKeys: [],
          rowEstimate: count,
          comment: undefined,
        },
      ],
      close: async () => {},
      [Symbol.asyncDispose]: async () => {},
      snapshot: {
        split: async () => [{ kind: 'memory/range', format: 1 }],
        async *read(request) {
          for (let from = Number(request.after?.['next'] ?? 0); from < source.rows.length; from += request.batchRows) {
            const failure = source.failures.shift();
            if (failure !== undefined) throw failure;
            if (source.failAfter?.[0] === source.batchesRead) {
              const [, once] = source.failAfter;
              source.failAfter = undefined;
              throw once;
            }
            request.signal.throwIfAborted();
            source.batchesRead += 1;
            const order = ['id', 'ho_ten', 'ngay_sinh'];
            const rows = source.rows
              .slice(from, from + request.batchRows)
              .map((row) => request.selection.columns.map((name) => row[order.indexOf(name)]));
            yield { rows, position: { kind: 'memory/position', format: 1, next: from + request.batchRows } };
          }
        },
      },
    }),
  });
  return Object.assign(source, { adapter: adapter({}) });
}
