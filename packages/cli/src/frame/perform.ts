import { isLienThongError, type JsonValue, LienThongError } from '@lienthong/core';
import type { CommandLine } from './command-context.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { printJson } from './json-report.ts';

/** How a command ended. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** One sentence. */
  readonly summary: string;
  /** For machines. */
  readonly result: JsonValue;
  /** For people; the summary when left out, nothing when null: it was written already. */
  readonly text?: string | null;
}

/** What `--json` prints about an error. */
export interface JsonError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly details: JsonValue;
}

/** Runs a command's work and prints how it ended: for people, or as one JSON object. */
export async function perform(line: CommandLine, command: string, work: () => Promise<Outcome>): Promise<void> {
  let outcome: Outcome;
  try {
    outcome = await work();
  } catch (error) {
    line.process.exitCode = reportError(line, command, error);
    return;
  }
  const { exitCode, summary, result, text } = outcome;
  if (line.globals.json) printJson(line, { command, ok: exitCode === exitCodes.ok, summary, result, error: null });
  else if (text !== null) line.terminal.result(text ?? summary);
  line.process.exitCode = exitCode;
}

/** Prints an error as what, where and how to mend it; gives the exit code. */
function reportError(line: CommandLine, command: string, error: unknown): ExitCode {
  const known = isLienThongError(error) ? error : unexpected(error);
  const { code, message, remedy } = known;
  if (line.globals.json) {
    const described: JsonError = { code, message, remedy, details: JSON.parse(JSON.stringify(known.details)) as JsonValue }; // JSON.parse gives nothing else
    printJson(line, { command, ok: false, summary: message, result: null, error: { ...described } });
  }
  const { colors, glyphs } = line.terminal;
  line.terminal.note(`${colors.red(glyphs.bad)} ${colors.bold(message)}`);
  line.terminal.note(`  ${colors.dim(line.words.errorCode)} ${code}`);
  line.terminal.note(`  ${glyphs.arrow} ${remedy}`);
  if (line.globals.debug) line.terminal.note(stackOf(error));
  return exitCodeOf(code);
}

function unexpected(error: unknown): LienThongError {
  const message = error instanceof Error ? error.message : 'something that is no error was thrown';
  // The embedded server has errors of its own; it is not loaded here only to recognise them.
  const own = error instanceof Error && error.name === 'EmbeddedPostgresError' && 'remedy' in error ? String(error.remedy) : undefined;
  return own === undefined
    ? new LienThongError('INTERNAL', { message, cause: error })
    : new LienThongError('OPTIONS_INVALID', { message: message.replace(own, '').trim(), remedy: own, cause: error });
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const cause = error.cause === undefined ? '' : `\n${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
