import type { JsonValue } from '@lienthong/core';
import { provinces, translateUnit, type Unit, type UnitAnswer, unitMeaning } from '@lienthong/dictionary';
import { findingLines, findingsJson } from '../dictionary/findings.ts';
import { readRegister } from '../dictionary/read-register.ts';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';

export interface DictionaryUnitFlags extends GlobalFlags {
  readonly at: string;
  readonly to?: string;
  readonly list?: string;
}

/** `lienthong dictionary unit` */
export async function dictionaryUnitCommand(this: CommandLine, flags: DictionaryUnitFlags, code: string): Promise<void> {
  await perform(this, 'dictionary unit', async () => unit(this, flags, code));
}

function unit(line: CommandLine, { at, to, list }: DictionaryUnitFlags, code: string): Outcome {
  const { words } = line;
  const register = list === undefined ? provinces : readRegister(list, words).register;
  const meant = unitMeaning(register, code, at);
  const became = to === undefined ? undefined : translateUnit(register, code, at, to);
  const answers = [meant, became].filter((answer) => answer !== undefined);
  const sure = answers.every(({ candidates }) => candidates.length === 1);
  const summary = sure ? words.dictionary.sure : words.dictionary.unsure;
  return {
    exitCode: answers.every(({ candidates }) => candidates.length > 0) ? exitCodes.ok : exitCodes.failed,
    summary,
    result: { code, at, meant: answerJson(meant), to: to ?? null, became: became === undefined ? null : answerJson(became) },
    text: [
      ...answerLines(line, words.dictionary.meant(code, at), meant),
      ...(became === undefined || to === undefined ? [] : answerLines(line, words.dictionary.became(to), became)),
    ].join('\n'),
  };
}

function answerLines(line: CommandLine, title: string, { candidates, findings }: UnitAnswer): readonly string[] {
  const units = candidates.map(({ code, fullName, version }) => `  ${code}  ${fullName}  ${line.terminal.resultColors.dim(version)}`);
  return [title, ...units, ...findingLines(line, findings)];
}

function answerJson({ candidates, findings }: UnitAnswer): JsonValue {
  return { candidates: candidates.map(unitJson), findings: findingsJson(findings) };
}

function unitJson({ code, version, level, type, name, fullName }: Unit): JsonValue {
  return { code, version, level, type, name, fullName };
}
