import type { Colour, QualityReport, ReportedFinding } from '@lienthong/core';
import { findingSentence } from '@lienthong/dictionary';
import type { CommandLine } from '../frame/command-context.ts';
import { formatTable } from '../frame/table.ts';

/** A report for the terminal: the criteria, the fields, and what was found. */
export function showQuality(line: CommandLine, report: QualityReport): string {
  const { words, terminal, globals } = line;
  const { bold, red } = terminal.resultColors;
  const number = (count: number) => count.toLocaleString(globals.language);
  const { quality } = words;
  const head = `${bold(report.dataset)} ${report.version}  ${quality.records(number(report.records), number(report.rejected))}`;
  const criteria = formatTable(
    [quality.criterion, quality.score],
    [
      ...report.criteria.map(({ criterion, score, colour }) => [`  ${quality.criteria[criterion]}`, scoreText(line, score, colour)]),
      [`  ${quality.overall}`, scoreText(line, report.score, report.colour)],
    ],
  );
  const fields = formatTable(
    [quality.field, quality.score],
    report.fields.map(({ property, score, colour }) => [`  ${property}`, scoreText(line, score, colour)]),
  );
  const short = report.identifiersShort.length === 0 ? [] : [red(quality.identifiersShort(report.identifiersShort.join(', ')))];
  return [head, criteria, fields, ...short, ...findingLines(line, report.findings)].join('\n\n');
}

function scoreText({ terminal, words, globals }: CommandLine, score: number | undefined, colour: Colour): string {
  const { green, yellow, red, dim } = terminal.resultColors;
  const paint: Readonly<Record<Colour, (text: string) => string>> = { green, yellow, red, 'not-measured': dim };
  const label = words.quality.colours[colour];
  return paint[colour](score === undefined ? label : `${score.toLocaleString(globals.language, { minimumFractionDigits: 2 })}  ${label}`);
}

function findingLines({ terminal, globals }: CommandLine, findings: readonly ReportedFinding[]): readonly string[] {
  if (findings.length === 0) return [];
  const { resultColors, glyphs } = terminal;
  const marks = {
    error: resultColors.red(glyphs.bad),
    warning: resultColors.yellow(glyphs.warning),
    'needs-reference': resultColors.dim('?'),
  };
  const lines = findings.flatMap(({ property = '', code, severity, count, examples }) => [
    `  ${marks[severity]} ${property}  ${count.toLocaleString(globals.language)} × ${code}  ${resultColors.dim(findingSentence(code, globals.language) ?? '')}`,
    ...(examples.length === 0 ? [] : [`        ${resultColors.dim(examples.join(', '))}`]),
  ]);
  return [lines.join('\n')];
}
