/** Cut at everything of ASCII that is no letter, but not at control characters: some encodings keep capitals there. */
const runs = /[^\t\n\r\x20-\x40[-`{-\x7f]+/g;

/** What is not plain ASCII text: only there an encoding shows. */
const notPlain = /[^\t\n\r\x20-\x7e]/;

export function isPlain(text: string): boolean {
  return !notPlain.test(text);
}

/** The words of a text in which something is not ASCII; cut at ASCII, so that each byte of a word stays with it. */
export function markedWords(text: string): readonly string[] {
  return text.match(runs)?.filter((word) => notPlain.test(word)) ?? [];
}
