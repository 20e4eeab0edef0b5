import type { Engine } from '../subject.ts';

/** An engine whose adapter breaks one promise, so that one check, and no other, catches it. */
export interface Twin {
  /** The id of that check. */
  readonly check: string;
  /** What the adapter does wrong. */
  readonly defect: string;
  break(engine: Engine): Engine;
}
