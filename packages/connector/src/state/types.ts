import type { ContentEncoding, JsonValue, Operation, Position, QualityCounts, Version } from '@lienthong/core';

/** Where a stream stands on our side. */
export interface StreamState {
  readonly dataset: string;
  readonly epoch: number;
  readonly nextSequence: number;
  /** `snapshot` until the epoch's first full read is closed by its `t`. */
  readonly phase: 'snapshot' | 'following';
  /** When the epoch began; canonical timestamptz. */
  readonly since: string;
}

/** A stream of which the platform knows more than we do. */
export interface ResumedStream {
  readonly dataset: string;
  readonly epoch: number;
  readonly nextSequence: number;
  readonly settings: ReadonlyMap<string, string>;
}

/** A range of the running snapshot and how far it was read. */
export interface RangeState {
  readonly number: number;
  readonly range: Position;
  readonly position: Position | undefined;
  readonly done: boolean;
  readonly rows: number;
}

/** A body that lies on the disk and waits for its place in the stream. */
export interface WrittenBody {
  readonly file: string;
  readonly digest: string;
  readonly bytes: number;
  readonly encoding: ContentEncoding;
  readonly count: number;
  readonly contractVersion: string;
  readonly low: string | undefined;
  readonly high: string | undefined;
  readonly traceparent: string;
  /** Delivered only when everything before it has its receipt: the `t` that ends an epoch's snapshot. */
  readonly last: boolean;
}

/** A batch in the spool. */
export interface SpoolEntry extends WrittenBody {
  readonly dataset: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly time: string;
}

/** What a dead letter keeps: sealed in the vault, read only to show it to a person or to retry it. */
export interface DeadLetterContent {
  /** Canonical JSON of the key, when it could be written. */
  readonly key: string | undefined;
  readonly columns: readonly string[] | undefined;
  /** The row as the driver gave it, in the tagged form of `row-json.ts`. */
  readonly row: readonly JsonValue[] | undefined;
  /** The NDJSON line the platform refused. */
  readonly line: string | undefined;
}

export interface NewDeadLetter {
  readonly dataset: string;
  readonly epoch: number;
  readonly version: Version;
  readonly op: Operation;
  readonly at: string | undefined;
  readonly origin: 'connector' | 'platform';
  readonly code: string;
  readonly pointer: string;
  readonly reason: string;
  readonly content: DeadLetterContent;
  /** Keyed hash of the key, where the content does not hold the key. */
  readonly identity?: string | undefined;
  /** `superseded` when a newer record of the key came in the same step. */
  readonly status: 'waiting' | 'superseded';
}

export type DeadLetterStatus = 'waiting' | 'superseded' | 'obsolete' | 'resolved';

/** What a list of dead letters tells: no value of the record. */
export interface DeadLetter {
  readonly id: number;
  readonly dataset: string;
  readonly epoch: number;
  readonly version: string;
  readonly op: string;
  readonly at: string | undefined;
  readonly origin: 'connector' | 'platform';
  readonly code: string;
  readonly pointer: string;
  readonly reason: string;
  readonly status: DeadLetterStatus;
  readonly created: string;
}

/** One step of a stream. Everything in it becomes durable together or not at all. */
export interface Append {
  readonly streams: readonly StreamAppend[];
  /** Named positions to move: `changes`, `incremental/<dataset>`. */
  readonly positions: readonly { readonly name: string; readonly position: Position; readonly at: string | undefined }[];
}

export interface StreamAppend {
  readonly dataset: string;
  readonly epoch: number;
  readonly bodies: readonly WrittenBody[];
  readonly deadLetters: readonly NewDeadLetter[];
  /** Identities whose waiting dead letters a newer record made pointless. */
  readonly superseded: readonly string[];
  readonly range:
    | { readonly number: number; readonly position: Position | undefined; readonly done: boolean; readonly rows: number }
    | undefined;
  /** The epoch's first full read is over: dead letters of earlier epochs are obsolete. */
  readonly finished: boolean;
  /** Dead letters that this append publishes at last. */
  readonly resolved: readonly number[];
  /** What was found in the records of this step. */
  readonly quality?: QualityCounts | undefined;
}
