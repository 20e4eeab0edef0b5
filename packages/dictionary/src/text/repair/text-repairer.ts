import { type Finding, noFindings } from '../../finding.ts';
import type { Detection } from '../detection/detection.ts';
import type { TextSource } from '../encodings.ts';
import { octetsAt } from '../octets.ts';
import { type ByteWordMemo, createByteWordMemo } from './byte-word-memo.ts';
import { isUnicode, plain, type Repaired, repairText } from './repair.ts';
import { areRightBytes, isRightText } from './right-unicode.ts';
import { studyLegacy, studyText, studyUnicode, studyUtf8, traits, type Word } from './word.ts';
import { createWordMemo } from './word-memo.ts';
import { arePlainBytes, joinWords, sumBytes, sumText, writeAsTyped, writeWords } from './word-scan.ts';
import { createWordSum, isInCapitals, judgeLegacy, judgeUnicode, type WordSum } from './word-sum.ts';

/** Repairs the values of one column, and remembers its words: names and addresses are made of few thousand syllables. */
export interface TextRepairer {
  /** Exactly what `repairText` gives for the column. */
  repair(value: string): Repaired;
  /** The same for a string that is given in UTF-8. `undefined`: it is right as it stands, and there is nothing to say of it. */
  repairUtf8(bytes: DataView, start: number, end: number): Repaired | undefined;
  /**
   * Writes in UTF-8 what `repair` makes of a string that is given in UTF-8, and gives the place behind it; what `repair` finds
   * is then in `found`. -1: nothing changes, only the whole value tells, or JSON would escape a sign of it. `out` has room for
   * three times the value.
   */
  writeUtf8(bytes: DataView, start: number, end: number, out: DataView, at: number): number;
  readonly found: readonly Finding[];
  /** What `repairText` gives for bytes as a program wrote them. `undefined`: they are right UTF-8 as they stand. */
  repairBytes(bytes: DataView, start: number, end: number): Repaired | undefined;
}

/** One for each column. It remembers some thousand words at most, and never a whole value. */
export function createTextRepairer(column: TextSource | Pick<Detection, 'encoding' | 'readAs'>): TextRepairer {
  const study = studiesOf(column);
  const sum = createWordSum();
  // In TCVN3 the case of the words in ASCII decides about that of the others.
  const withAscii = column.encoding === 'tcvn3';
  const known = { texts: createWordMemo(study.text), utf8: createByteWordMemo(study.utf8), octets: createByteWordMemo(study.octets) };

  const ofBytes = (memo: ByteWordMemo, judge: Judge, whole: RepairBytes): RepairBytes => {
    return (bytes, start, end) => {
      if (arePlainBytes(bytes, start, end) || (study.unicode && areRightBytes(bytes, start, end))) return undefined;
      const findings = sumBytes(sum, memo, bytes, start, end, withAscii) ? judge(sum) : undefined;
      if (findings === undefined) return whole(bytes, start, end);
      const unchanged = isUnchanged(sum);
      if (unchanged && findings.length === 0) return undefined;
      if (unchanged) return { text: textOf(bytes, start, end), findings };
      const inCapitals = isInCapitals(sum);
      const repaired = { text: joinWords(sum, inCapitals, start, end, (from, to) => octetsAt(bytes, from, to)), findings };
      // In capitals a changed word may be what it was.
      return inCapitals ? unlessRight(textOf(bytes, start, end), repaired) : repaired;
    };
  };
  const wholeUtf8: RepairBytes = (bytes, start, end) => {
    const given = textOf(bytes, start, end);
    return unlessRight(given, repairText(given, column));
  };
  const wholeBytes: RepairBytes = (bytes, start, end) => {
    const repaired = repairText(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start), column);
    return unlessRight(textOf(bytes, start, end), repaired);
  };
  // VIQR hides in plain text, and its marks go over what divides words.
  if (column.encoding === 'viqr') {
    const repair = (value: string) => repairText(value, column);
    return { repair, repairUtf8: wholeUtf8, writeUtf8: () => -1, found: noFindings, repairBytes: wholeBytes };
  }
  let found = noFindings;
  return {
    repair(value) {
      if (plain.test(value) || (study.unicode && isRightText(value))) return { text: value, findings: noFindings };
      const findings = sumText(sum, known.texts, value, withAscii) ? study.judgeText(sum) : undefined;
      if (findings === undefined) return repairText(value, column);
      if (isUnchanged(sum)) return { text: value, findings };
      return { text: joinWords(sum, isInCapitals(sum), 0, value.length, (from, to) => value.slice(from, to)), findings };
    },
    repairUtf8: ofBytes(known.utf8, study.judgeText, wholeUtf8),
    writeUtf8(bytes, start, end, out, at) {
      let behind = writeAsTyped(sum, known.utf8, bytes, start, end, withAscii, out, at);
      const findings = behind === -1 ? undefined : study.judgeText(sum);
      if (findings === undefined || isUnchanged(sum)) return -1;
      if (isInCapitals(sum)) {
        sumBytes(sum, known.utf8, bytes, start, end, withAscii);
        behind = writeWords(sum, bytes, start, end, out, at);
      }
      // In capitals a changed word may be what it was.
      if (behind === -1 || (behind - at === end - start && areSame(bytes, start, out, at, end - start))) return -1;
      found = findings;
      return behind;
    },
    get found() {
      return found;
    },
    repairBytes: ofBytes(known.octets, study.judgeBytes, wholeBytes),
  };
}

type RepairBytes = TextRepairer['repairBytes'];
/** What is said of a value of these words; `undefined`: only the whole value tells. */
type Judge = (sum: WordSum) => readonly Finding[] | undefined;

interface Studies {
  readonly unicode: boolean;
  readonly text: (raw: string) => Word;
  readonly utf8: (octets: string) => Word;
  readonly octets: (octets: string) => Word;
  readonly judgeText: Judge;
  readonly judgeBytes: Judge;
}

function studiesOf({ encoding, readAs }: Parameters<typeof repairText>[1]): Studies {
  const doubtful = encoding === 'mixed' || encoding === 'unknown';
  if (doubtful || encoding === 'ascii' || isUnicode({ encoding, readAs })) {
    const utf8 = (octets: string) => studyText(octets, studyUnicode);
    const judgeText = (sum: WordSum) => judgeUnicode(sum, doubtful);
    return { unicode: true, text: studyUnicode, utf8, octets: studyUtf8, judgeText, judgeBytes: (sum) => judgeUnicode(sum, false) };
  }
  const text = (raw: string) => studyLegacy(raw, { encoding, readAs }, false);
  const octets = (raw: string) => studyLegacy(raw, { encoding, readAs }, true);
  return { unicode: false, text, utf8: (raw) => studyText(raw, text), octets, judgeText: judgeLegacy, judgeBytes: judgeLegacy };
}

function isUnchanged(sum: WordSum): boolean {
  return (sum.traits & traits.changed) === 0 && !isInCapitals(sum);
}

function areSame(left: DataView, from: number, right: DataView, at: number, length: number): boolean {
  for (let place = 0; place < length; place++) if (left.getUint8(from + place) !== right.getUint8(at + place)) return false;
  return true;
}

function unlessRight(given: string, repaired: Repaired): Repaired | undefined {
  return repaired.findings.length === 0 && repaired.text === given ? undefined : repaired;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function textOf(bytes: DataView, start: number, end: number): string {
  return utf8.decode(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start));
}
