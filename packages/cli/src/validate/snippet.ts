import stringWidth from 'string-width';

export interface Snippet {
  readonly line: string;
  readonly caret: string;
}

const maxWidth = 120;

/** The line of a place with a caret below it; `undefined` when the file has no such line. */
export function snippet(text: string, line: number, column: number): Snippet | undefined {
  const content = text.split(/\r\n?|\n/)[line - 1];
  if (content === undefined) return undefined;
  // A tab is as wide as the terminal likes: a blank in its place keeps the caret where it belongs.
  const plain = content.replaceAll('\t', ' ');
  const start = column - 1 > maxWidth - 20 ? column - 1 - 40 : 0;
  const shown = plain.slice(start, start + maxWidth);
  const gutter = `  ${line} | `;
  const before = stringWidth(plain.slice(start, Math.max(start, column - 1)));
  return {
    line: `${gutter}${start > 0 ? '…' : ''}${shown}`,
    caret: `${' '.repeat(gutter.length - 2)}| ${' '.repeat(before + (start > 0 ? 1 : 0))}^`,
  };
}
