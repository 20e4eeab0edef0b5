import { createHash } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { contentDigest, isLienThongError, LienThongError, type Signer } from '@lienthong/core';
import { signJws } from '../sign/jws.ts';
import { stateDamaged } from '../state/errors.ts';
import { encryptLine, type PackageRecipient } from './encrypt-lines.ts';
import { type Manifest, manifestType, packageMagic } from './manifest.ts';

export interface WritePackageInput {
  readonly file: string;
  readonly manifest: Manifest;
  readonly signer: Signer;
  readonly recipient: PackageRecipient;
  /** The content of each part, in the order of the manifest; one of them is in memory at a time. */
  readonly contents: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/**
 * Writes a package and gives its bytes. Under its name it is whole: it is written aside, flushed and renamed, so that a stick that was
 * pulled in between holds nothing that could be taken for it.
 */
export async function writePackage(input: WritePackageInput): Promise<number> {
  const { file, manifest, signer, recipient, contents, signal } = input;
  const aside = join(dirname(file), `.${basename(file)}.part`);
  try {
    const handle = await open(aside, 'w', 0o600);
    let bytes = 0;
    const write = async (line: string): Promise<void> => {
      signal.throwIfAborted();
      bytes += line.length + 1;
      await handle.appendFile(`${line}\n`, 'latin1');
    };
    try {
      await write(packageMagic);
      const signed = await signJws(signer, manifestType, Buffer.from(manifestText(manifest)));
      await write(await encryptLine(Buffer.from(signed), recipient));
      let place = 0;
      for await (const content of contents) {
        // What goes out must be what the manifest says: nobody on the other side could mend it.
        if (contentDigest(content) !== manifest.parts[place]?.digest)
          throw stateDamaged(`part ${place + 1} of package ${manifest.number} is not as it was when the package got its number`);
        await write(await encryptLine(content, recipient));
        place += 1;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, file);
    await syncFolder(dirname(file));
    return bytes;
  } catch (error) {
    await unlink(aside).catch(() => {}); // perhaps never created, or the stick is gone
    throw writeError(error, file);
  }
}

/** What is signed, and what the next package names as its previous one. */
function manifestText(manifest: Manifest): string {
  return JSON.stringify(manifest);
}

export function manifestHash(manifest: Manifest): string {
  return createHash('sha256').update(manifestText(manifest)).digest('base64url');
}

async function syncFolder(folder: string): Promise<void> {
  // Not every file system of a stick can flush a folder.
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

function writeError(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // Errors of our own have codes too; those of the file system begin with E.
  if (isLienThongError(error) || code?.startsWith('E') !== true) return error;
  return new LienThongError('PACKAGE_NOT_WRITTEN', { message: `${file} cannot be written (${code})`, cause: error, details: { code } });
}
