import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { contentDigest, isLienThongError, LienThongError } from '@lienthong/core';
import { verifyJws } from '../sign/jws.ts';
import type { TrustedKeys } from '../sign/trusted-keys.ts';
import { decryptLine, type PackageOpener } from './encrypt-lines.ts';
import { type Manifest, manifestType, mostLineBytes, type Part, packageInvalid, packageMagic } from './manifest.ts';
import { readManifest } from './read-manifest.ts';

export interface OpenedPackage {
  readonly file: string;
  /** Signed by somebody who is trusted to, and meant for us. */
  readonly manifest: Manifest;
  /** Each part, decrypted and compared with the manifest, one at a time; throws PACKAGE_INVALID that names the first damaged one. */
  parts(): AsyncIterable<{ readonly part: Part; readonly content: Uint8Array }>;
}

export interface OpenPackageInput {
  readonly file: string;
  readonly opener: PackageOpener;
  /** Whose signature counts for packages of this source; throws where nobody's does. */
  readonly trustedOf: (agency: string, source: string) => TrustedKeys;
}

/** Opens a package as far as its manifest, whose signature is verified before anything else is believed. */
export async function openPackage(input: OpenPackageInput): Promise<OpenedPackage> {
  const { file, opener } = input;
  const lines = linesOf(file);
  try {
    expectMagic(await lines.next(), file);
    const manifest = await readHead(input, await lines.next());
    return { file, manifest, parts: () => partsOf(file, manifest, opener) };
  } finally {
    await lines.return(undefined);
  }
}

async function readHead({ file, opener, trustedOf }: OpenPackageInput, line: IteratorResult<string>): Promise<Manifest> {
  const name = basename(file);
  if (line.done === true) throw packageInvalid(name, endsIn('before its manifest'));
  const reading = await decryptLine(line.value, opener);
  if (reading.kind === 'damaged') throw packageInvalid(name, 'is damaged in its manifest');
  if (reading.kind === 'of-another')
    throw packageInvalid(
      name,
      `is encrypted for the key ${shown(reading.keyId)}, and the key here is ${opener.keyId}`,
      'Bring it to whom it is meant for, or give the sender the public key of this side.',
    );
  const jws = Buffer.from(reading.content).toString('latin1');
  // Only to find out whose keys to verify it with.
  const claimed = readManifest(Buffer.from(jws.split('.')[1] ?? '', 'base64url'));
  if (typeof claimed === 'string') throw packageInvalid(name, `has a manifest that ${claimed}`);
  const verified = await verifyJws(jws, manifestType, trustedOf(claimed.agency, claimed.source));
  if (verified.kind === 'unknown-signer')
    throw packageInvalid(
      name,
      `is signed with the key ${shown(verified.keyId)}, which is not trusted here to sign for ${claimed.agency}/${claimed.source}`,
      'Ask the sender on another way for his public key, and add it to those that are trusted.',
    );
  if (verified.kind === 'invalid') throw packageInvalid(name, 'has a manifest whose signature is wrong');
  if (claimed.recipient !== opener.keyId) throw packageInvalid(name, 'was signed for another recipient and passed on');
  return claimed;
}

async function* partsOf(
  file: string,
  { parts }: Manifest,
  opener: PackageOpener,
): AsyncGenerator<{ readonly part: Part; readonly content: Uint8Array }> {
  const name = basename(file);
  const lines = linesOf(file);
  try {
    await lines.next();
    await lines.next();
    for (const [index, part] of parts.entries()) {
      const line = await lines.next();
      if (line.done === true) throw packageInvalid(name, endsIn(`behind part ${index} of ${parts.length}`));
      const reading = await decryptLine(line.value, opener);
      const isWhole =
        reading.kind === 'opened' && reading.content.byteLength === part.bytes && contentDigest(reading.content) === part.digest;
      if (!isWhole) throw packageInvalid(name, `is damaged in part ${index + 1} of ${parts.length}`);
      yield { part, content: reading.content };
    }
    if ((await lines.next()).done !== true) throw packageInvalid(name, `has something behind its last part ${parts.length}`);
  } finally {
    await lines.return(undefined);
  }
}

function expectMagic(line: IteratorResult<string>, file: string): void {
  if (line.done !== true && line.value === packageMagic) return;
  const isNewer = line.done !== true && line.value.startsWith('lienthong-package/');
  throw packageInvalid(
    basename(file),
    isNewer ? 'is a package of a version that is unknown here' : 'is no package',
    isNewer ? 'Install a newer version of Liên Thông on this side.' : 'Name a package that was exported.',
  );
}

/** Lines that end; the last one of a file that was cut does not, and is none. */
async function* linesOf(file: string): AsyncGenerator<string, undefined, undefined> {
  const stream = createReadStream(file, { highWaterMark: 1024 * 1024 });
  let held: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const read of stream) {
      let chunk = read as Buffer; // a stream without encoding gives buffers
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10)) {
        yield Buffer.concat([...held, chunk.subarray(0, end)]).toString('latin1');
        held = [];
        bytes = 0;
        chunk = chunk.subarray(end + 1);
      }
      bytes += chunk.byteLength;
      if (bytes > mostLineBytes) throw packageInvalid(basename(file), 'has a line that is longer than any part');
      if (chunk.byteLength > 0) held.push(chunk);
    }
    if (bytes > 0) throw packageInvalid(basename(file), endsIn('within a part'));
  } catch (error) {
    throw readError(error, file);
  } finally {
    stream.destroy();
  }
}

function endsIn(where: string): string {
  return `ends ${where}: it was not copied to its end, or the medium was pulled`;
}

/** Text of the other side: no more of it than a key's id has. */
function shown(keyId: string): string {
  return /^[\x21-\x7e]{1,100}$/.test(keyId) ? keyId : 'unnamed';
}

function readError(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (isLienThongError(error) || code?.startsWith('E') !== true) return error;
  return new LienThongError('PACKAGE_INVALID', {
    message: `${file} cannot be read (${code})`,
    remedy: 'Name a file that is there and may be read; copy it again if the medium fails.',
    cause: error,
  });
}
