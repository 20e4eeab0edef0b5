/** A piece of a statement. */
export interface Word {
  readonly kind: 'word' | 'quoted' | 'text' | 'sign';
  readonly text: string;
}

// Comments that servers carry out (`/*! … */`, `/*M! … */`) are no comments: their marks are left out, what is in them is read.
const pattern = new RegExp(
  [
    String.raw`(?<comment>\/\*(?!M?!)[\s\S]*?(?:\*\/|$)|--(?=[\s]|$)[^\n]*|#[^\n]*)`,
    String.raw`(?<mark>\/\*M?!\d*|\*\/)`,
    '`(?<tick>(?:[^`]|``)*)`',
    String.raw`"(?<double>(?:[^"\\]|\\[\s\S]|"")*)"`,
    String.raw`'(?<single>(?:[^'\\]|\\[\s\S]|'')*)'`,
    String.raw`(?<word>[\p{L}\p{N}_$@]+)`,
    String.raw`(?<sign>\S)`,
  ].join('|'),
  'gu',
);

/** Takes a statement apart, without understanding it. A text in double quotes may be a name under ANSI_QUOTES: it counts as both. */
export function wordsOf(statement: string): readonly Word[] {
  const words: Word[] = [];
  for (const { groups } of statement.matchAll(pattern)) {
    const { tick, double, single, word, sign } = groups ?? {};
    if (tick !== undefined) words.push({ kind: 'quoted', text: tick.replaceAll('``', '`') });
    else if (double !== undefined) words.push({ kind: 'quoted', text: double.replaceAll('""', '"') });
    else if (single !== undefined) words.push({ kind: 'text', text: '' });
    else if (word !== undefined) words.push({ kind: 'word', text: word });
    else if (sign !== undefined) words.push({ kind: 'sign', text: sign });
  }
  return words;
}

export function isWord(word: Word | undefined, ...texts: readonly string[]): boolean {
  return word?.kind === 'word' && texts.includes(word.text.toUpperCase());
}

export function isSign(word: Word | undefined, text: string): boolean {
  return word?.kind === 'sign' && word.text === text;
}

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** The name that begins at a place, and where it ends; `undefined` when none does. */
export function nameAt(
  words: readonly Word[],
  at: number,
  database: string,
): { readonly table: TableName; readonly behind: number } | undefined {
  const first = words[at];
  if (first === undefined || !isName(first)) return undefined;
  const last = words[at + 2];
  if (isSign(words[at + 1], '.') && last !== undefined && isName(last)) {
    return { table: { schema: first.text, name: last.text }, behind: at + 3 };
  }
  return { table: { schema: database, name: first.text }, behind: at + 1 };
}

function isName({ kind }: Word): boolean {
  return kind === 'word' || kind === 'quoted';
}

/** Every name of the statement that may be a table's. */
export function mentioned(words: readonly Word[], database: string): readonly TableName[] {
  return words.flatMap((_, at) => {
    if (isSign(words[at - 1], '.')) return [];
    const found = nameAt(words, at, database);
    return found === undefined ? [] : [found.table];
  });
}
