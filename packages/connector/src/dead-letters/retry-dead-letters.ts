import { deletionLine, LienThongError, parseVersion, recordLine, type Version } from '@lienthong/core';
import { createEvents } from '../events.ts';
import type { DatasetRun } from '../extract/dataset-run.ts';
import { createLane } from '../extract/lane.ts';
import { reading, readingOf } from '../extract/reading.ts';
import { stateSecretCode } from '../extract/withholding.ts';
import { openDatasets } from '../open-datasets.ts';
import type { ConnectorOptions } from '../options.ts';
import { resolveOptions } from '../resolve-options.ts';
import { createSpoolGauge } from '../spool-gauge.ts';
import { rowFromJson } from '../state/row-json.ts';
import { openStore, type StateStore } from '../state/store.ts';
import type { DeadLetter, DeadLetterContent } from '../state/types.ts';

export interface RetryDeadLettersResult {
  /** Passed the contract now and wait in the spool for the next run. */
  readonly published: readonly number[];
  /** Refused again; they keep waiting. */
  readonly refused: readonly { readonly id: number; readonly code: string; readonly pointer: string; readonly reason: string }[];
  /** Of an earlier epoch, or outranked: nothing to publish. */
  readonly obsolete: readonly number[];
  /** No such letter, or none that waits. */
  readonly unknown: readonly number[];
}

const pageSize = 1_000;

/**
 * Maps and checks rejected rows again with the contract and mapping of today. What passes goes into the spool with the
 * version it had, so that a newer record of the same key still outranks it. The connector must not be running.
 */
export async function retryDeadLetters(
  options: ConnectorOptions,
  ids: readonly number[] | 'all',
  signal: AbortSignal,
): Promise<RetryDeadLettersResult> {
  const resolved = resolveOptions(options);
  const events = createEvents();
  const store = openStore(resolved.state);
  try {
    const opened = await openDatasets({ options: resolved, events, store, newEpoch: [], signal });
    await opened.source.close();
    const [failure] = opened.failures;
    if (failure !== undefined) throw failure.error;
    const lane = createLane({
      store,
      events,
      gauge: createSpoolGauge(Number.MAX_SAFE_INTEGER, store.spoolSize(), events),
      backoff: resolved.delivery.backoff,
      wake: () => {},
      signal,
    });
    const result: Outcomes = { published: [], refused: [], obsolete: [], unknown: [] };
    for (const run of opened.runs) {
      const stream = store.stream(run.dataset);
      if (stream === undefined) continue;
      run.epoch = stream.epoch;
      // Records of today's protection must not get among those of the epoch's.
      if (store.meta(readingOf(run.dataset)) !== reading(run.options)) throw readingChanged(run.dataset);
      for (const letters of pages(store, run.dataset, ids)) {
        signal.throwIfAborted();
        const lines: string[] = [];
        const passed: number[] = [];
        for (const letter of letters) retryOne(store, run, letter, lines, passed, result);
        if (lines.length === 0) continue;
        const chunk = { lines: Buffer.from(lines.join(''), 'utf8'), count: lines.length, low: undefined, high: undefined };
        await lane.push({ streams: [{ run, chunks: [chunk], deadLetters: [], superseded: [], resolved: passed }], positions: [] });
        await lane.drain();
        result.published.push(...passed);
      }
    }
    if (ids !== 'all') {
      const known = new Set([...result.published, ...result.obsolete, ...result.refused.map(({ id }) => id)]);
      result.unknown.push(...ids.filter((id) => !known.has(id)));
    }
    return result;
  } finally {
    store.close();
  }
}

function readingChanged(dataset: string): LienThongError {
  return new LienThongError('OPTIONS_INVALID', {
    message: `${dataset} is read or protected in another way than when its epoch began`,
    remedy: 'Run the connector first: it begins a new epoch, in which every row is read again.',
  });
}

interface Refusal {
  readonly code: string;
  readonly pointer: string;
  readonly reason: string;
}

interface Outcomes {
  readonly published: number[];
  readonly refused: { id: number; code: string; pointer: string; reason: string }[];
  readonly obsolete: number[];
  readonly unknown: number[];
}

function* pages(store: StateStore, dataset: string, ids: readonly number[] | 'all'): Generator<readonly DeadLetter[]> {
  const wanted = ids === 'all' ? undefined : new Set(ids);
  for (let after = 0; ; ) {
    const page = store.deadLetters.list({ dataset, status: 'waiting', limit: pageSize, after });
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
    yield wanted === undefined ? page : page.filter(({ id }) => wanted.has(id));
  }
}

function retryOne(store: StateStore, run: DatasetRun, letter: DeadLetter, lines: string[], passed: number[], result: Outcomes): void {
  const found = store.deadLetters.content(letter.id);
  if (found === undefined) return;
  if (letter.epoch !== run.epoch) {
    store.deadLetters.retireOne(letter.id);
    result.obsolete.push(letter.id);
    return;
  }
  const version = parseVersion(letter.version);
  if (version === undefined) throw new LienThongError('STATE_DAMAGED', { message: `dead letter ${letter.id} has no version` });
  const line = lineOf(run, letter, found.content, version);
  if (typeof line === 'string') {
    lines.push(line);
    passed.push(letter.id);
  } else result.refused.push({ id: letter.id, ...line });
}

const notKept: Refusal = {
  code: stateSecretCode,
  pointer: '',
  reason: 'nothing of the row was kept: it is read again when it changes, or in a new epoch',
};

function lineOf(run: DatasetRun, letter: DeadLetter, content: DeadLetterContent, version: Version): string | Refusal {
  if (letter.code === stateSecretCode) return notKept;
  // Every other row was open when it was refused: another mark is another reading, which asks for a new epoch.
  // What the platform refused was right by our contract: it is offered as it was.
  if (content.row === undefined) return `${content.line ?? ''}\n`;
  const row = arrange(run.encoder.columns, content);
  if ('code' in row) return row;
  const input = { version, at: letter.at };
  if (letter.op === 'd') {
    const key = run.encoder.key(row);
    return typeof key === 'string' ? deletionLine(input, key) : key;
  }
  const after = run.encoder.record(row);
  return typeof after === 'string' ? recordLine(letter.op === 'r' ? 'r' : letter.op === 'c' ? 'c' : 'u', input, after) : after;
}

// The mapping may read other columns today. A row that did not bring them must not become a record with gaps.
function arrange(wanted: readonly string[], content: DeadLetterContent): readonly unknown[] | Refusal {
  const row = rowFromJson(content.row ?? []);
  const columns = content.columns ?? [];
  const absent = wanted.find((column) => !columns.includes(column));
  if (absent !== undefined) return { code: 'transform-failed', pointer: '', reason: `the row was kept without the column ${absent}` };
  return wanted.map((column) => row[columns.indexOf(column)]);
}
