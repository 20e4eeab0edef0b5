import { type JsonValue, LienThongError } from '@lienthong/core';
import { type SemanticType, semanticType, semanticTypes, type Verdict } from '@lienthong/dictionary';
import { findingLines, findingsJson } from '../dictionary/findings.ts';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';

export interface DictionaryCheckFlags extends GlobalFlags {
  readonly at?: string;
}

/** `lienthong dictionary check` */
export async function dictionaryCheckCommand(
  this: CommandLine,
  flags: DictionaryCheckFlags,
  name: string,
  ...values: string[]
): Promise<void> {
  await perform(this, 'dictionary check', async () => check(this, flags, name, values));
}

function check(line: CommandLine, { at }: DictionaryCheckFlags, name: string, values: readonly string[]): Outcome {
  const { words, terminal } = line;
  const type: SemanticType | undefined = semanticType(name);
  if (type === undefined) {
    const names = semanticTypes.map((known) => known.name).join(', ');
    throw new LienThongError('OPTIONS_INVALID', { message: words.dictionary.noType(name), remedy: words.dictionary.choose(names) });
  }
  if (values.length === 0) throw new LienThongError('OPTIONS_INVALID', { message: words.dictionary.noValue });
  const checked = values.map((value) => ({ value, verdict: type.check(value, { at }) }));
  const accepted = checked.filter(({ verdict }) => verdict.normalised !== undefined).length;
  const summary = words.dictionary.checked(accepted, values.length, type.title[line.globals.language]);
  return {
    exitCode: accepted === values.length ? exitCodes.ok : exitCodes.failed,
    summary,
    result: {
      type: type.name,
      values: checked.map(({ value, verdict: { normalised, proposed, findings } }) => ({
        given: value,
        normalised: normalised ?? null,
        proposed: proposed ?? null,
        findings: findingsJson(findings),
        parts: partsJson(type.parse(value)),
        mask: type.mask(value),
      })),
    },
    text: [...checked.flatMap(({ value, verdict }) => verdictLines(line, value, verdict)), terminal.resultColors.dim(summary)].join('\n'),
  };
}

function partsJson(parts: ReturnType<SemanticType['parse']>): JsonValue {
  if (parts === undefined) return null;
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part ?? null]));
}

function verdictLines(line: CommandLine, value: string, { normalised, proposed, findings }: Verdict): readonly string[] {
  const { resultColors, glyphs } = line.terminal;
  const mark = normalised === undefined ? resultColors.red(glyphs.bad) : resultColors.green(glyphs.good);
  const form = normalised === undefined || normalised === value ? '' : ` ${glyphs.arrow} ${normalised}`;
  const proposal = proposed === undefined ? '' : `  ${line.words.dictionary.proposed(proposed)}`;
  return [`${mark} ${value}${form}${proposal}`, ...findingLines(line, findings)];
}
