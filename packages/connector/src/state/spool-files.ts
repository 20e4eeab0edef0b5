import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, stateDamaged, stateError } from './errors.ts';

/** Bodies of batches, one file each. A body is on the disk, with its directory entry, before the database names it. */
export interface SpoolFiles {
  /** Writes, flushes and returns the name; nothing of a failed write stays. */
  write(body: Uint8Array): Promise<string>;
  /** Into the first bytes of the memory, which has room for them; refuses a file that is missing or of another length. */
  read(file: string, bytes: number, memory: Buffer): Promise<Buffer>;
  /** Forgets bodies. A file that cannot be removed is removed at the next start. */
  remove(files: readonly string[]): Promise<void>;
}

/** Opens the folder of bodies; `known` are the files the database names, with their sizes: others are orphans of a crash. */
export function openSpoolFiles(directory: string, known: ReadonlyMap<string, number>): SpoolFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const present = new Set(readdirSync(directory));
  for (const [file, bytes] of known) {
    if (!present.has(file)) throw missing(file);
    if (statSync(join(directory, file)).size !== bytes) throw changed(file);
  }
  for (const file of present) if (!known.has(file)) unlinkSync(join(directory, file));
  const syncDirectory = directorySync(directory);
  return {
    async write(body) {
      const file = `${randomBytes(12).toString('hex')}.batch`;
      const path = join(directory, file);
      try {
        const handle = await open(path, 'wx', 0o600);
        try {
          await handle.writeFile(body);
          await handle.datasync();
        } finally {
          await handle.close();
        }
        await syncDirectory();
        return file;
      } catch (error) {
        await unlink(path).catch(() => {}); // perhaps never created; an orphan is removed at the next start
        throw stateError(error, 'writing a batch');
      }
    },
    async read(file, bytes, memory) {
      const body = memory.subarray(0, bytes);
      const length = await readInto(join(directory, file), body).catch((error: unknown) => {
        throw codeOf(error) === 'ENOENT' ? missing(file) : stateError(error, 'reading a batch');
      });
      if (length !== bytes) throw changed(file);
      return body;
    },
    async remove(files) {
      await Promise.all(files.map((file) => unlink(join(directory, file)).catch(() => {})));
    },
  };
}

/** Fills the memory from the file and gives the file's length. */
async function readInto(path: string, memory: Buffer): Promise<number> {
  const handle = await open(path, 'r');
  try {
    for (let at = 0; at < memory.length; ) {
      const { bytesRead } = await handle.read(memory, at, memory.length - at, at);
      if (bytesRead === 0) return at;
      at += bytesRead;
    }
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/** What a body whose digest no longer fits is told. */
export function changed(file: string): Error {
  return stateDamaged(`the batch file ${file} of the spool was changed or shortened`);
}

function missing(file: string): Error {
  return stateDamaged(`the batch file ${file} of the spool is missing`);
}

// Several writers share one flush of the directory: whoever asks while one runs waits for the next, which covers all of them.
function directorySync(directory: string): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
  const start = (): Promise<void> => {
    const current = flush().finally(() => {
      if (running === current) running = undefined;
    });
    running = current;
    return current;
  };
  return () => {
    if (running === undefined) return start();
    next ??= running
      .catch(() => {}) // its own callers hear of it
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}
