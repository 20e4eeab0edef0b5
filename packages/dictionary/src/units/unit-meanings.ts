import type { Finding } from '../finding.ts';
import type { UnitCodeText } from './birth-registration.ts';
import { findUnit, nothing, type UnitAnswer } from './look-up.ts';
import type { UnitRegister } from './register.ts';
import { compareUnitCode } from './translate.ts';
import type { Unit } from './unit.ts';

/**
 * What a code means in any version, for data that does not say its version: each name and each territory once, in the first
 * version that has it. More than one is a finding.
 */
export function unitMeanings(register: UnitRegister, code: UnitCodeText): UnitAnswer {
  const { versions } = register;
  const candidates = versions.flatMap((units, index): readonly Unit[] => {
    const unit = findUnit(units, code);
    const before = versions[index - 1];
    if (unit === undefined) return [];
    return before !== undefined && compareUnitCode(register, code, before, units) === 'same' ? [] : [unit];
  });
  if (candidates.length === 0) return nothing(unknownInAll);
  return { candidates, findings: candidates.length === 1 ? [] : [unversioned(candidates.length)] };
}

const unknownInAll: Finding = {
  code: 'unit-code-unknown',
  severity: 'error',
  message: 'the code is in no version of the list: look at its zeros and at its level',
};

function unversioned(count: number): Finding {
  return {
    code: 'unit-code-unversioned',
    severity: 'warning',
    message: `the code has ${count} meanings, each from another version of the list on: say on which day, or in which version, it was written`,
  };
}
