/** A part of a text that could be an identifier. */
export interface Candidate {
  readonly text: string;
  /** Offsets in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** Written without a separator. */
  readonly whole: boolean;
}

/** Words with a letter, without the punctuation around them; of e-mail addresses, plates and cards the signs within belong to them. */
export function wordsIn(text: string): readonly Candidate[] {
  return [...plainDigits(text).matchAll(/[\p{L}\p{N}][^\s,;:()[\]{}<>"'“”‘’|=/\\]*/gu)].flatMap((match) => {
    const word = match[0].replace(/[.!?…-]+$/, '');
    return /\p{L}/u.test(word) ? [{ text: word, start: match.index, end: match.index + word.length, whole: true }] : [];
  });
}

// Groups of digits between separators of one kind.
const digitRun = /\+?\d+(?:([ \u00a0.-])\d+(?:\1\d+)*)?/g;
/** The longest number of a person has twelve digits; a telephone number may have a country in front. */
const mostDigits = 13;

/** Numbers, also in groups. Blanks may stand between two numbers as well, so there every row of neighbours is one. */
export function numbersIn(text: string): readonly Candidate[] {
  return [...plainDigits(text).matchAll(digitRun)].flatMap((match): readonly Candidate[] => {
    const [run, separator] = match;
    if (separator === undefined) return [{ text: run, start: match.index, end: match.index + run.length, whole: true }];
    const groups = run.split(separator);
    if (separator === '.' && (isAmount(groups) || isAddress(groups))) return [];
    const separated = separator === '.' || separator === '-';
    return separated ? [joined(groups, 0, groups.length, match.index)] : neighbours(groups, match.index);
  });
}

function neighbours(groups: readonly string[], offset: number): readonly Candidate[] {
  const rows: Candidate[] = [];
  for (let from = 0; from < groups.length; from++) {
    for (let to = groups.length; to > from; to--) {
      const row = joined(groups, from, to, offset);
      if (row.text.length <= mostDigits) rows.push(row);
    }
  }
  return rows;
}

function joined(groups: readonly string[], from: number, to: number, offset: number): Candidate {
  const start = offset + groups.slice(0, from).reduce((sum, group) => sum + group.length + 1, 0);
  const own = groups.slice(from, to);
  return { text: own.join(''), start, end: start + own.join(' ').length, whole: own.length === 1 };
}

/** 1.234.567.890; numbers of persons in groups of three begin with 0. */
function isAmount([first = '', ...rest]: readonly string[]): boolean {
  return /^[1-9]\d{0,2}$/.test(first) && rest.every((group) => group.length === 3);
}

/** Of four numbers up to 255: reports of breaches name many. */
function isAddress(groups: readonly string[]): boolean {
  return groups.length === 4 && groups.every((group) => String(Number(group)) === group && Number(group) <= 255);
}

/** Digits of East Asian keyboards as ours: as many code units. */
function plainDigits(text: string): string {
  return text.replace(/[\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10));
}
