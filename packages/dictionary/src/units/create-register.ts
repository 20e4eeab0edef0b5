import { collectProblems, type Loaded, refusedOr, start } from '../tables/problem.ts';
import { checkComplete } from './load-crosswalk.ts';
import { indexUnits, type UnitRegister } from './register.ts';
import type { Crosswalk, UnitVersion } from './unit.ts';

/** A register of one level, oldest version first, with a crosswalk between all neighbours; refused when a part is missing. */
export function createUnitRegister(versions: readonly UnitVersion[], crosswalks: readonly Crosswalk[]): Loaded<UnitRegister> {
  const problems = collectProblems();
  if (versions.length === 0) problems.add('list-empty', start, 'the register has no version', 'load one first');
  for (const [index, newer] of versions.entries()) {
    const older = versions[index - 1];
    if (older === undefined) continue;
    if (older.from >= newer.from) {
      problems.add('versions-unordered', start, `${newer.id} does not begin after ${older.id}`, 'put the oldest version first');
      continue;
    }
    const crosswalk = crosswalks.find(({ from, to }) => from === older.id && to === newer.id);
    if (crosswalk === undefined)
      problems.add('crosswalk-missing', start, `no crosswalk leads from ${older.id} to ${newer.id}`, 'load one with loadCrosswalk');
    else checkComplete(crosswalk.pairs, older, newer, problems);
  }
  return refusedOr(problems, () => indexUnits(versions, crosswalks));
}
