import { type Finding, noFindings } from '../../finding.ts';
import { findUnit } from '../../units/look-up.ts';
import { findUnitsByName } from '../../units/look-up-name.ts';
import { provinces } from '../../units/provinces.ts';
import { unitMeanings } from '../../units/unit-meanings.ts';
import type { UnitKind } from '../column-kind.ts';
import type { Kind } from './kind.ts';
import { type Looked, lookedUpKind } from './looked-up.ts';

const zeroLost: Finding = {
  code: 'unit-code-zero-lost',
  severity: 'error',
  message: 'Too short by its leading zeros, as after a numeric column: read the column as text, and put the zeros back.',
};

const ended: Finding = {
  code: 'unit-code-ended',
  severity: 'warning',
  message: 'The unit is in older versions of the list only: say which version the source uses, and translate the code with its act.',
};

const wrongForm: Finding = {
  code: 'unit-code-form',
  severity: 'error',
  message: 'Not of the form of such a code, which is two digits of a province, three of a district, five of a commune.',
};

const needsList: Finding = {
  code: 'unit-list-missing',
  severity: 'needs-reference',
  message: 'The form is right. Only the list of these units tells whether the code exists, and in which version: load it.',
};

/** Provinces are looked up in all versions of their list; of districts and communes no list is built in, and only the form is seen. */
export function unitKind(level: UnitKind): Kind {
  if (level === 'province') return lookedUpKind(() => lookUpProvince, '2025-07-01');
  const width = level === 'district' ? 3 : 5;
  return lookedUpKind(() => (text) => looksLikeCode(text.trim(), width), '2025-07-01');
}

function lookUpProvince(given: string): Looked {
  const text = given.trim();
  const { candidates, findings } = unitMeanings(provinces, text);
  if (candidates.length > 0) {
    const versions = provinces.versions.filter((units) => findUnit(units, text) !== undefined);
    const isOver = versions.at(-1) !== provinces.versions.at(-1);
    // Nearly every province was redrawn once: here a code is a question only when another unit has it, too.
    const isAmbiguous = new Set(candidates.map(({ name }) => name)).size > 1;
    return {
      fit: 'fits',
      findings: [...(isAmbiguous ? findings : noFindings), ...(isOver ? [ended] : noFindings)],
      written: 'code',
      readings: versions.map(({ version }) => version.id),
    };
  }
  const named = provinces.versions.filter((units) => findUnitsByName(units, text).candidates.length > 0);
  if (named.length > 0) return { fit: 'fits', findings: noFindings, written: 'name', readings: named.map(({ version }) => version.id) };
  const lost = /^\d$/.test(text) && unitMeanings(provinces, `0${text}`).candidates.length > 0;
  return lost
    ? { fit: 'nearly', findings: [zeroLost], written: undefined, readings: [] }
    : { fit: 'not', findings, written: undefined, readings: [] };
}

function looksLikeCode(text: string, width: number): Looked {
  if (!/^\d{1,5}$/.test(text) || text.length > width) return { fit: 'not', findings: [wrongForm], written: undefined, readings: [] };
  // Codes of communes began at 00001 and have one or two zeros in front in the north; none has lost more than four.
  if (text.length < width) return { fit: 'nearly', findings: [zeroLost], written: undefined, readings: [] };
  return { fit: 'fits', findings: [needsList], written: undefined, readings: [] };
}
