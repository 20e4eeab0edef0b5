import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readDurable, writeDurable } from './durable-file.ts';
import type { Answer } from './manifest.ts';

export interface KeptAnswers {
  readonly answers: readonly Answer[];
  /** SPKI PEM of the key that signed the receipts among them. */
  readonly receiptKey: string;
}

/** Answers that came on media, a file for each package, until their batches have left the spool. */
export interface AnswerFiles {
  /** Of the files that are here. */
  names(): readonly string[];
  read(name: string): KeptAnswers;
  /** Numbers of two chains are two names. */
  write(chain: string, number: number, kept: KeptAnswers): void;
  remove(name: string): void;
}

export function openAnswerFiles(folder: string): AnswerFiles {
  const answers = join(folder, 'answers');
  mkdirSync(answers, { recursive: true, mode: 0o700 });
  const fileOf = (name: string): string => join(answers, `${name}.json`);
  return {
    names: () => readdirSync(answers).flatMap((name) => /^([\w-]+)\.json$/.exec(name)?.[1] ?? []),
    read: (name) => readDurable<KeptAnswers>(fileOf(name)) ?? { answers: [], receiptKey: '' },
    write: (chain, number, kept) => writeDurable(fileOf(`${chain}-${number}`), JSON.stringify(kept)),
    remove: (name) => rmSync(fileOf(name), { force: true }),
  };
}
