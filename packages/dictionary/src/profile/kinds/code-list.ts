import { codeZeroLost } from '../../code-lists/code-findings.ts';
import { codesAt } from '../../code-lists/code-index.ts';
import type { CodeList } from '../../code-lists/code-list.ts';
import { countries } from '../../code-lists/countries.ts';
import { ethnicGroups } from '../../code-lists/ethnic-groups.ts';
import { readCode, readName } from '../../code-lists/read-code.ts';
import { kinships, maritalStatuses, religions } from '../../code-lists/uncertain-lists.ts';
import type { Finding } from '../../finding.ts';
import { maxNameLength, nameKey } from '../../tables/name-key.ts';
import type { CodeKind } from '../column-kind.ts';
import type { Kind } from './kind.ts';
import { type Looked, type LookUp, lookedUpKind } from './looked-up.ts';

// The findings of a look-up name near entries, which would tell the value: these do not.
const unknown: Finding = {
  code: 'code-unknown',
  severity: 'error',
  message: 'Neither a code nor a name of the list: look at the encoding of the column, or map the value by a table of your own.',
};

const notInForce: Finding = {
  code: 'code-not-in-force',
  severity: 'needs-reference',
  message: 'An entry that does not hold on the day of the profile: only the file of the person tells what it became.',
};

const lists: Readonly<Record<Exclude<CodeKind, 'sex'>, CodeList>> = {
  'ethnic-group': ethnicGroups,
  country: countries,
  religion: religions,
  'marital-status': maritalStatuses,
  kinship: kinships,
};

/** Values of a code list of the dictionary. */
export function codeListKind(name: Exclude<CodeKind, 'sex'>): Kind {
  return lookedUpKind((at) => lookUpIn(lists[name], at), '2025-07-01');
}

function lookUpIn(list: CodeList, at: string): LookUp {
  const codes = codesAt(list, at);
  if (codes === undefined) return () => ({ fit: 'not', findings: [notInForce], written: undefined, readings: [] });
  return (given): Looked => {
    const text = given.trim();
    if (codes.byCode.has(text)) return { fit: 'fits', findings: readCode(codes, text).findings, written: 'code', readings: [] };
    const key = text.length > maxNameLength ? '' : nameKey(text);
    if (key !== '' && codes.byKey.has(key)) return { fit: 'fits', findings: readName(codes, text).findings, written: 'name', readings: [] };
    if (key !== '' && codes.notInForce.has(key)) return { fit: 'nearly', findings: [notInForce], written: undefined, readings: [] };
    if (/^\d{1,2}$/.test(text) && (codes.byCode.has(`0${text}`) || codes.byCode.has(`00${text}`)))
      return { fit: 'nearly', findings: [codeZeroLost], written: undefined, readings: [] };
    return { fit: 'not', findings: [unknown], written: undefined, readings: [] };
  };
}
