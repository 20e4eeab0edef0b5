import type { Place } from './problem.ts';

const maxRawDepth = 200;
// A million commas cost the library ten seconds.
const maxFlow = 50_000;
// So do lines with nothing in them, and texts that are no texts.
const maxLines = 150_000;
const maxQuotes = 150_000;
// As many as may be there once aliases are followed.
const maxMarks = 100_000;

/**
 * The library recurses, and a stack that is nearly full kills the whole process instead of throwing: what is absurdly deep is
 * stopped before it runs. Counts too much rather than too little (brackets in texts), so the limit is far above what is accepted behind it.
 */
export function nestingPlace(text: string): Place | undefined {
  let line = 0;
  let brackets = 0;
  let flow = 0;
  let quotes = 0;
  let marks = 0;
  const indents: number[] = [];
  for (const content of text.split(/\r\n?|\n/)) {
    line += 1;
    if (line > maxLines) return { line, column: 1 };
    const indent = /^\s*/.exec(content)?.[0].length ?? 0;
    if (indent === content.length) continue;
    while (indents.length > 0 && (indents.at(-1) ?? 0) >= indent) indents.pop();
    indents.push(indent);
    brackets = Math.max(0, brackets + count(content, /[[{]/g) - count(content, /[\]}]/g));
    const compact = count(content, /(?:^|\s)[-?:](?=\s|$)/g) + count(content, /:\s/g);
    flow += count(content, /[[\]{},]|(?:^|\s)[&!*]/g);
    marks += compact;
    quotes += count(content, /"/g);
    if (
      indents.length > maxRawDepth ||
      brackets > maxRawDepth ||
      compact > maxRawDepth ||
      flow > maxFlow ||
      quotes > maxQuotes ||
      marks > maxMarks
    ) {
      return { line, column: indent + 1 };
    }
  }
  return undefined;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
