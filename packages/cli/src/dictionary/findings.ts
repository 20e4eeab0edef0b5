import type { JsonValue } from '@lienthong/core';
import type { Finding } from '@lienthong/dictionary';
import type { CommandLine } from '../frame/command-context.ts';

/** A line each, indented. */
export function findingLines({ terminal }: CommandLine, findings: readonly Finding[]): readonly string[] {
  const { resultColors, glyphs } = terminal;
  const marks = {
    error: resultColors.red(glyphs.bad),
    warning: resultColors.yellow(glyphs.warning),
    'needs-reference': resultColors.dim('?'),
  };
  return findings.map(({ code, severity, message }) => `    ${marks[severity]} ${code}  ${resultColors.dim(message)}`);
}

export function findingsJson(findings: readonly Finding[]): JsonValue {
  return findings.map(({ code, severity, message }) => ({ code, severity, message }));
}
