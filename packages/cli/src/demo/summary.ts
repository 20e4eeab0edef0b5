import type { CommandLine } from '../frame/command-context.ts';
import { formatTable } from '../frame/table.ts';
import { showQuality } from '../quality/show.ts';
import type { Story } from './story.ts';

/** The end of the demo: what was published, what was survived, and whether both sides are equal. */
export function formatSummary(line: CommandLine, story: Story, kept: string | undefined): string {
  const { terminal, words, globals } = line;
  const { resultColors: colors, glyphs } = terminal;
  const { summary } = words.demo;
  const { proof, writer, quality } = story;
  const number = (value: number) => value.toLocaleString(globals.language);
  const verdict = proof.equal
    ? colors.green(colors.bold(`${glyphs.good} ${summary.equal(number(proof.platformRecords))}`))
    : colors.red(colors.bold(`${glyphs.bad} ${summary.different}`));
  const sides = formatTable(
    [`  ${story.dataset}`, summary.source, summary.platform],
    [
      [`  ${summary.rows}`, number(proof.sourceRows), number(proof.platformRows)],
      [`  ${summary.records}`, number(proof.sourceRecords), number(proof.platformRecords)],
      [`  ${summary.hash}`, shortHash(proof.sourceHash), shortHash(proof.platformHash)],
    ],
  );
  const refusals = formatTable(
    [`    ${summary.count}`, summary.code, summary.property],
    proof.refusals.map(({ count, code, property }) => [`    ${number(count)}`, code, property]),
  );
  const lines = [
    '',
    verdict,
    '',
    sides,
    '',
    `  ${summary.published(number(proof.platformRows), number(story.rowsPerSecond))}`,
    `  ${summary.survived(story.crashes, story.outages)}`,
    `  ${summary.writer(number(writer.inserts), number(writer.updates), number(writer.deletes), number(writer.keyChanges))}`,
    '',
    `  ${summary.rejected(number(proof.rejected))}`,
    refusals,
    ...(proof.held === 0 ? [] : [`    ${summary.held(number(proof.held))}`]),
    ...(quality === undefined ? [] : ['', showQuality(line, quality)]),
    '',
    `  ${summary.time(story.seconds.toFixed(1))} · ${kept === undefined ? summary.gone : summary.kept(kept)}`,
  ];
  return lines.join('\n');
}

function shortHash(hash: string): string {
  return `${hash.slice(0, 16)}…${hash.slice(-16)}`;
}
