import { isDay, type Period } from '../tables/day.ts';
import { accentedKey } from '../tables/name-key.ts';
import { collectProblems, type Loaded, type Place, refusedOr, start, type TableProblems } from '../tables/problem.ts';
import type { CodeEntry, CodeList, CodeListVersion } from './code-list.ts';

/** A list of one or more versions; refused when two of them hold on the same day or are of different lists. */
export function createCodeList(versions: readonly CodeListVersion[]): Loaded<CodeList> {
  const problems = collectProblems();
  const [first] = versions;
  if (first === undefined) problems.add('list-empty', start, 'the list has no version', 'load one first');
  for (const [index, version] of versions.entries()) {
    const before = versions[index - 1];
    checkPeriod(version, start, problems);
    if (version.list !== first?.list)
      problems.add('versions-unordered', start, 'the versions are of different lists', 'make two lists of them');
    if (before !== undefined && (before.to === undefined || before.to >= version.from))
      problems.add(
        'versions-unordered',
        start,
        `${version.version} begins before ${before.version} ends`,
        'put the oldest first, and give each but the newest its last day',
      );
  }
  return refusedOr(problems, () => ({ list: first?.list ?? '', versions }));
}

/** An entry with the place of its code, as a loader read it. */
export interface PlacedEntry {
  readonly entry: CodeEntry;
  readonly place: Place;
}

/** What any form of a list must be: days in order, and on each day a code and a name of one entry only. */
export function checkEntries(entries: readonly PlacedEntry[], problems: TableProblems): void {
  const codes = new Map<string, PlacedEntry[]>();
  const names = new Map<string, PlacedEntry[]>();
  for (const placed of entries) {
    const { entry, place } = placed;
    checkPeriod(entry, place, problems);
    const sameCode = overlapping(codes, entry.code, placed);
    if (sameCode !== undefined)
      problems.add('code-duplicate', place, `line ${sameCode.place.line} has the same code`, 'keep one, or give each its days');
    const sameName = overlapping(names, accentedKey(entry.name), placed);
    if (sameName !== undefined)
      problems.add('name-duplicate', place, `line ${sameName.place.line} has the same name`, 'keep one, or give each its days');
  }
}

/** One that overlaps is not kept beside the first: a file with one code on every line is refused in one pass too. */
function overlapping(groups: Map<string, PlacedEntry[]>, key: string, placed: PlacedEntry): PlacedEntry | undefined {
  const group = groups.get(key) ?? [];
  const before = group.find(({ entry }) => overlap(entry, placed.entry));
  if (before === undefined) groups.set(key, [...group, placed]);
  return before;
}

function overlap(left: Period, right: Period): boolean {
  const before = (end: string | undefined, begin: string | undefined) => end !== undefined && begin !== undefined && end < begin;
  return !before(left.to, right.from) && !before(right.to, left.from);
}

function checkPeriod({ from, to }: Period, place: Place, problems: TableProblems): void {
  const days = [from, to].filter((day) => day !== undefined);
  if (!days.every(isDay)) problems.add('day-malformed', place, 'from or to is not a day as YYYY-MM-DD', 'write days of the calendar');
  else if (from !== undefined && to !== undefined && from > to)
    problems.add('day-order', place, 'to lies before from', 'write the first day in from and the last in to');
}
