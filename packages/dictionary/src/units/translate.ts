import type { Finding } from '../finding.ts';
import type { Day } from '../tables/day.ts';
import { nameKey } from '../tables/name-key.ts';
import type { UnitCodeText } from './birth-registration.ts';
import { findUnit, nothing, noVersion, type UnitAnswer, unitMeaning, unitsAt, unknownCode } from './look-up.ts';
import type { UnitIndex, UnitRegister } from './register.ts';
import type { Unit } from './unit.ts';

/**
 * What a code of one day is on another, later or earlier. Every unit that the territory can lie in is a candidate: of a split
 * unit none is preferred.
 */
export function translateUnit(register: UnitRegister, code: UnitCodeText, at: Day, toDay: Day): UnitAnswer {
  const origin = unitMeaning(register, code, at);
  const [unit] = origin.candidates;
  const [from, to] = [unitsAt(register, at), unitsAt(register, toDay)];
  if (to === undefined) return nothing(noVersion(register, toDay));
  if (unit === undefined || from === undefined) return origin;
  const candidates = follow(register, unit, from, to);
  const findings = [spread(candidates, from, to), lost(candidates, to), reused(register, code, from, to)];
  return { candidates, findings: findings.filter((found) => found !== undefined) };
}

/** The same for a column: each code is followed once, then it is a look-up. */
export function unitTranslation(register: UnitRegister, at: Day, toDay: Day): (code: UnitCodeText) => UnitAnswer {
  const from = unitsAt(register, at);
  const known = new Map<string, UnitAnswer>();
  return (code) => {
    const before = known.get(code);
    if (before !== undefined) return before;
    const answer = translateUnit(register, code, at, toDay);
    // Only codes of the list are kept: what else a column holds has no end.
    if (from?.byCode.has(code) === true) known.set(code, answer);
    return answer;
  };
}

/** How a code of one version stands to the same digits in another. */
export type CodeComparison =
  | 'same'
  /** The same territory under another name or type. */
  | 'renamed'
  /** The same name, and more or less territory. */
  | 'redrawn'
  /** Another unit: a join over the code alone misplaces people. */
  | 'another'
  | 'only-in-older'
  | 'only-in-newer'
  | 'in-neither';

/** Compares what one code means in two versions, older first. */
export function compareUnitCode(register: UnitRegister, code: UnitCodeText, older: UnitIndex, newer: UnitIndex): CodeComparison {
  const [before, after] = [findUnit(older, code), findUnit(newer, code)];
  if (before === undefined) return after === undefined ? 'in-neither' : 'only-in-newer';
  if (after === undefined) return 'only-in-older';
  const [forward, backward] = [follow(register, before, older, newer), follow(register, after, newer, older)];
  const sameTerritory = isOnly(forward, code) && isOnly(backward, code);
  if (sameTerritory) return before.fullName === after.fullName ? 'same' : 'renamed';
  return nameKey(before.name) === nameKey(after.name) ? 'redrawn' : 'another';
}

function follow(register: UnitRegister, unit: Unit, from: UnitIndex, to: UnitIndex): readonly Unit[] {
  const { versions } = register;
  const [start, end] = [versions.indexOf(from), versions.indexOf(to)];
  const step = start < end ? 1 : -1;
  let reached: readonly Unit[] = [unit];
  for (let index = start; index !== end; index += step) {
    const next = reached.flatMap(({ code }) =>
      step === 1
        ? (versions[index]?.successors.get(code) ?? []).map(({ newer }) => newer)
        : (versions[index]?.predecessors.get(code) ?? []).map(({ older }) => older),
    );
    reached = [...new Set(next)];
  }
  return reached;
}

function spread(candidates: readonly Unit[], from: UnitIndex, to: UnitIndex): Finding | undefined {
  if (candidates.length < 2) return undefined;
  const words = `${candidates.length} units of ${to.version.id}: the commune, the street or the person's file decides, never a default`;
  return from.version.from < to.version.from
    ? { code: 'unit-split', severity: 'needs-reference', message: `the unit was split; its parts lie in ${words}` }
    : { code: 'unit-merged', severity: 'needs-reference', message: `the unit was made of ${words}` };
}

function lost(candidates: readonly Unit[], to: UnitIndex): Finding | undefined {
  return candidates.length > 0 ? undefined : { ...unknownCode(to), message: `the crosswalk to ${to.version.id} does not have the unit` };
}

function reused(register: UnitRegister, code: UnitCodeText, from: UnitIndex, to: UnitIndex): Finding | undefined {
  const [older, newer] = from.version.from < to.version.from ? [from, to] : [to, from];
  if (compareUnitCode(register, code, older, newer) !== 'another') return undefined;
  return {
    code: 'unit-code-reused',
    severity: 'warning',
    message: `${to.version.id} gives the same digits to another unit: keep code and version together`,
  };
}

function isOnly(units: readonly Unit[], code: string): boolean {
  return units.length === 1 && units[0]?.code === code;
}
