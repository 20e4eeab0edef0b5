import { rename } from 'node:fs/promises';
import type { ConnectorStatus } from '@lienthong/connector';
import { waitFor } from '@lienthong/testbed';
import type { AdapterChoice } from '../engines/adapter-choice.ts';
import type { ConnectorInput, ConnectorMessage, Failure } from './connector-process.ts';
import { type Program, startProgram } from './program.ts';

/** Something that is worth a line and, in most rounds, forbidden. */
export type Incident =
  | ({ readonly kind: 'failed'; readonly dataset: string | undefined } & Failure)
  | { readonly kind: 'epoch'; readonly dataset: string; readonly reason: string }
  | { readonly kind: 'taken-up'; readonly dataset: string }
  | { readonly kind: 'rejected'; readonly dataset: string; readonly code: string }
  | { readonly kind: 'ended'; readonly errors: string };

/** The connector under a supervisor that starts it again and, where the error's remedy says so, moves its state away. */
export interface ConnectorPart {
  readonly state: string;
  readonly pid: number;
  readonly counts: {
    readonly spooled: number;
    readonly delivered: number;
    readonly snapshots: number;
    readonly unwritten: number;
    readonly failed: number;
  };
  /** What it last tried again after. */
  readonly retried: Failure | undefined;
  /** Since the last call. */
  takeIncidents(): readonly Incident[];
  /** With a mistake, once: another source's name or database on this state, as when directories were mixed up. */
  start(mistake?: Mistake): void;
  /** SIGKILL; it stays down until `start`. */
  kill(): Promise<void>;
  status(): Promise<ConnectorStatus | undefined>;
  /** `Program.collect`; undefined when it does not run. */
  collect(): Promise<number | undefined>;
}

export type Mistake = 'name' | 'database';

/** How the connector is started, and what it is started with when somebody takes the wrong database. */
export interface ConnectorSetup extends Omit<ConnectorInput, 'newEpoch'> {
  readonly another: AdapterChoice;
}

// What docs/errors.md tells the operator: another directory, or a new epoch.
const remedyMoveAway = new Set(['STATE_DAMAGED', 'POSITION_FOREIGN', 'SOURCE_IDENTITY_CHANGED']);

export function createConnectorPart(file: string, input: ConnectorSetup): ConnectorPart {
  const { state } = input.options;
  const counts = { spooled: 0, delivered: 0, snapshots: 0, unwritten: 0, failed: 0 };
  let incidents: Incident[] = [];
  let retried: Failure | undefined;
  let program: Program | undefined;
  let wanted = false;
  let moveAway = false;
  let mistaken: Mistake | undefined;
  let moved = 0;
  let restarting: Promise<void> | undefined;
  let answer: ((status: ConnectorStatus) => void) | undefined;
  const newEpoch = new Set<string>();

  const hear = (message: ConnectorMessage, from: Program | undefined): void => {
    if (message.kind === 'status') answer?.(message.status);
    else if (message.kind === 'retrying') {
      retried = message.failure;
      counts.unwritten += retried.code === 'STATE_WRITE_FAILED' ? 1 : 0;
    } else if (message.kind === 'event') incidents.push(...incidentsOf(message.event, counts));
    else {
      const { failure, dataset } = message;
      incidents.push({ kind: 'failed', dataset, ...failure });
      counts.failed += 1;
      if (remedyMoveAway.has(failure.code)) moveAway = true;
      if (failure.code === 'SOURCE_HISTORY_LOST' && dataset !== undefined) newEpoch.add(dataset);
      // One dataset stands still while others go on: a person would start it again.
      if (dataset !== undefined) void from?.kill('SIGTERM');
    }
  };
  const launch = (): void => {
    const asked = [...newEpoch];
    newEpoch.clear();
    const started: Program = startProgram(file, { ...withMistake(input, mistaken), newEpoch: asked }, (message) =>
      hear(message as ConnectorMessage, started),
    ); // our own program
    program = started;
    restarting = started.ended.then(() => restart(started));
  };
  const restart = async (ended: Program): Promise<void> => {
    if (!wanted || program !== ended) return;
    if (!incidents.some(({ kind }) => kind === 'failed')) incidents.push({ kind: 'ended', errors: ended.errors() });
    if (moveAway && mistaken === undefined) await rename(state, `${state}-moved-${++moved}`).catch(() => {}); // it may be gone already
    moveAway = false;
    mistaken = undefined;
    await new Promise((resume) => setTimeout(resume, 50));
    if (wanted && program === ended) launch();
  };
  return {
    state,
    counts,
    get pid() {
      return program?.pid ?? 0;
    },
    get retried() {
      return retried;
    },
    takeIncidents() {
      const taken = incidents;
      incidents = [];
      return taken;
    },
    start(mistake) {
      if (wanted) return;
      wanted = true;
      mistaken = mistake;
      launch();
    },
    async kill() {
      wanted = false;
      await program?.kill('SIGKILL');
      // Whoever looks at the state next must not meet the supervisor, who moves it away.
      await restarting;
    },
    collect: async () => program?.collect(),
    async status() {
      let heard: ConnectorStatus | undefined;
      answer = (status) => {
        heard = status;
      };
      const asked = program;
      asked?.send('status');
      await waitFor(() => heard !== undefined || asked?.isRunning() !== true || program !== asked, { what: 'the status of the connector' });
      return heard;
    },
  };
}

function withMistake({ another, ...input }: ConnectorSetup, mistake: Mistake | undefined): Omit<ConnectorInput, 'newEpoch'> {
  if (mistake === 'database') return { ...input, adapter: another };
  const { source } = input.options;
  return mistake === 'name' ? { ...input, options: { ...input.options, source: { ...source, name: 'dat-dai' } } } : input;
}

function incidentsOf(
  event: Extract<ConnectorMessage, { readonly kind: 'event' }>['event'],
  counts: { spooled: number; delivered: number; snapshots: number },
): readonly Incident[] {
  switch (event.name) {
    case 'batch-spooled':
      counts.spooled += 1;
      return [];
    case 'batch-delivered':
      counts.delivered += 1;
      return [];
    case 'snapshot-finished':
      counts.snapshots += 1;
      return [];
    case 'epoch-started':
      return [
        { kind: 'epoch', dataset: event.dataset, reason: [event.reason, event.obstacle].filter((word) => word !== undefined).join(' ') },
      ];
    case 'resumed-from-platform':
      return [{ kind: 'taken-up', dataset: event.dataset }];
    case 'record-rejected':
      return [{ kind: 'rejected', dataset: event.dataset, code: event.code }];
    default:
      return [];
  }
}
