import type { OracleError } from '../engine.ts';

export interface FaultPlan {
  /** How often; default once. */
  readonly times?: number | undefined;
  /** From 1: the rows of a query before it arrive; of a dropped connection those of the fetches before. Left out, the statement does not run. */
  readonly atRow?: number | undefined;
}

export interface DropPlan extends FaultPlan {
  /** Before it runs (the default), when it has run and nothing of its answer is out, or with half the answer out. */
  readonly when?: 'before' | 'after' | 'within' | undefined;
}

/** What goes wrong with statements, by a pattern over their texts, and with logins. */
export interface Faults {
  /** The next statements that match fail. Resolves when the last of them has. A fatal error ends its connection. */
  failOn(statement: RegExp, error: OracleError, plan?: FaultPlan): Promise<void>;
  /** The connection is reset. Resolves when it was. */
  dropOn(statement: RegExp, plan?: DropPlan): Promise<void>;
  /** Statements that match wait before they run, until released or `clear`. */
  holdOn(statement: RegExp): Hold;
  /** The next logins are refused. Resolves when the last of them was. */
  failLogin(error: OracleError, times?: number): Promise<void>;
  /** Ends all of the above: what was promised resolves, what waits goes on. */
  clear(): void;
}

export interface Hold {
  /** Resolves when the first statement waits. */
  readonly held: Promise<void>;
  release(): void;
}

export interface Strike {
  /** Undefined resets the connection. */
  readonly error: OracleError | undefined;
  readonly atRow: number | undefined;
  readonly when: 'before' | 'after' | 'within';
}

/** The server's side: what is planned, asked once for each statement and login. */
export interface PlannedFaults extends Faults {
  /** Resolves when the statement may run; rejects when it is given up. */
  waitFor(statement: string, signal: AbortSignal): Promise<void> | undefined;
  strikeFor(statement: string): Strike | undefined;
  /** Its moment has come: true when it still has to happen. */
  take(strike: Strike): boolean;
  takeLoginError(): OracleError | undefined;
}

interface Planned extends Strike {
  readonly statement: RegExp;
  left: number;
  readonly done: () => void;
}

interface Held {
  readonly statement: RegExp;
  readonly reached: () => void;
  readonly released: Promise<void>;
  readonly release: () => void;
}

export function openFaults(): PlannedFaults {
  const strikes = new Set<Planned>();
  const holds = new Set<Held>();
  const logins = new Set<Planned>();
  const plan = (statement: RegExp, error: OracleError | undefined, { times = 1, atRow, when = 'before' }: DropPlan): Promise<void> =>
    new Promise((done) => strikes.add({ statement, error, atRow, when, left: times, done }));
  const happened = (planned: Planned, among: Set<Planned>): void => {
    planned.left--;
    if (planned.left > 0) return;
    among.delete(planned);
    planned.done();
  };
  return {
    failOn: (statement, error, options = {}) => plan(statement, error, options),
    dropOn: (statement, options = {}) => plan(statement, undefined, options),
    holdOn: (statement) => {
      const reached = defer();
      const released = defer();
      const hold: Held = { statement, reached: reached.resolve, released: released.promise, release: released.resolve };
      holds.add(hold);
      const release = (): void => {
        holds.delete(hold);
        released.resolve();
      };
      return { held: reached.promise, release };
    },
    failLogin: (error, times = 1) =>
      new Promise((done) => logins.add({ statement: /^/, error, atRow: undefined, when: 'before', left: times, done })),
    clear: () => {
      for (const { done } of [...strikes, ...logins]) done();
      for (const { reached, release } of holds) {
        reached();
        release();
      }
      strikes.clear();
      logins.clear();
      holds.clear();
    },
    waitFor: (statement, signal) => {
      if (holds.size === 0) return undefined;
      const hold = [...holds].find((candidate) => matches(candidate, statement));
      if (hold === undefined) return undefined;
      hold.reached();
      return orAborted(hold.released, signal);
    },
    strikeFor: (statement) => (strikes.size === 0 ? undefined : [...strikes].find((candidate) => matches(candidate, statement))),
    take: (strike) => {
      const planned = [...strikes].find((candidate) => candidate === strike);
      if (planned !== undefined) happened(planned, strikes);
      return planned !== undefined;
    },
    takeLoginError: () => {
      const [planned] = logins;
      if (planned !== undefined) happened(planned, logins);
      return planned?.error;
    },
  };
}

/** Not by `test`, which remembers where a global pattern was. */
function matches(planned: { readonly statement: RegExp }, text: string): boolean {
  return text.search(planned.statement) >= 0;
}

function defer(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function orAborted(released: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('The client broke off.'));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    void released.then(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
  });
}
