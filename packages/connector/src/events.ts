import type { ErrorCode, FoundCount, LienThongError } from '@lienthong/core';

/** Why a stream whose state was lost is read from scratch. */
export type ResumeObstacle =
  /** The way of reading has no position that the platform may keep. */
  | 'no-position'
  /** The platform has no batch of this epoch that was sealed behind the end of the snapshot. */
  | 'snapshot-unfinished'
  /** The dataset is read from another collection, or protected in another way, today. */
  | 'reading-changed'
  /** The adapter cannot tell whether the source still has everything behind a position. */
  | 'adapter-cannot-tell'
  /** The source has let go of changes behind the position: they lay in the spool that was lost. */
  | 'history-forgotten'
  /** Part of the state is still here, and its position is beyond the stream's. */
  | 'state-left'
  /** The stream moved while we asked: another sender is at work. */
  | 'stream-moved';

/** What a connector tells while it runs. Events carry names, numbers and errors, never a value of a record. */
export interface ConnectorEvents {
  readonly started: { readonly datasets: readonly string[]; readonly address: string };
  readonly 'source-opened': { readonly product: string; readonly version: string };
  readonly 'dataset-started': {
    readonly dataset: string;
    readonly epoch: number;
    readonly phase: 'snapshot' | 'following';
    readonly resumed: boolean;
  };
  readonly 'epoch-started': {
    readonly dataset: string;
    readonly epoch: number;
    readonly reason:
      | 'first'
      | 'state-lost'
      | 'history-lost'
      | 'changes-missed'
      | 'reading-changed'
      | 'protection-changed'
      | 'batch-conflict'
      | 'asked'
      | 'full-read';
    /** With `state-lost`: why the stream could not be taken up where the platform has it. */
    readonly obstacle?: ResumeObstacle | undefined;
  };
  /** The state was lost, and the stream goes on in its epoch without a snapshot. */
  readonly 'resumed-from-platform': {
    readonly dataset: string;
    readonly epoch: number;
    /** Number of the next batch. */
    readonly sequence: number;
    /** Numbers that will never come: what they held is read again. */
    readonly abandoned: number;
    /** Dead letters that were lost with the state, as of the batch that is resumed behind. */
    readonly lostDeadLetters: number;
  };
  readonly 'rows-read': { readonly dataset: string; readonly kind: 'snapshot' | 'changes' | 'incremental'; readonly rows: number };
  /** Of the changes read: those whose rows the log told in part, and the adapter read again. */
  readonly 'rows-read-again': { readonly dataset: string; readonly rows: number };
  readonly 'record-rejected': {
    readonly dataset: string;
    readonly origin: 'connector' | 'platform';
    readonly code: string;
    readonly pointer: string;
  };
  /** Records were looked at, and the counts of what was found are durable with them. */
  readonly 'quality-counted': {
    readonly dataset: string;
    readonly epoch: number;
    readonly records: number;
    readonly rejected: number;
    readonly findings: readonly (Omit<FoundCount, 'examples'> & { readonly property: string })[];
  };
  /** In which encoding a column with `encoding: auto` is read. */
  readonly 'encoding-detected': {
    readonly dataset: string;
    readonly property: string;
    /** `ascii`, `mixed` and `unknown` convert nothing. */
    readonly encoding: string;
    readonly readAs: string | undefined;
    /** It was found out earlier, and is kept to. */
    readonly kept: boolean;
  };
  readonly 'batch-spooled': {
    readonly dataset: string;
    readonly epoch: number;
    readonly sequence: number;
    readonly count: number;
    readonly bytes: number;
  };
  readonly 'batch-delivered': {
    readonly dataset: string;
    readonly epoch: number;
    readonly sequence: number;
    readonly count: number;
    readonly bytes: number;
    readonly accepted: number;
    readonly superseded: number;
    readonly rejected: number;
    readonly milliseconds: number;
  };
  readonly 'snapshot-progress': {
    readonly dataset: string;
    readonly rows: number;
    /** As the source's catalogue guesses. */
    readonly rowEstimate: number | undefined;
    readonly ranges: number;
    readonly rangesDone: number;
  };
  /** Rows moved out of the ranges that were being read: all of them are read again, in the same epoch. */
  readonly 'snapshot-restarted': {
    readonly dataset: string;
    readonly epoch: number;
    readonly code: ErrorCode;
    readonly error: LienThongError;
  };
  readonly 'snapshot-finished': { readonly dataset: string; readonly epoch: number };
  readonly position: { readonly at: string | undefined; readonly lagSeconds: number | undefined };
  readonly spool: { readonly batches: number; readonly bytes: number };
  readonly paused: { readonly reason: 'spool-full' | 'allowed-hours'; readonly dataset: string | undefined };
  readonly resumed: { readonly reason: 'spool-full' | 'allowed-hours'; readonly dataset: string | undefined };
  readonly retrying: {
    readonly stage: 'source' | 'state' | 'platform';
    readonly dataset: string | undefined;
    readonly attempt: number;
    readonly waitMs: number;
    readonly code: ErrorCode;
    readonly error: LienThongError;
  };
  readonly recovered: { readonly stage: 'source' | 'state' | 'platform'; readonly dataset: string | undefined };
  readonly circuit: { readonly state: 'open' | 'half-open' | 'closed' };
  readonly 'dataset-failed': { readonly dataset: string; readonly code: ErrorCode; readonly error: LienThongError };
  readonly 'close-failed': { readonly error: LienThongError };
  readonly draining: { readonly graceMs: number };
  readonly stopped: { readonly pendingBatches: number };
}

export type EventName = keyof ConnectorEvents;
export type EventListener<Name extends EventName> = (event: ConnectorEvents[Name]) => void;
/** Hears everything; `name` tells the events apart. */
export type AnyListener = (event: AnyEvent) => void;
export type AnyEvent = { readonly [Name in EventName]: { readonly name: Name } & ConnectorEvents[Name] }[EventName];

export interface EventHub {
  emit<Name extends EventName>(name: Name, event: ConnectorEvents[Name]): void;
  /** Returns what ends the listening. */
  on<Name extends EventName>(name: Name, listener: EventListener<Name>): () => void;
  onAny(listener: AnyListener): () => void;
}

/** Hands events to listeners at once. A listener that throws is a defect of its owner and must not stop the data: it is dropped. */
export function createEvents(): EventHub {
  const any = new Set<AnyListener>();
  return {
    emit(name, event) {
      for (const listener of [...any]) {
        try {
          listener({ name, ...event } as AnyEvent); // name and event come as a pair
        } catch {
          any.delete(listener);
        }
      }
    },
    on(name, listener) {
      const filtered: AnyListener = (event) => {
        if (event.name === name) listener(event as never); // the name chose the event
      };
      any.add(filtered);
      return () => any.delete(filtered);
    },
    onAny(listener) {
      any.add(listener);
      return () => any.delete(listener);
    },
  };
}
