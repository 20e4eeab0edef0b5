import { finding } from '../finding.ts';
import { mergedMinistries, ministries } from './data/agencies.ts';
import { newAgencyCode } from './data/effects.ts';
import { define, type Judgement, judgement } from './define.ts';
import { areDigitBytes } from './digit-bytes.ts';
import { lettersForDigits } from './findings.ts';
import { withoutBlanks } from './formatting.ts';
import { below, randomDigits } from './random.ts';
import { mendDigits, type Repair } from './repairs.ts';
import { capitals } from './text.ts';

export type AgencyCodeParts = {
  /** `decision-20-2020` runs from the highest level down, `qcvn-102-2016` from the lowest up. */
  readonly scheme: 'decision-20-2020' | 'qcvn-102-2016';
  readonly level: number;
  /** The ministry, province or body at the top, such as G12. */
  readonly topLevel: string;
  /** Its name before the mergers of 2025, where the list has it. */
  readonly topLevelName: string | undefined;
};

const wrongForm = finding(
  'error',
  'agency-code-form',
  'An agency code is a letter and two digits, with lower levels behind dots, of at most thirty-five characters; in the old form the levels run the other way.',
);
const oldForm = finding(
  'warning',
  'agency-code-old-form',
  'The form of QCVN 102:2016. The proposal turns the levels round; the directory must confirm it, for agencies gave lower levels out anew.',
);
const gap = finding('error', 'agency-code-gap', 'A level is used though the level above it is not.');
const merged = finding(
  'warning',
  'agency-code-merged-ministry',
  'The ministry of this code went up in another before the day of the check: ask the directory which code its agencies have now.',
);
const needsDirectory = finding(
  'needs-reference',
  'agency-code-directory',
  'Only the directory of agency codes tells whether the agency exists and is active.',
);

const mergedNumbers = new Set(
  mergedMinistries.entries.map((code) => numberOfLevel(code.charCodeAt(0), code.charCodeAt(1), code.charCodeAt(2))),
);

const newCode = /^[A-Z]\d\d(?:\.[0-9A-Z]+)*$/;
const oldCode = /^\d{3}\.\d\d\.\d\d\.[A-Z]\d\d$/;
const oldShape = /^[\dOI]{3}(?:\.[\dOI]{2}){2}\.[A-Z][\dOI]{2}$/;
const names: Readonly<Record<string, string>> = ministries.entries;
const mergedCodes = new Set<string>(mergedMinistries.entries);

const plainJudgement = judgement([needsDirectory]);
const mergedJudgement = judgement([merged, needsDirectory]);
const gapJudgement = judgement([gap]);

function judge(text: string, at: string | undefined): Judgement | undefined {
  if (text.length < 3 || text.length > 35) return undefined;
  if (text.charCodeAt(0) < 65) return oldCode.test(text) ? judgeOld(text, at) : undefined;
  if (!newCode.test(text)) return undefined;
  return isMerged(text, at) ? mergedJudgement : plainJudgement;
}

function judgeOld(text: string, at: string | undefined): Judgement {
  if (hasGap(text)) return gapJudgement;
  if (at !== undefined && at < newAgencyCode.effectiveFrom) return plainJudgement;
  return judgement([oldForm, ...(isMerged(text, at) ? [merged] : []), needsDirectory], turnedRound(text));
}

function isMerged(text: string, at: string | undefined): boolean {
  return at !== undefined && at >= mergedMinistries.effectiveFrom && mergedCodes.has(topLevelOf(text));
}

const digitsOfLevels: Repair = {
  finding: lettersForDigits,
  apply(text) {
    const groups = text.split('.');
    // Lower levels of the new form may hold letters: nothing is mended there.
    if (!oldShape.test(text)) return [mendTopLevel(groups[0] ?? ''), ...groups.slice(1)].join('.');
    return [...groups.slice(0, 3).map(mendDigits), mendTopLevel(groups[3] ?? '')].join('.');
  },
};

export const agencyCode = define<AgencyCodeParts>({
  name: 'agency-code',
  title: { vi: 'Mã định danh điện tử của cơ quan, tổ chức', en: 'Agency code' },
  maskKeeps: 'the code of the highest level: agencies are public',
  synthetic: 'By its first level, Z and two digits, which no list gives to anybody.',
  judge,
  plainTest(at) {
    const merging = at !== undefined && at >= mergedMinistries.effectiveFrom;
    return {
      findings: plainJudgement.findings,
      dividedDigits: false,
      holds(bytes, start, end) {
        if (end - start < 3 || end - start > 35 || !isCapital(bytes.getUint8(start)) || !areDigitBytes(bytes, start + 1, start + 3))
          return false;
        const level = numberOfLevel(bytes.getUint8(start), bytes.getUint8(start + 1), bytes.getUint8(start + 2));
        return areLevels(bytes, start + 3, end) && !(merging && mergedNumbers.has(level));
      },
    };
  },
  plain: (text) => capitals(withoutBlanks(text)),
  repairs: [digitsOfLevels],
  wrongForm,
  take(normal) {
    const old = oldCode.test(normal);
    const topLevel = topLevelOf(normal);
    const level = (old ? turnedRound(normal) : normal).split('.').length;
    return { scheme: old ? 'qcvn-102-2016' : 'decision-20-2020', level, topLevel, topLevelName: names[topLevel] };
  },
  hide: (normal) => `${topLevelOf(normal)}.***`,
  generate: (random) => `Z${randomDigits(random, 2)}.${String(10 + below(random, 90))}`,
});

/** Lower levels: a dot and at least one digit or capital each. */
function areLevels(bytes: DataView, start: number, end: number): boolean {
  let wanted = true;
  for (let place = start; place < end; place++) {
    const byte = bytes.getUint8(place);
    const isDot = byte === 46;
    if (place === start ? !isDot : isDot ? wanted : !isCapital(byte) && (byte < 48 || byte > 57)) return false;
    wanted = isDot;
  }
  return start === end || !wanted;
}

function numberOfLevel(letter: number, tens: number, ones: number): number {
  return (letter << 16) | (tens << 8) | ones;
}

function isCapital(byte: number): boolean {
  return byte >= 65 && byte <= 90;
}

function topLevelOf(code: string): string {
  return code.charCodeAt(0) < 65 ? code.slice(-3) : code.slice(0, 3);
}

/** 000.00.18.G12 is G12.18: the levels the other way round, without those that are not used. */
function turnedRound(old: string): string {
  return old
    .split('.')
    .reverse()
    .filter((group) => !/^0+$/.test(group))
    .join('.');
}

function hasGap(old: string): boolean {
  const used = old.split('.').map((group) => !/^0+$/.test(group));
  return (used[1] === true && used[2] === false) || (used[0] === true && used[1] === false);
}

function mendTopLevel(group: string): string {
  return /^[A-Z][\dOI]{2}$/.test(group) ? group.slice(0, 1) + mendDigits(group.slice(1)) : group;
}
