import { type Finding, finding } from '../finding.ts';
import { type Day, isDay } from '../tables/day.ts';
import type { UnitCodeText } from './birth-registration.ts';
import type { UnitIndex, UnitRegister } from './register.ts';
import type { Succession, Unit } from './unit.ts';

/** What a code or name can mean. One candidate is the answer; with more of them a person or other evidence decides. */
export interface UnitAnswer {
  readonly candidates: readonly Unit[];
  readonly findings: readonly Finding[];
}

/** The version that holds on a day; `undefined` for a day before the first version, and for a text that is no day. */
export function unitsAt(register: UnitRegister, at: Day): UnitIndex | undefined {
  return isDay(at) ? register.versions.findLast(({ version }) => version.from <= at) : undefined;
}

export function unitsOfVersion(register: UnitRegister, id: string): UnitIndex | undefined {
  return register.versions.find(({ version }) => version.id === id);
}

/** The unit that has this code in this version. Codes are text: `1` is not `01`. */
export function findUnit(units: UnitIndex, code: UnitCodeText): Unit | undefined {
  return units.byCode.get(code);
}

/** What a code meant on a day. */
export function unitMeaning(register: UnitRegister, code: UnitCodeText, at: Day): UnitAnswer {
  const units = unitsAt(register, at);
  if (units === undefined) return nothing(noVersion(register, at));
  const unit = findUnit(units, code);
  return unit === undefined ? nothing(unknownCode(units)) : { candidates: [unit], findings: [] };
}

/** What became of a unit in the next version, with the act: one line, or several when it was split. */
export function successorsOf(register: UnitRegister, unit: Unit): readonly Succession[] {
  return unitsOfVersion(register, unit.version)?.successors.get(unit.code) ?? [];
}

/** From which units of the version before a unit was made, with the act. */
export function predecessorsOf(register: UnitRegister, unit: Unit): readonly Succession[] {
  return unitsOfVersion(register, unit.version)?.predecessors.get(unit.code) ?? [];
}

export function noVersion(register: UnitRegister, at: Day): Finding {
  const first = register.versions[0]?.version.id ?? 'no version';
  return isDay(at)
    ? finding(
        'needs-reference',
        'unit-day-before-lists',
        `the day lies before the oldest version of the list (${first}): load an older one`,
      )
    : finding('error', 'unit-day-invalid', 'the day that was asked for is not YYYY-MM-DD, or the calendar does not have it');
}

export function unknownCode({ version, to }: UnitIndex): Finding {
  const until = to === undefined ? '' : ` to ${to}`;
  return finding(
    'error',
    'unit-code-unknown',
    `the code is not in ${version.id}, which holds from ${version.from}${until}: look at its zeros, and at the list version of the source`,
  );
}

export function nothing(finding: Finding): UnitAnswer {
  return { candidates: [], findings: [finding] };
}
