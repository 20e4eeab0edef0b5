import type { CollectionDescription } from './collection.ts';
import type { ChangeReader, IncrementalReader, SnapshotReader } from './read.ts';

export interface Capabilities {
  readonly snapshot: SnapshotReader;
  readonly incremental: IncrementalReader;
  readonly changes: ChangeReader;
}

export type CapabilityName = keyof Capabilities;

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string; readonly remedy: string };

/** Something a person should know about the source; `remedy` is a statement to run where there is one. */
export interface ProbeFinding {
  readonly level: 'error' | 'warning' | 'info';
  /** Stable kebab-case id: `slot-inactive`, `replica-identity-nothing`. */
  readonly id: string;
  readonly message: string;
  readonly remedy?: string | undefined;
}

export interface Probe {
  readonly product: string;
  readonly version: string;
  /** What tells this database from any other one, on this server too: a failover keeps it, a copy under another name does not. */
  readonly identity: string;
  readonly readiness: Readonly<Record<CapabilityName, Readiness>>;
  readonly findings: readonly ProbeFinding[];
}

export interface SourceCore extends AsyncDisposable {
  /** No side effects on the source. `selections` narrow the per-table findings; none means all visible tables. */
  probe(signal: AbortSignal): Promise<Probe>;
  describe(signal: AbortSignal): Promise<readonly CollectionDescription[]>;
  /** May be called twice. */
  close(): Promise<void>;
}

/** An opened adapter with the capabilities it declares. */
export type Source<C extends CapabilityName = never> = SourceCore & Pick<Capabilities, C> & Partial<Omit<Capabilities, C>>;
