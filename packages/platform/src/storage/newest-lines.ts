import { compareFloors, type Floor, type ParsedLine } from '@lienthong/core';

/** A line of a batch with its index in the body, from 0: rejected lines keep their index. */
export interface BatchLine {
  readonly index: number;
  readonly parsed: ParsedLine;
}

export interface NewestLines {
  /** The highest place of each key within the batch, in the order of the body. */
  readonly records: readonly BatchLine[];
  /** The highest `t`. */
  readonly truncation: BatchLine | undefined;
}

/** Leaves the lines that can win: within one batch only version and line tell two places apart. */
export function newestLines(lines: readonly BatchLine[]): NewestLines {
  const byKey = new Map<string, BatchLine>();
  let truncation: BatchLine | undefined;
  for (const line of lines) {
    const truncates = line.parsed.op === 't';
    const known = truncates ? truncation : byKey.get(line.parsed.key);
    // Lines come in order: with the same version the later one is higher.
    if (known !== undefined && line.parsed.version < known.parsed.version) continue;
    if (truncates) truncation = line;
    else byKey.set(line.parsed.key, line);
  }
  const records = [...byKey.values()].sort((left, right) => left.index - right.index);
  return { records, truncation };
}

/** The floor after the batch, and whether the batch raised it. */
export function raisedFloor(
  floor: Floor,
  epoch: number,
  truncation: BatchLine | undefined,
): { readonly floor: Floor; readonly raised: boolean } {
  if (truncation === undefined) return { floor, raised: false };
  const candidate = { epoch, version: truncation.parsed.version };
  return compareFloors(candidate, floor) > 0 ? { floor: candidate, raised: true } : { floor, raised: false };
}
