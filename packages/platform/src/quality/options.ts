import type { QualityPolicy } from '@lienthong/core';
import type { DictionaryOptions } from '@lienthong/dictionary';

/** How the platform measures the quality of what it has. */
export interface QualityOptions extends Pick<DictionaryOptions, 'codeLists' | 'unitRegisters'> {
  /** Default 24; 0: only behind snapshots, and when the administration asks. */
  readonly everyHours?: number;
  /** Default: `defaultQualityPolicy` of core. */
  readonly policy?: QualityPolicy;
}
