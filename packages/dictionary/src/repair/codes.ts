import type { ValueRepair } from '@lienthong/core';
import { nearest } from '@lienthong/core';
import { type CodeIndex, codesAt } from '../code-lists/code-index.ts';
import type { CodeList } from '../code-lists/code-list.ts';
import { readName } from '../code-lists/read-code.ts';
import { readSex, type SexScheme, sexSchemes } from '../code-lists/sex.ts';
import { type Finding, noFindings } from '../finding.ts';
import type { Day } from '../tables/day.ts';
import { codeFromName } from './findings.ts';

/** What a value becomes, decided once: columns of codes repeat few values by the million. */
interface Answer {
  readonly code: string | undefined;
  readonly findings: readonly Finding[];
}

const mostRemembered = 10_000;
const longestRemembered = 64;

/** Values that name entries of a list to their codes, as the list holds on a day. A text: why not. */
export function codeRepair(list: CodeList, version: string | undefined, at: Day, scheme: string | undefined): ValueRepair | string {
  const stated = version === undefined ? undefined : list.versions.find((candidate) => candidate.version === version);
  if (version !== undefined && stated === undefined) return `the code list ${list.list} has no version ${version}`;
  const codes = codesAt(list, stated?.from ?? at);
  if (codes === undefined) return `no version of the code list ${list.list} holds on ${at}`;
  if (list.list !== 'sex' && scheme !== undefined) return `a scheme says what a sex is written as; ${list.list} has none`;
  const chosen = scheme === undefined ? undefined : schemes.find(({ id }) => id === scheme);
  if (scheme !== undefined && chosen === undefined) {
    const ids = schemes.map(({ id }) => id);
    return `there is no scheme ${scheme}; there are ${ids.join(', ')}${didYouMean(nearest(scheme, ids))}`;
  }
  return remembered(list.list === 'sex' ? (text) => sexOf(text, chosen) : (text) => codeOf(codes, text));
}

const schemes: readonly SexScheme[] = Object.values(sexSchemes);

function didYouMean(guess: string | undefined): string {
  return guess === undefined ? '' : `; did you mean ${guess}?`;
}

function sexOf(text: string, scheme: SexScheme | undefined): Answer {
  const read = readSex(text, scheme);
  if (typeof read !== 'string') return { code: undefined, findings: [read] };
  return { code: read, findings: read === text ? noFindings : [codeFromName] };
}

/** One candidate is the answer, unless a finding says that it is no more than a candidate. */
function codeOf(codes: CodeIndex, text: string): Answer {
  const { candidates, findings } = readName(codes, text);
  const [only, ...others] = candidates;
  const doubted = findings.some(({ code }) => code === 'code-not-in-force' || code === 'code-unknown');
  if (only === undefined || others.length > 0 || doubted) return { code: undefined, findings };
  return { code: only.code, findings: only.code === text ? findings : [codeFromName, ...findings] };
}

function remembered(answer: (text: string) => Answer): ValueRepair {
  const known = new Map<string, Answer>();
  return (text, notes) => {
    let found = known.get(text);
    if (found === undefined) {
      found = answer(text);
      if (known.size < mostRemembered && text.length <= longestRemembered) known.set(text, found);
    }
    for (const one of found.findings) notes.push(one);
    return found.code;
  };
}
