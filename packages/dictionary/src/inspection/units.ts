import type { PropertyInspector } from '@lienthong/core';
import { type Finding, finding, noFindings } from '../finding.ts';
import { findUnit, unitsOfVersion } from '../units/look-up.ts';
import type { UnitRegister } from '../units/register.ts';
import { unitMeanings } from '../units/unit-meanings.ts';

const wrongForm = finding(
  'error',
  'unit-code-form',
  'Not of the form of such a code, which is two digits of a province, three of a district, five of a commune.',
);
const zeroLost = finding(
  'error',
  'unit-code-zero-lost',
  'Too short by its leading zeros, as after a numeric column: read the column as text, and put the zeros back.',
);
const listMissing = finding(
  'needs-reference',
  'unit-list-missing',
  'The form is right. Only the list of these units tells whether the code exists, and in which version: load it.',
);
const unknown = finding(
  'error',
  'unit-code-unknown',
  'The code is in no version of the list: look at its zeros, and at the list of the source.',
);
const notInVersion = finding(
  'error',
  'unit-code-not-in-version',
  'The code is not in the version of the list that the contract names: translate it with the act that ended it.',
);
const ended = finding(
  'warning',
  'unit-code-ended',
  'The unit is in older versions of the list only: say which version the source uses, and translate the code with its act.',
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
    if (width !== undefined && !/^\d{1,5}$/.test(text)) return [wrongForm];
    if (width !== undefined && text.length !== width) return [text.length < width ? zeroLost : wrongForm];
    if (register === undefined) return [listMissing];
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
  return [...(isAmbiguous ? [ambiguous] : noFindings), ...(isOver ? [ended] : noFindings)];
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
