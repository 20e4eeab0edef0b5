import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { LienThongError } from '@lienthong/core';
import type { NationalPlatformOptions, PackagePlatformOptions, PlatformOptions } from '../options.ts';
import type { SignerOptions } from '../sign/options.ts';
import { formatConfigProblem } from './problem.ts';
import type { ReadDocument } from './read-document.ts';

/** The text of a configuration file. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new LienThongError('CONFIG_INVALID', {
      message: `the configuration file ${file} cannot be read`,
      remedy: 'Name another file with --config.',
      cause: error,
    });
  }
}

/** Throws CONFIG_INVALID with every problem that was found so far, in the order of the file. */
export function throwProblems(read: ReadDocument, file: string): void {
  if (read.problems.length === 0) return;
  const sorted = [...read.problems].sort((left, right) => left.line - right.line || left.column - right.column);
  const problems = sorted.map((problem) => formatConfigProblem(problem, basename(file)));
  throw new LienThongError('CONFIG_INVALID', { message: problems.join('\n'), details: { file, problems } });
}

/** The same with the files of keys below the folder of the configuration. */
export function platformBelow<Platform extends AnyPlatform>(folder: string, platform: Platform): Platform {
  if ('sign' in platform) return { ...platform, sign: signerBelow(folder, platform.sign) };
  if (!('signature' in platform) || platform.signature === undefined) return platform;
  return { ...platform, signature: { ...platform.signature, sign: signerBelow(folder, platform.signature.sign) } };
}

type AnyPlatform = PlatformOptions | NationalPlatformOptions | PackagePlatformOptions;

/** The same with the file of a key below the folder of the configuration. */
export function signerBelow(folder: string, sign: SignerOptions): SignerOptions {
  return 'key' in sign ? { key: { ...sign.key, file: resolve(folder, sign.key.file) } } : sign;
}
