import type { JsonValue } from '@lienthong/core';
import type { CommandLine } from './command-context.ts';

// A room of its own: `--help` needs it, and must not wait until the standard is loaded.

/** The one object that `--json` promises on stdout. */
interface JsonReport {
  readonly command: string;
  readonly ok: boolean;
  readonly summary: string;
  readonly result: JsonValue;
  readonly error: JsonValue;
}

export function printJson(line: Pick<CommandLine, 'terminal'>, report: JsonReport): void {
  line.terminal.result(JSON.stringify(report));
}
