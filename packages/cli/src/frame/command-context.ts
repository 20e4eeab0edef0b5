import type { StricliProcess } from '@stricli/core';
import type { Words } from '../words/words.ts';
import type { Globals } from './globals.ts';
import type { Terminal } from './terminal.ts';

/** What a command gets as `this`. */
export interface CommandLine {
  readonly process: StricliProcess;
  readonly globals: Globals;
  readonly terminal: Terminal;
  readonly words: Words;
  readonly version: string;
}
