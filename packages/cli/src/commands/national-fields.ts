import type { JsonValue } from '@lienthong/core';
import type { FieldProposal, PartialDateFields } from '@lienthong/core/national';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { ConfigFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { formatTable } from '../frame/table.ts';
import { type PlannedDataset, planConfigured, planContracts } from '../national/planned-dataset.ts';

/** `lienthong national fields`: which field of the national message each property becomes, and why. */
export async function nationalFieldsCommand(this: CommandLine, flags: ConfigFlags, ...contracts: string[]): Promise<void> {
  await perform(this, 'national fields', async () =>
    show(this, contracts.length === 0 ? await planConfigured(flags.config) : planContracts(contracts)),
  );
}

function show(line: CommandLine, planned: readonly PlannedDataset[]): Outcome {
  const problems = planned.flatMap((one) => one.problems);
  const errors = problems.filter(({ level }) => level === 'error').length;
  const fields = planned.flatMap(({ proposals }) => proposals).length;
  const summary = line.words.national.summary(fields, errors, problems.length - errors);
  return {
    exitCode: errors === 0 ? exitCodes.ok : exitCodes.usage,
    summary,
    result: { datasets: planned.map(datasetJson) },
    text: [...planned.map((one) => showDataset(line, one)), summary].join('\n\n'),
  };
}

function showDataset({ words, terminal }: CommandLine, { contract, proposals, problems }: PlannedDataset): string {
  const { national } = words;
  const { bold, dim, yellow, red } = terminal.resultColors;
  const rows = proposals.map((proposal) => [
    `  ${proposal.property.name}`,
    namesOf(proposal.target).join(' | ') || dim(national.stays),
    national.reasons[proposal.reason],
    proposal.alternatives.join(', '),
  ]);
  const table = formatTable([`  ${national.property}`, national.field, national.reason, national.others], rows);
  const told = problems.map(({ level, path, message, suggestion }) => {
    const mark = level === 'error' ? red(national.error) : yellow(national.warning);
    return `  ${mark} ${path}: ${message}${suggestion === undefined ? '' : ` (${suggestion})`}`;
  });
  return [bold(contract.dataset), table, ...told].join('\n');
}

function namesOf(target: FieldProposal['target']): readonly string[] {
  if (target === undefined) return [];
  return typeof target === 'string' ? [target] : datesOf(target);
}

function datesOf({ day, month, year }: PartialDateFields): readonly string[] {
  return [day.name, month.name, year.name];
}

function datasetJson({ contract, proposals, problems }: PlannedDataset): JsonValue {
  return {
    dataset: contract.dataset,
    fields: proposals.map(({ property, target, reason, alternatives }) => ({
      property: property.name,
      fields: namesOf(target),
      reason,
      alternatives,
    })),
    problems: problems.map(({ level, path, message, suggestion }) => ({ level, path, message, suggestion: suggestion ?? null })),
  };
}
