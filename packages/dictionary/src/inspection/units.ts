import type { PropertyInspector } from '@lienthong/core';
import { type Finding, finding, noFindings } from '../finding.ts';
import { unitCodeEnded, unitCodeForm, unitCodeZeroLost, unitListMissing } from '../units/code-findings.ts';
import { findUnit, unitsOfVersion } from '../units/look-up.ts';
import type { UnitRegister } from '../units/register.ts';
import { unitMeanings } from '../units/unit-meanings.ts';

const unknown = finding(
  'error',
  'unit-code-unknown',
  'The code is in no version of the list: look at its zeros, and at the list of the source.',
);
const notInVersion = finding(
  'error',
  'unit-code-not-in-version',
  'The code is not in the version of the list that the contract names: translate it with the act that unitCodeEnded it.',
);
const ambiguous = finding(
  'warning',
  'unit-code-ambiguous',
  'Different units bore the code in different versions of the list: have the contract name the version.',
);

const widths: Readonly<Record<string, number>> = { province: 2, district: 3, commune: 5 };

/** Values that are to be codes of units: of one version of their list, or of any when the contract names none. A text: why not. */
export function inspectUnits(name: string, register: UnitRegister | undefined, version: string | undefined): PropertyInspector | string {
  const units = version === undefined || register === undefined ? undefined : unitsOfVersion(register, version);
  if (version !== undefined && units === undefined) {
    const known = register?.versions.map((index) => index.version.id).join(', ') ?? 'none: load the list';
    return `the list of units ${name} has no version ${version}; there are ${known}`;
  }
  const width = widths[name];
  const look = (text: string): readonly Finding[] => {
    if (width !== undefined && !/^\d{1,5}$/.test(text)) return [unitCodeForm];
    if (width !== undefined && text.length !== width) return [text.length < width ? unitCodeZeroLost : unitCodeForm];
    if (register === undefined) return [unitListMissing];
    if (units !== undefined) return findUnit(units, text) === undefined ? [notInVersion] : noFindings;
    return lookAnywhere(register, text);
  };
  return { inspect: remembered(look), mask: () => undefined };
}

function lookAnywhere(register: UnitRegister, text: string): readonly Finding[] {
  const { candidates } = unitMeanings(register, text);
  if (candidates.length === 0) return [unknown];
  const newest = register.versions.at(-1);
  const isOver = newest === undefined || findUnit(newest, text) === undefined;
  const isAmbiguous = new Set(candidates.map((unit) => unit.name)).size > 1;
  return [...(isAmbiguous ? [ambiguous] : noFindings), ...(isOver ? [unitCodeEnded] : noFindings)];
}

// Codes of units repeat themselves by the thousand.
const mostRemembered = 20_000;

function remembered(look: (text: string) => readonly Finding[]): (text: string) => readonly Finding[] {
  const known = new Map<string, readonly Finding[]>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = look(text);
    if (known.size < mostRemembered && text.length <= 16) known.set(text, found);
    return found;
  };
}
