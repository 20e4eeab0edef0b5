import type { PropertyInspector } from '@lienthong/core';
import { codeZeroLost } from '../code-lists/code-findings.ts';
import { type CodeIndex, codesAt } from '../code-lists/code-index.ts';
import type { CodeList } from '../code-lists/code-list.ts';
import { type Finding, finding, noFindings } from '../finding.ts';
import type { Day } from '../tables/day.ts';
import { maxNameLength, nameKey } from '../tables/name-key.ts';

const unknown = finding(
  'error',
  'code-unknown',
  'Not a code of the list: map the value by a table of your own, or load the list that the source uses.',
);
const nameInPlace = finding(
  'error',
  'code-name-in-place',
  'A name of the list stands where its code should: have the mapping read it by the list (`codes`).',
);
const notInForce = finding(
  'needs-reference',
  'code-not-in-force',
  'An entry that the list does not hold on that day: only the file tells what it became.',
);
const uncertain = finding(
  'needs-reference',
  'code-meaning-uncertain',
  'The codes of this list are not confirmed: load the list that the source uses.',
);

/** Values that are to be codes of a list, in one version of it or in the one of the day. A text: why there is none. */
export function inspectCodes(list: CodeList, version: string | undefined, at: Day): PropertyInspector | string {
  const stated = version === undefined ? undefined : list.versions.find((candidate) => candidate.version === version);
  if (version !== undefined && stated === undefined)
    return `the code list ${list.list} has no version ${version}; there are ${list.versions.map((known) => known.version).join(', ')}`;
  const codes = codesAt(list, stated?.from ?? at);
  if (codes === undefined) return `no version of the code list ${list.list} holds on ${at}`;
  const known = new Map<string, readonly Finding[]>(
    [...codes.byCode].map(([code, entry]) => [code, entry.certainty === 'uncertain' ? [uncertain] : noFindings]),
  );
  // A code stands for many people; the list is public.
  return { inspect: (text) => known.get(text) ?? [whyNot(codes, text)], mask: () => undefined };
}

function whyNot(codes: CodeIndex, text: string): Finding {
  const key = text.length > maxNameLength ? '' : nameKey(text);
  if (key === '') return unknown;
  if (codes.byKey.has(key)) return nameInPlace;
  if (codes.notInForce.has(key)) return notInForce;
  return /^\d{1,2}$/.test(text) && (codes.byCode.has(`0${text}`) || codes.byCode.has(`00${text}`)) ? codeZeroLost : unknown;
}
