import type { Finding } from '../finding.ts';
import { accentedKey, maxNameLength } from '../tables/name-key.ts';
import type { UnitCodeText } from './birth-registration.ts';
import { nothing, type UnitAnswer } from './look-up.ts';
import type { UnitIndex } from './register.ts';
import type { Unit } from './unit.ts';
import { type UnitName, understandName } from './unit-name.ts';

export interface NameScope {
  /** Only units under this one: names of communes repeat all over the country. */
  readonly parent?: UnitCodeText;
}

/**
 * The units of one version that a name can mean, in any case, with or without accents, type and signs. A type in the name and
 * accents narrow the candidates down when some fit them.
 */
export function findUnitsByName(units: UnitIndex, text: string, scope: NameScope = {}): UnitAnswer {
  if (text.length > maxNameLength) return nothing(unknownName(units));
  for (const reading of understandName(text)) {
    const named = (units.byName.get(reading.key) ?? []).filter(({ parent }) => scope.parent === undefined || parent === scope.parent);
    if (named.length > 0) return narrow(named, text, reading, units);
  }
  return nothing(unknownName(units));
}

function narrow(named: readonly Unit[], text: string, { types }: UnitName, units: UnitIndex): UnitAnswer {
  const typed = types.length === 0 ? named : named.filter(({ type }) => types.includes(type));
  const kept = typed.length === 0 ? named : typed;
  const accented = kept.length < 2 ? kept : kept.filter((unit) => isWritten(unit, text));
  const candidates = accented.length === 0 ? kept : accented;
  const findings: Finding[] = [];
  if (typed.length === 0) findings.push(otherType(units));
  if (candidates.length > 1) findings.push(ambiguous(candidates.length, units));
  return { candidates, findings };
}

// Text without accents says nothing about them: only accents that are there can tell two names apart.
const hasAccent = /[^\u0000-\u007f]/;

function isWritten(unit: Unit, text: string): boolean {
  if (!hasAccent.test(text)) return false;
  const key = accentedKey(text);
  return key === accentedKey(unit.name) || key === accentedKey(unit.fullName);
}

function unknownName({ version }: UnitIndex): Finding {
  return {
    code: 'unit-name-unknown',
    severity: 'error',
    message: `no unit of ${version.id} has the name: it can be one of another version, of another level, or misspelt`,
  };
}

function otherType({ version }: UnitIndex): Finding {
  return {
    code: 'unit-type-differs',
    severity: 'warning',
    message: `the unit of this name has another type in ${version.id}: the text can be of another version`,
  };
}

function ambiguous(count: number, { version }: UnitIndex): Finding {
  return {
    code: 'unit-name-ambiguous',
    severity: 'needs-reference',
    message: `${count} units of ${version.id} have the name: say the unit above, or the code`,
  };
}
