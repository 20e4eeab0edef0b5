import { applicationName } from '@lienthong/conformance';
import { type OpenContext, type RowValues, type Selection, type Source, valuesOfRows } from '@lienthong/core';
import { type MongodbInput, mongodb } from '../src/index.ts';
import type { TestServer } from './server.ts';

export type MongoSource = Source<'snapshot' | 'incremental' | 'changes'>;

export const never: AbortSignal = new AbortController().signal;

export function contextOf(settings: Partial<OpenContext> = {}): OpenContext {
  return { signal: never, applicationName, maxConnections: 4, statementTimeoutMs: 30_000, ...settings };
}

/** The adapter on a test's database; the test closes it. */
export function openSource(
  server: TestServer,
  options: Partial<MongodbInput> = {},
  settings: Partial<OpenContext> = {},
): Promise<MongoSource> {
  return mongodb({ ...server.input, ...options }).open(contextOf(settings));
}

export function selectionOf(server: TestServer, name: string, columns: readonly string[], key: readonly string[] = ['_id']): Selection {
  return { collection: { schema: server.input.database, name }, columns, key };
}

/** The rows of one pass by a watermark, in small pages. */
export async function readGrown(source: MongoSource, selection: Selection, watermark: string, settleMs = 0): Promise<RowValues[]> {
  const rows: RowValues[] = [];
  const request = { selection, watermark, after: undefined, settleMs, batchRows: 4, signal: never };
  for await (const batch of source.incremental.read(request)) rows.push(...valuesOfRows(batch.rows));
  return rows;
}
