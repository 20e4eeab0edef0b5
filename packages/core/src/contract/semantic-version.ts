/** A semantic version (semver 2.0.0), taken apart. */
export interface SemanticVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: readonly string[];
}

const pattern =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** `undefined` when the text is no semantic version. */
export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const match = text.length > 100 ? null : pattern.exec(text);
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]), prerelease: match[4]?.split('.') ?? [] };
}

/** Negative, zero or positive, by the precedence that semver defines. */
export function compareSemanticVersions(left: SemanticVersion, right: SemanticVersion): number {
  const core = left.major - right.major || left.minor - right.minor || left.patch - right.patch;
  if (core !== 0) return core;
  // A version without prerelease stands above its prereleases.
  if (left.prerelease.length === 0 || right.prerelease.length === 0) return right.prerelease.length - left.prerelease.length;
  for (const [index, part] of left.prerelease.entries()) {
    const other = right.prerelease[index];
    if (other === undefined) return 1;
    const order = compareParts(part, other);
    if (order !== 0) return order;
  }
  return left.prerelease.length - right.prerelease.length;
}

/** The same for texts; what is no semantic version stands below all that are. */
export function compareVersionTexts(left: string, right: string): number {
  const [a, b] = [parseSemanticVersion(left), parseSemanticVersion(right)];
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  return compareSemanticVersions(a, b);
}

function compareParts(left: string, right: string): number {
  const [leftNumeric, rightNumeric] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (leftNumeric && rightNumeric) return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
  if (leftNumeric !== rightNumeric) return leftNumeric ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}
