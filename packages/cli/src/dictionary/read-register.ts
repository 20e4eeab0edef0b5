import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LienThongError } from '@lienthong/core';
import { loadUnitRegister, type NamedRegister } from '@lienthong/dictionary';
import type { Words } from '../words/words.ts';

/** A list of units out of its description; the files that it names lie relative to it. Throws CONFIG_INVALID with all problems. */
export function readRegister(file: string, words: Words): NamedRegister {
  const loaded = loadUnitRegister(readText(file, words), (name) => readFileSync(resolve(dirname(file), name), 'utf8'));
  if (loaded.kind === 'loaded') return loaded.value;
  const lines = loaded.problems.map(
    ({ file: part, line, column, message, remedy }) => `${part ?? file}:${line}:${column} ${message}; ${remedy}`,
  );
  throw new LienThongError('CONFIG_INVALID', { message: [words.dictionary.listRefused(file), ...lines].join('\n') });
}

function readText(file: string, words: Words): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LienThongError('CONFIG_INVALID', { message: words.dictionary.listUnreadable(file), cause });
  }
}
