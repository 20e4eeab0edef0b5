import type { Contract } from './contract.ts';
import type { ContractDifference } from './difference.ts';
import { listDifferences } from './differences.ts';
import { compareSemanticVersions, parseSemanticVersion, type SemanticVersion } from './semantic-version.ts';

export type { ContractDifference, DifferenceCode } from './difference.ts';

export interface ContractComparison {
  readonly differences: readonly ContractDifference[];
  /** Some difference breaks consumers. */
  readonly breaking: boolean;
  /** Which part of the version must grow at least. */
  readonly advice: 'major' | 'minor' | 'patch' | 'none';
  /** Whether the newer contract's version grew enough over the older one's. */
  readonly allowed: boolean;
  /** The least version that would be allowed. */
  readonly leastVersion: string;
}

/**
 * Compares two versions of one contract. The consumer's view decides: a consumer that knows either version must be able to read
 * the records of both, because the platform keeps what was stored under the older one. The publisher's view is told beside it.
 */
export function compareContracts(older: Contract, newer: Contract): ContractComparison {
  const differences = listDifferences(older, newer);
  const levels = new Set(differences.map((found) => found.level));
  const advice = (['major', 'minor', 'patch'] as const).find((level) => levels.has(level)) ?? 'none';
  return {
    differences,
    breaking: differences.some((found) => found.breaksConsumers),
    advice,
    allowed: older.dataset === newer.dataset && grewEnough(older.version, newer.version, advice),
    leastVersion: leastVersion(older.version, advice),
  };
}

type Advice = ContractComparison['advice'];

function grewEnough(older: string, newer: string, advice: Advice): boolean {
  const [before, after] = [parseSemanticVersion(older), parseSemanticVersion(newer)];
  if (before === undefined || after === undefined) return false;
  const order = compareSemanticVersions(after, before);
  if (order === 0) return advice === 'none' && older === newer;
  if (order < 0) return false;
  // A prerelease promises nothing to anybody.
  if (before.prerelease.length > 0) return true;
  return compareSemanticVersions({ ...after, prerelease: [] }, next(before, advice)) >= 0;
}

function leastVersion(older: string, advice: Advice): string {
  const before = parseSemanticVersion(older);
  if (before === undefined || advice === 'none') return older;
  const least = next(before, before.prerelease.length > 0 ? 'none' : advice);
  return `${least.major}.${least.minor}.${least.patch}`;
}

function next({ major, minor, patch }: SemanticVersion, advice: Advice): SemanticVersion {
  switch (advice) {
    case 'major':
      return { major: major + 1, minor: 0, patch: 0, prerelease: [] };
    case 'minor':
      return { major, minor: minor + 1, patch: 0, prerelease: [] };
    case 'patch':
      return { major, minor, patch: patch + 1, prerelease: [] };
    case 'none':
      return { major, minor, patch, prerelease: [] };
  }
}
