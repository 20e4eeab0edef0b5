import { type BreachReport, type ConcernedData, type Deadline, personalDataKinds, type SubjectNotice } from '@lienthong/core';
import type { CommandLine } from '../frame/command-context.ts';
import { formatTable } from '../frame/table.ts';

/** What is missing, by when, and how much of what is concerned; the texts that people wrote are in the page. */
export function showBreach(line: CommandLine, report: BreachReport): string {
  const { words, terminal, globals } = line;
  const { breach } = words;
  const { red, green, dim } = terminal.resultColors;
  const { missing, authority, subjects, keep, nature } = report;
  const lacking = missing.map((field) => `  ${red(terminal.glyphs.bad)} ${field[globals.language]} ${dim(field.article)}`);
  const state = report.complete
    ? `${green(terminal.glyphs.good)} ${breach.complete}`
    : [red(breach.incomplete(missing.length)), ...lacking].join('\n');
  const deadlines = [
    authority === undefined ? red(breach.noDeadline) : `${breach.authority} ${until(line, authority)}`,
    subjectLine(line, subjects),
    keep.until === undefined ? breach.keepLater(keep.years) : breach.keep(keep.until),
  ];
  const tables = nature.data.length === 0 ? [] : [dataTable(line, nature.data)];
  return [state, deadlines.join('\n'), ...tables].join('\n\n');
}

function subjectLine(line: CommandLine, { required, article, kinds, deadline }: SubjectNotice): string {
  const { words, terminal, globals } = line;
  const { red, dim } = terminal.resultColors;
  if (required === null) return `${red(words.breach.subjectsUnknown)} ${dim(article)}`;
  if (!required)
    return `${words.breach.noSubjects(kinds.map((kind) => `“${personalDataKinds[kind][globals.language]}”`).join(', '))} ${dim(article)}`;
  return `${red(words.breach.subjects)} ${deadline === undefined ? '' : until(line, deadline)}`.trim();
}

function until({ words, terminal }: CommandLine, { until: moment, article, overdue, hoursLeft, hoursOverdue }: Deadline): string {
  const { red, dim } = terminal.resultColors;
  const left = overdue ? red(words.breach.overdue(hoursOverdue)) : words.breach.left(hoursLeft);
  return `${moment.vietnam} (${moment.utc}): ${left} ${dim(article)}`;
}

function dataTable({ words, globals }: CommandLine, data: readonly ConcernedData[]): string {
  const { column, exposed } = words.breach;
  const number = (count: number) => count.toLocaleString(globals.language);
  return formatTable(
    [column.dataset, column.exposed, column.records, column.persons, column.readers, column.kinds],
    data.map(({ dataset, versions, exposed: way, records, persons, readers, properties }) => [
      ...[`${dataset} ${versions.join(' ')}`, exposed[way], number(records), persons === undefined ? '–' : number(persons.distinct)],
      new Set(readers.map(({ agency }) => agency)).size.toString(),
      [...new Set(properties.map(({ kind, classification }) => kind ?? classification))].sort().join(' '),
    ]),
  );
}
