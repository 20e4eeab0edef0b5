import type { JsonValue } from '@lienthong/core';
import { type Finding, findingSentence } from '@lienthong/dictionary';
import type { CommandLine } from '../frame/command-context.ts';

/** What a finding says: its own message in English, what its code says in Vietnamese. */
export function findingText({ globals }: Pick<CommandLine, 'globals'>, { code, message }: Finding): string {
  return globals.language === 'en' ? message : (findingSentence(code, globals.language) ?? message);
}

/** A line each, indented. */
export function findingLines(line: CommandLine, findings: readonly Finding[]): readonly string[] {
  const { resultColors, glyphs } = line.terminal;
  const marks = {
    error: resultColors.red(glyphs.bad),
    warning: resultColors.yellow(glyphs.warning),
    'needs-reference': resultColors.dim('?'),
  };
  return findings.map((finding) => `    ${marks[finding.severity]} ${finding.code}  ${resultColors.dim(findingText(line, finding))}`);
}

export function findingsJson(findings: readonly Finding[]): JsonValue {
  return findings.map(({ code, severity, message }) => ({ code, severity, message }));
}
