import { extname } from 'node:path';
import { openDictionary } from '@lienthong/connector';
import { type JsonValue, LienThongError } from '@lienthong/core';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { ConfigFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readConfig } from '../frame/read-config.ts';
import { type CheckedFiles, checkConfig } from '../validate/check-config.ts';
import { checkContract } from '../validate/check-contract.ts';
import { fileReader } from '../validate/file-reader.ts';
import type { Finding } from '../validate/finding.ts';
import { formatFinding } from '../validate/format-finding.ts';

/** `lienthong validate` */
export async function validateCommand(this: CommandLine, flags: ConfigFlags, ...files: string[]): Promise<void> {
  await perform(this, 'validate', () => validate(this, files.length === 0 ? [flags.config] : files));
}

async function validate({ words, terminal }: CommandLine, files: readonly string[]): Promise<Outcome> {
  const read = fileReader();
  const checked = await Promise.all(files.map((file) => checkFile(file, read)));
  const all = checked.flatMap((one) => one.findings).sort(inReadingOrder);
  const errors = all.filter(({ level }) => level === 'error').length;
  const summary =
    all.length === 0
      ? words.validate.offline(new Set(checked.flatMap((one) => one.files)).size)
      : words.validate.found(errors, all.length - errors);
  const shown = all.map((finding) => formatFinding(finding, textOf(finding.file, read), terminal, words));
  return {
    exitCode: errors === 0 ? exitCodes.ok : exitCodes.usage,
    summary,
    result: { files: checked.flatMap((one) => one.files), findings: all.map(findingJson) },
    text: [...shown, summary].join('\n\n'),
  };
}

async function checkFile(file: string, read: (file: string) => string): Promise<CheckedFiles> {
  if (/^\.m?[jt]s$/.test(extname(file))) {
    // A module is code: loading it says whether it gives options.
    await readConfig(file);
    return { files: [file], findings: [] };
  }
  let text: string;
  try {
    text = read(file);
  } catch (cause) {
    throw new LienThongError('CONFIG_INVALID', {
      message: `${file} cannot be read`,
      remedy: 'Name an existing file, or say --config.',
      cause,
    });
  }
  // ODCS asks every contract to bear this key; a configuration has none of the two.
  if (/^(kind|apiVersion)\s*:/m.test(text))
    return { files: [file], findings: checkContract(file, text, openDictionary({}), false).findings };
  return checkConfig(file, text, read);
}

function inReadingOrder(left: Finding, right: Finding): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

function textOf(file: string, read: (file: string) => string): string | undefined {
  try {
    return read(file);
  } catch {
    return undefined;
  }
}

function findingJson({ suggestion, ...rest }: Finding): JsonValue {
  return { ...rest, suggestion: suggestion ?? null };
}
