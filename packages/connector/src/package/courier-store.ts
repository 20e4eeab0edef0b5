import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockDirectory } from '../state/lock.ts';
import { readDurable, writeDurable } from './durable-file.ts';
import type { Answer, ToldStream } from './manifest.ts';

/** How far a sender's packages came. */
export interface SenderProgress {
  readonly chain: string;
  /** Of the last package that was delivered as a whole. */
  readonly number: number;
  readonly hash: string;
  /** By dataset: the last batch that the platform acknowledged; the next one has to follow it. */
  readonly streams: Readonly<Record<string, { readonly epoch: number; readonly sequence: number }>>;
}

/** What came of one package: kept, so that lost receipts are written again without asking anybody. */
export interface Delivered {
  readonly hash: string;
  readonly answers: readonly Answer[];
  readonly streams: Readonly<Record<string, ToldStream>>;
  readonly receiptKey: string;
}

/** After an outage what was answered is not sent again. Not flushed: to send it again would be harmless, too. */
export interface PartDelivered {
  readonly answers: readonly Answer[];
  add(answer: Answer): void;
}

export interface CourierStore {
  progress(sender: string): SenderProgress | undefined;
  delivered(sender: string, chain: string, number: number): Delivered | undefined;
  /** Both are durable when it returns. */
  finish(sender: string, progress: SenderProgress, delivered: Delivered): void;
  /** Answers to a package that is not delivered as a whole yet. */
  part(sender: string, hash: string): PartDelivered;
  close(): void;
}

/** Opens the courier's directory, alone. */
export function openCourierStore(directory: string): CourierStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unlock = lockDirectory(join(directory, 'lock.db'));
  const folderOf = (sender: string): string => {
    // A digest, for file systems that know no capitals: H26/a and h26/a are two senders.
    const folder = join(directory, 'senders', createHash('sha256').update(sender).digest('hex').slice(0, 24));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  };
  const deliveredFile = (sender: string, chain: string, number: number): string => {
    const name = createHash('sha256').update(chain).digest('hex').slice(0, 12);
    return join(folderOf(sender), `${name}-${number}.json`);
  };
  const progressFile = (sender: string): string => join(folderOf(sender), 'progress.json');
  return {
    progress: (sender) => readDurable<SenderProgress>(progressFile(sender)),
    delivered: (sender, chain, number) => readDurable<Delivered>(deliveredFile(sender, chain, number)),
    finish(sender, progress, delivered) {
      writeDurable(deliveredFile(sender, progress.chain, progress.number), JSON.stringify(delivered));
      writeDurable(progressFile(sender), JSON.stringify(progress));
    },
    part(sender, hash) {
      const file = join(folderOf(sender), 'part.ndjson');
      const answers = readPart(file, hash);
      if (answers.length === 0) writeDurable(file, `${hash}\n`);
      return { answers, add: (answer) => appendFileSync(file, `${JSON.stringify(answer)}\n`) };
    },
    close: unlock,
  };
}

/** Lines that were written to their end; of another package none. */
function readPart(file: string, hash: string): readonly Answer[] {
  if (!existsSync(file)) return [];
  const [first, ...lines] = readFileSync(file, 'utf8').split('\n');
  if (first !== hash) return [];
  const whole = lines.slice(0, -1);
  return whole.map((line) => JSON.parse(line) as Answer); // written by `add`
}
