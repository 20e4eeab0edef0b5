/** Whether a version such as 7.0.14 is at least another. */
export function isAtLeast(version: string, other: string): boolean {
  const [a, b] = [numbers(version), numbers(other)];
  for (let index = 0; index < 3; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

export function numbers(version: string): readonly number[] {
  return version.split('.').map(Number);
}

/** What a server of this version says of the protocol it speaks (src/mongo/db/wire_version.h). */
export function maxWireVersion(version: string): number {
  const known = [
    ['8.0', 25],
    ['7.0', 21],
    ['6.0', 17],
    ['5.0', 13],
    ['4.4', 9],
  ] as const;
  const found = known.find(([since]) => isAtLeast(version, since));
  if (found === undefined) throw new Error(`MongoDB ${version} is older than what the testbed speaks: 4.4.`);
  return found[1];
}
