import type { Reading, TextEncoding, TextSource } from '../encodings.ts';

export interface DetectionOptions {
  /** Name of a font (`.VnTime`, `VNI-Times`) or of a character set (`VN8MSWIN1258`): it decides between what fits about equally. */
  readonly hint?: string | undefined;
  /** How the driver read the bytes, where that is known. */
  readonly readAs?: Reading | undefined;
  /** Ask for VIQR too: a column of plain ASCII may turn out to be it. */
  readonly viqr?: boolean | undefined;
}

/** A way to understand the column, and how far it carries. */
export interface RankedSource extends TextSource {
  /** Mean weight of the words that are not ASCII, 0 to 1. */
  readonly score: number;
  /** Share of the values that are not ASCII in which nothing is against it. */
  readonly explains: number;
}

/**
 * `ascii`: nothing was seen that an encoding could show in. `mixed`: rows of several encodings, to be told apart by something else
 * than their text. `unknown`: nothing explains the column, or two explain it equally well and differently.
 */
export interface Detection {
  readonly encoding: TextEncoding | 'ascii' | 'mixed' | 'unknown';
  readonly readAs: Reading | undefined;
  /** 0 to 1; at most 0.85 for a legacy encoding that no hint confirms. */
  readonly confidence: number;
  /** Best first, without the chosen one. Of a mixed column: what it is made of. */
  readonly runnersUp: readonly RankedSource[];
  /** Samples that are not plain ASCII: what the answer rests on. */
  readonly seen: number;
}
