import { writeFile } from 'node:fs/promises';
import { LienThongError } from '@lienthong/core';
import type { CommandLine } from './command-context.ts';

/** Writes what would go to stdout into a file of the person's choice. */
export async function writeOut({ words }: Pick<CommandLine, 'words'>, file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text.endsWith('\n') ? text : `${text}\n`);
  } catch (cause) {
    throw new LienThongError('OPTIONS_INVALID', { message: words.quality.notWritten(file), remedy: words.quality.otherFile, cause });
  }
}
