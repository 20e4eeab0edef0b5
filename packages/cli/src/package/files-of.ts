import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LienThongError } from '@lienthong/core';
import type { Words } from '../words/words.ts';

/** The files that were named, and of a folder those of the kind. */
export async function filesOf(paths: readonly string[], kind: 'package' | 'receipts', words: Words): Promise<readonly string[]> {
  const found = await Promise.all(paths.map((path) => expand(path, kind, words)));
  const files = [...new Set(found.flat())];
  if (files.length > 0) return files;
  throw new LienThongError('OPTIONS_INVALID', { message: words.package.noFiles(kind), remedy: words.package.noFilesRemedy });
}

async function expand(path: string, kind: string, words: Words): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    // What begins with a dot was not written to its end.
    return (await readdir(path)).filter((name) => name.endsWith(`.${kind}`) && !name.startsWith('.')).map((name) => join(path, name));
  } catch (cause) {
    throw new LienThongError('OPTIONS_INVALID', { message: words.package.unreadable(path), remedy: words.package.noFilesRemedy, cause });
  }
}
