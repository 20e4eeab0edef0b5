import type { CapabilityName } from '@lienthong/core';
import type { Scene } from './scene.ts';

/** What must be there for a check: a capability of the adapter, or something of the engine. */
export type Need = CapabilityName | 'transactions' | 'truncation';

/** One promise of the SPI. */
export interface Check {
  /** Also the name of its broken twin. */
  readonly id: string;
  /** What the adapter does: a sentence. */
  readonly name: string;
  /** Of the acceptance cases: `G-17`. */
  readonly cases?: readonly string[];
  readonly needs: readonly Need[];
  /** Throws when the promise is broken. */
  run(scene: Scene): Promise<void>;
}

/** `G-17: goes on behind any batch …` */
export function titleOf({ cases = [], name }: Check): string {
  return cases.length === 0 ? name : `${cases.join(', ')}: ${name}`;
}
