import { readFile } from 'node:fs/promises';
import {
  type BreachExtent,
  type BreachFacts,
  type BreachReport,
  breachLawAt,
  breachTemplate,
  buildBreachReport,
  type ContractProblem,
  extentQueries,
  type JsonValue,
  LienThongError,
  parseBreachFacts,
  unknownNames,
  vietnamDay,
} from '@lienthong/core';
import { findIdentifiers } from '@lienthong/dictionary';
import { openAdmin } from '@lienthong/platform';
import { breachFormats, formatBreach } from '../breach/format.ts';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { writeOut } from '../frame/write-out.ts';
import { type StorageFlags, storageOf } from '../platform/storage.ts';
import { formatFinding } from '../validate/format-finding.ts';

export interface PlatformBreachReportFlags extends GlobalFlags, StorageFlags {
  readonly template: boolean;
  readonly format: string;
  readonly minutes: number;
  readonly out?: string;
}

/** `lienthong platform breach-report`: ends with 5 while something that the law requires is missing. */
export async function platformBreachReportCommand(this: CommandLine, flags: PlatformBreachReportFlags, file?: string): Promise<void> {
  await perform(this, 'platform breach-report', () => (flags.template ? template(this, flags) : report(this, flags, file)));
}

async function template(line: CommandLine, { out }: PlatformBreachReportFlags): Promise<Outcome> {
  if (out === undefined)
    return { exitCode: exitCodes.ok, summary: line.words.breach.templateIs, result: { template: breachTemplate }, text: breachTemplate };
  await writeOut(line, out, breachTemplate);
  return { exitCode: exitCodes.ok, summary: line.words.quality.written(out), result: { file: out } };
}

async function report(line: CommandLine, flags: PlatformBreachReportFlags, file: string | undefined): Promise<Outcome> {
  const { words } = line;
  const format = breachFormats.find((known) => known === flags.format);
  if (format === undefined) {
    const remedy = words.dictionary.choose(breachFormats.join(', '));
    throw new LienThongError('OPTIONS_INVALID', { message: words.quality.noFormat(flags.format), remedy });
  }
  if (file === undefined) throw new LienThongError('OPTIONS_INVALID', { message: words.breach.noFile, remedy: words.breach.useTemplate });
  const at = new Date().toISOString();
  const { facts, problems } = parseBreachFacts(await readFacts(line, file), { search: findIdentifiers, at });
  if (facts === undefined) return refused(line, file, problems);
  const counted = await readExtents(line, flags, facts);
  const unknown = unknownNames(facts, counted.extents, counted.datasets);
  if (unknown.length > 0) return refused(line, file, unknown);
  const built = build(facts, counted.extents, at);
  const shown = formatBreach(line, format, built);
  const exitCode = built.complete ? exitCodes.ok : exitCodes.incomplete;
  const summary = built.complete ? words.breach.complete : words.breach.incomplete(built.missing.length);
  const result = { report: JSON.parse(JSON.stringify(built)) as JsonValue }; // JSON.parse gives nothing else
  if (flags.out === undefined) return { exitCode, summary, result, text: shown.trimEnd() };
  await writeOut(line, flags.out, shown);
  return { exitCode, summary, result, text: `${words.quality.written(flags.out)}\n${summary}` };
}

async function readFacts({ words }: CommandLine, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new LienThongError('OPTIONS_INVALID', { message: words.breach.unreadable(file), remedy: words.breach.useTemplate, cause });
  }
}

interface Counted {
  readonly extents: readonly (BreachExtent | undefined)[];
  readonly datasets: readonly string[];
}

async function readExtents({ words }: CommandLine, flags: PlatformBreachReportFlags, facts: BreachFacts): Promise<Counted> {
  const queries = extentQueries(facts);
  // A first report may be written before it is known which data is concerned.
  if (queries.length === 0) return { extents: [], datasets: [] };
  await using opened = await openAdmin(storageOf(flags, words.platform.register.noStorage));
  return await opened.admin.readBreachExtents(queries, { minutes: flags.minutes });
}

function build(facts: BreachFacts, extents: Counted['extents'], at: string): BreachReport {
  const law = breachLawAt(vietnamDay(facts.detectedAt ?? at));
  if (law === undefined) throw new LienThongError('OPTIONS_INVALID', { message: 'the clock of this machine is before every known law' });
  const known = extents.filter((extent) => extent !== undefined);
  return buildBreachReport({ facts, extents: known, law, at, search: findIdentifiers });
}

/** Without the lines of the file: a number of a person may be what is wrong with one. */
function refused({ words, terminal }: CommandLine, file: string, problems: readonly ContractProblem[]): Outcome {
  const errors = problems.filter(({ level }) => level === 'error').length;
  const summary = words.validate.found(errors, problems.length - errors);
  return {
    exitCode: exitCodes.usage,
    summary,
    result: { findings: problems.map((problem) => ({ ...problem, file, suggestion: problem.suggestion ?? null })) },
    text: [...problems.map((problem) => formatFinding({ file, ...problem }, undefined, terminal, words)), summary].join('\n\n'),
  };
}
