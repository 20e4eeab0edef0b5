const quotation = 34;

/** Copies bytes to a place of `out` and gives the place behind them. */
export function copy(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  let to = at;
  for (let from = start; from < end; from++) out[to++] = bytes[from] ?? 0;
  return to;
}

/** The same as a JSON string; nothing in it may need an escape. */
export function copyQuoted(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  out[at] = quotation;
  const behind = copy(bytes, start, end, out, at + 1);
  out[behind] = quotation;
  return behind + 1;
}
