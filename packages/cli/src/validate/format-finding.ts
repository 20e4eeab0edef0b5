import type { Terminal } from '../frame/terminal.ts';
import type { Words } from '../words/words.ts';
import type { Finding } from './finding.ts';
import { snippet } from './snippet.ts';

/** A finding for people: place, words, the line with a caret, and what to write instead. */
export function formatFinding(finding: Finding, text: string | undefined, terminal: Terminal, words: Words): string {
  const { resultColors: colors, glyphs } = terminal;
  const level = finding.level === 'error' ? colors.red(words.validate.error) : colors.yellow(words.validate.warning);
  const place = `${finding.file}:${finding.line}:${finding.column}`;
  const lines = [`${colors.bold(place)} ${level} ${colors.dim(finding.code)} ${finding.message}`];
  const shown = text === undefined ? undefined : snippet(text, finding.line, finding.column);
  if (shown !== undefined) lines.push(colors.dim(shown.line), colors.red(shown.caret));
  if (finding.path !== '') lines.push(`  ${colors.dim(finding.path)}`);
  if (finding.suggestion !== undefined) lines.push(`  ${glyphs.arrow} ${finding.suggestion}`);
  return lines.join('\n');
}
