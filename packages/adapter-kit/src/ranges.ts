/** More ranges than these cost more to keep than they help. */
export const mostRanges = 10_000;

/** Ranges from bound to bound that cover everything: the first has no lower bound, the last no upper one. */
export function rangesBetween<Bound, Range>(
  bounds: readonly Bound[],
  range: (from: Bound | null, to: Bound | null) => Range,
): readonly Range[] {
  return [...bounds, null].map((to, index) => range(bounds[index - 1] ?? null, to));
}
