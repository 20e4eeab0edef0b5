/** What can be killed. `store` is the platform's database. */
export const parts = ['connector', 'platform', 'source', 'store'] as const;
export type Part = (typeof parts)[number];

export const networkFaults = ['cut', 'refuse', 'delay', 'slice', 'blackhole', 'half-close'] as const;
export type NetworkFault = (typeof networkFaults)[number];

/** What answers in the platform's place. */
export const answerFaults = ['busy-429', 'busy-503', 'broken-500', 'garbage', 'hang', 'reset'] as const;
export type AnswerFault = (typeof answerFaults)[number];

export const diskFaults = ['full', 'spool-read-only', 'state-read-only'] as const;
export type DiskFault = (typeof diskFaults)[number];

export const stateFaults = [
  'database-flipped',
  'database-shortened',
  'log-flipped',
  'body-flipped',
  'body-shortened',
  'body-missing',
  'old-copy',
  'of-another-connector',
  'of-another-source',
  'lost',
] as const;
export type StateFault = (typeof stateFaults)[number];

/** A moment, counted in what was seen to happen since the one before: a seed repeats it better than milliseconds. */
export interface Moment {
  readonly after: number;
  readonly of: Counted;
}

export const counted = ['statements', 'spooled', 'delivered', 'requests', 'seen'] as const;
export type Counted = (typeof counted)[number];

export type Trouble =
  /** SIGKILL to each, at the same moment; they come back at `until`. */
  | { readonly kind: 'kill'; readonly parts: readonly Part[]; readonly until: Moment }
  | { readonly kind: 'network'; readonly link: 'source' | 'platform'; readonly fault: NetworkFault; readonly until: Moment }
  /** The source's leader gives its place to another member, and at `until` gets it back. */
  | { readonly kind: 'step-down'; readonly until: Moment }
  /** `after`: the platform has taken the request before the answer is replaced. */
  | { readonly kind: 'answer'; readonly fault: AnswerFault; readonly when: 'before' | 'after'; readonly requests: number }
  | { readonly kind: 'disk'; readonly fault: DiskFault; readonly killed: boolean; readonly until: Moment }
  /** While the connector is down; `place` says where, 0 to below 1. */
  | { readonly kind: 'state'; readonly fault: StateFault; readonly place: number; readonly until: Moment };

export const troubleKinds = ['kill', 'step-down', 'network', 'answer', 'disk', 'state'] as const;
export type TroubleKind = Trouble['kind'];

export interface Step {
  readonly at: Moment;
  readonly trouble: Trouble;
}

/** `kill connector+source`, `state lost`: as it stands in the line of a round. */
export function troubleName(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'kill':
      return `kill ${trouble.parts.join('+')}`;
    case 'step-down':
      return 'step-down';
    case 'network':
      return `${trouble.fault} ${trouble.link}`;
    case 'answer':
      return `${trouble.fault} ${trouble.when} ×${trouble.requests}`;
    case 'disk':
      return `disk ${trouble.fault}${trouble.killed ? ' and kill' : ''}`;
    case 'state':
      return `state ${trouble.fault}`;
  }
}
