import type { SqlServerError } from '../engine.ts';

export interface FaultPlan {
  /** How often; default once. */
  readonly times?: number | undefined;
  /** From 1: the rows before it arrive. Left out, the statement does not run. */
  readonly atRow?: number | undefined;
}

/** What goes wrong with statements, by a pattern over their texts, and with logins. */
export interface Faults {
  /** The next statements that match fail. Resolves when the last of them has; a deadlock (1205) takes the transaction with it. */
  failOn(statement: RegExp, error: SqlServerError, plan?: FaultPlan): Promise<void>;
  /** The connection is reset in place of an answer. Resolves when it was. */
  dropOn(statement: RegExp, plan?: FaultPlan): Promise<void>;
  /** Statements that match wait before they run, until `clear`. Resolves when the first waits. */
  delayOn(statement: RegExp, milliseconds: number): Promise<void>;
  /** The next logins are refused. Resolves when the last of them was. */
  failLogin(error: SqlServerError, times?: number): Promise<void>;
  /** Ends all of the above: what was promised resolves. */
  clear(): void;
}

export interface Strike {
  /** Undefined resets the connection. */
  readonly error: SqlServerError | undefined;
  readonly atRow: number | undefined;
}

/** The server's side: what is planned, asked once for each statement and login. */
export interface PlannedFaults extends Faults {
  delayFor(statement: string): number;
  strikeFor(statement: string): Strike | undefined;
  /** Its moment has come: true when it still has to happen. */
  take(strike: Strike): boolean;
  takeLoginError(): SqlServerError | undefined;
}

interface Planned extends Strike {
  readonly statement: RegExp;
  left: number;
  readonly done: () => void;
}

interface Delay {
  readonly statement: RegExp;
  readonly milliseconds: number;
  readonly done: () => void;
}

export function openFaults(): PlannedFaults {
  const strikes = new Set<Planned>();
  const delays = new Set<Delay>();
  const logins = new Set<Planned>();
  const plan = (statement: RegExp, error: SqlServerError | undefined, { times = 1, atRow }: FaultPlan = {}): Promise<void> =>
    new Promise((done) => strikes.add({ statement, error, atRow, left: times, done }));
  const happened = (planned: Planned, among: Set<Planned>): void => {
    planned.left--;
    if (planned.left > 0) return;
    among.delete(planned);
    planned.done();
  };
  return {
    failOn: plan,
    dropOn: (statement, options) => plan(statement, undefined, options),
    delayOn: (statement, milliseconds) => new Promise((done) => delays.add({ statement, milliseconds, done })),
    failLogin: (error, times = 1) => new Promise((done) => logins.add({ statement: /^/, error, atRow: undefined, left: times, done })),
    clear: () => {
      for (const { done } of [...strikes, ...delays, ...logins]) done();
      for (const planned of [strikes, delays, logins]) planned.clear();
    },
    delayFor: (statement) => {
      const delay = [...delays].find((candidate) => matches(candidate, statement));
      delay?.done();
      return delay?.milliseconds ?? 0;
    },
    strikeFor: (statement) => [...strikes].find((candidate) => matches(candidate, statement)),
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
