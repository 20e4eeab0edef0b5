import { type ColumnProfile, type Grade, type ProfiledFinding, semanticType } from '@lienthong/dictionary';
import { findingText } from '../dictionary/findings.ts';
import type { CommandLine } from '../frame/command-context.ts';
import { formatTable } from '../frame/table.ts';

/** A table of the columns, and below it for each what is wrong and what to do. */
export function showProfile(line: CommandLine, columns: readonly ColumnProfile[]): string {
  const { column, what, nulls, empty, distinct, good } = line.words.profile;
  const table = formatTable(
    [column, what, nulls, empty, distinct, good],
    columns.map((one) => [
      one.name,
      kindText(line, one),
      share(one.nulls, one),
      share(one.empty, one),
      distinctText(line, one),
      goodText(line, one),
    ]),
  );
  const details = columns.map((one) => detailLines(line, one)).filter((lines) => lines.length > 0);
  return [table, ...details.map((lines) => lines.join('\n'))].join('\n\n');
}

function kindTitle({ words, globals }: Pick<CommandLine, 'words' | 'globals'>, kind: string): string {
  const known: Readonly<Record<string, string>> = words.profile.kinds;
  return semanticType(kind)?.title[globals.language] ?? known[kind] ?? kind;
}

function kindText(line: CommandLine, { kind, basis, forms }: ColumnProfile): string {
  const title = kindTitle(line, kind);
  const written = forms.length === 0 ? '' : ` (${forms.join(', ')})`;
  return `${title}${written}${basis === 'none' && kind !== 'empty' ? ' ?' : ''}`;
}

function share(count: number, { rows }: ColumnProfile): string {
  if (count === 0 || rows === 0) return '0';
  const percent = (count * 100) / rows;
  return percent < 0.01 ? '<0.01 %' : `${percent.toFixed(2)} %`;
}

function distinctText({ globals }: CommandLine, { distinct: { count, more } }: ColumnProfile): string {
  return `${more ? '>' : ''}${count.toLocaleString(globals.language)}`;
}

function goodText({ terminal }: CommandLine, { percentWithoutError, grade }: ColumnProfile): string {
  if (percentWithoutError === undefined || grade === undefined) return '';
  const { green, yellow, red } = terminal.resultColors;
  const paint: Readonly<Record<Grade, (text: string) => string>> = { green, yellow, red };
  return paint[grade](`${percentWithoutError.toFixed(2)} %`);
}

function detailLines(line: CommandLine, one: ColumnProfile): readonly string[] {
  const { words, terminal, globals } = line;
  const { bold, dim } = terminal.resultColors;
  const fits = one.readings.map(({ reading, fits: count, of }) =>
    words.profile.fits(kindTitle(line, reading), count.toLocaleString(globals.language), of.toLocaleString(globals.language)),
  );
  const readings = fits.length === 0 ? [] : [`    ${dim(words.profile.canBe)} ${fits.join(' · ')}`];
  const findings = one.findings.flatMap((finding) => findingBlock(line, finding));
  return readings.length + findings.length === 0 ? [] : [`  ${bold(one.name)}`, ...readings, ...findings];
}

function findingBlock(line: CommandLine, finding: ProfiledFinding): readonly string[] {
  const { terminal, words, globals } = line;
  const { resultColors, glyphs } = terminal;
  const marks = {
    error: resultColors.red(glyphs.bad),
    warning: resultColors.yellow(glyphs.warning),
    'needs-reference': resultColors.dim('?'),
  };
  const { code, severity, count, examples } = finding;
  const head = `    ${marks[severity]} ${count.toLocaleString(globals.language)} × ${code}  ${resultColors.dim(findingText(line, finding))}`;
  return examples.length === 0 ? [head] : [head, `        ${resultColors.dim(words.profile.such)} ${examples.join(', ')}`];
}
