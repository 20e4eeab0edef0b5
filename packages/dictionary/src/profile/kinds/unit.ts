import { noFindings } from '../../finding.ts';
import { unitCodeEnded, unitCodeForm, unitCodeZeroLost, unitListMissing } from '../../units/code-findings.ts';
import { findUnit } from '../../units/look-up.ts';
import { findUnitsByName } from '../../units/look-up-name.ts';
import { provinces } from '../../units/provinces.ts';
import { unitMeanings } from '../../units/unit-meanings.ts';
import type { UnitKind } from '../column-kind.ts';
import type { Kind } from './kind.ts';
import { type Looked, lookedUpKind } from './looked-up.ts';

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
      findings: [...(isAmbiguous ? findings : noFindings), ...(isOver ? [unitCodeEnded] : noFindings)],
      written: 'code',
      readings: versions.map(({ version }) => version.id),
    };
  }
  const named = provinces.versions.filter((units) => findUnitsByName(units, text).candidates.length > 0);
  if (named.length > 0) return { fit: 'fits', findings: noFindings, written: 'name', readings: named.map(({ version }) => version.id) };
  const lost = /^\d$/.test(text) && unitMeanings(provinces, `0${text}`).candidates.length > 0;
  return lost
    ? { fit: 'nearly', findings: [unitCodeZeroLost], written: undefined, readings: [] }
    : { fit: 'not', findings, written: undefined, readings: [] };
}

function looksLikeCode(text: string, width: number): Looked {
  if (!/^\d{1,5}$/.test(text) || text.length > width) return { fit: 'not', findings: [unitCodeForm], written: undefined, readings: [] };
  // Codes of communes began at 00001 and have one or two zeros in front in the north; none has lost more than four.
  if (text.length < width) return { fit: 'nearly', findings: [unitCodeZeroLost], written: undefined, readings: [] };
  return { fit: 'fits', findings: [unitListMissing], written: undefined, readings: [] };
}
