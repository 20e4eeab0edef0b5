import type { SealedBatch, StreamName } from '../seal/batch.ts';
import type { Receipt } from './receipt.ts';

export interface VerifiedReceipt {
  readonly receipt: Receipt;
  /** Compact JWS as the platform sent it: kept as evidence. */
  readonly jws: string;
}

/** What the platform knows of a stream. */
export interface RemoteStream {
  readonly epoch: number;
  /** Every sequence number up to here has arrived. */
  readonly contiguous: number;
  /** Highest sequence number that arrived. */
  readonly highest: number;
  /** Numbers that are missing below the highest, at most 1,000 of them. */
  readonly missing: readonly number[];
  /** `ce-high` of the last contiguous batch. */
  readonly high: string | undefined;
}

/** Of a transport whose answers come days later, on media. */
export interface LaterAnswers {
  /** Whether `send` would resolve, or throw what the platform said. A batch without an answer stays in the spool: nobody waits for it. */
  isAnswered(batchId: string, digest: string): boolean;
  /** Called when answers have come; returns what ends the listening. */
  onAnswer(listener: () => void): () => void;
}

/** The SPI of the other end: how batches travel. */
export interface Transport {
  /** Default: the answer to a batch is waited for. */
  readonly later?: LaterAnswers;
  /** Batches of one stream must come one after another, in the order of their sequence. Default: several at a time. */
  readonly isOrdered?: boolean;
  /** This batch will be sent soon, unless something fails: what needs no answer to those before it may be done already. */
  prepare?(batch: SealedBatch, signal: AbortSignal): void;
  /** Resolves when the platform has made the batch durable and its receipt is verified. Repeating is safe. */
  send(batch: SealedBatch, signal: AbortSignal): Promise<VerifiedReceipt>;
  /** `undefined`: the platform has never heard of the stream. */
  stream(name: StreamName, signal: AbortSignal): Promise<RemoteStream | undefined>;
  /** Says which sequence numbers will never come, because the connector lost its state. */
  resume(name: StreamName, epoch: number, abandoned: readonly number[], signal: AbortSignal): Promise<void>;
  /** Registers a contract version (ODCS YAML). Registering the same text again is no change. */
  register(dataset: string, version: string, yaml: string, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
