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
  /** Numbers of the packages whose answers are here. */
  numbers(): readonly number[];
  read(number: number): KeptAnswers;
  write(number: number, kept: KeptAnswers): void;
  remove(number: number): void;
}

export function openAnswerFiles(folder: string): AnswerFiles {
  const answers = join(folder, 'answers');
  mkdirSync(answers, { recursive: true, mode: 0o700 });
  const fileOf = (number: number): string => join(answers, `${number}.json`);
  return {
    numbers: () =>
      readdirSync(answers)
        .flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
        .map(Number)
        .sort((left, right) => left - right),
    read: (number) => readDurable<KeptAnswers>(fileOf(number)) ?? { answers: [], receiptKey: '' },
    write: (number, kept) => writeDurable(fileOf(number), JSON.stringify(kept)),
    remove: (number) => rmSync(fileOf(number), { force: true }),
  };
}
