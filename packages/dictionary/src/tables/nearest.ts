/** The candidates that a person probably meant, nearest first, three at most; `key` is what is compared. */
export function nearest<Candidate>(key: string, candidates: Iterable<readonly [string, Candidate]>): readonly Candidate[] {
  // A wrong letter in three: beyond that a suggestion misleads more than it helps.
  const limit = Math.max(1, Math.floor(key.length / 3));
  if (key === '' || key.length > 64) return [];
  const near = new Map<Candidate, number>();
  for (const [other, candidate] of candidates) {
    if (Math.abs(other.length - key.length) > limit) continue;
    const distance = editDistance(key, other, limit);
    if (distance <= Math.min(limit, (near.get(candidate) ?? limit + 1) - 1)) near.set(candidate, distance);
  }
  return [...near]
    .sort(([, left], [, right]) => left - right)
    .slice(0, 3)
    .map(([candidate]) => candidate);
}

/** Insertions, deletions and substitutions; more than `limit` is said as soon as it is certain. */
function editDistance(left: string, right: string, limit: number): number {
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= right.length; column++) {
      const same = left.charCodeAt(row - 1) === right.charCodeAt(column - 1) ? 0 : 1;
      const cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same);
      current.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    last = current;
  }
  return last[right.length] ?? limit + 1;
}
