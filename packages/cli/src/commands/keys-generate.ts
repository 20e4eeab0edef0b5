import { constants } from 'node:fs';
import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generateKeyPair, generateRecipientKeyPair, generateTokenKey, LienThongError } from '@lienthong/core';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';

export interface KeysGenerateFlags extends GlobalFlags {
  readonly kind: 'signing' | 'recipient' | 'token';
  readonly out: string;
  readonly name: string;
  readonly force: boolean;
}

/** `lienthong keys generate` */
export async function keysGenerateCommand(this: CommandLine, flags: KeysGenerateFlags): Promise<void> {
  await perform(this, 'keys generate', () => (flags.kind === 'token' ? makeTokenKey(this, flags) : makePair(this, flags, flags.kind)));
}

async function makePair({ words }: CommandLine, flags: KeysGenerateFlags, kind: 'signing' | 'recipient'): Promise<Outcome> {
  const { privateKey, publicKey, keyId } = kind === 'signing' ? generateKeyPair() : generateRecipientKeyPair();
  const [privateFile, publicFile] = await writeFiles(words, flags, [
    { suffix: 'private.pem', content: privateKey, mode: 0o600 },
    { suffix: 'public.pem', content: publicKey, mode: 0o644 },
  ]);
  const summary = words.keys.made(keyId);
  const shown = [
    words.keys.privateFile(privateFile),
    kind === 'signing' ? words.keys.publicFile(publicFile) : words.keys.recipientFile(publicFile),
  ];
  return {
    exitCode: exitCodes.ok,
    summary,
    result: { keyId, algorithm: kind === 'signing' ? 'ed25519' : 'p-256', privateFile, publicFile },
    text: [summary, ...shown.map((line) => `  ${line}`)].join('\n'),
  };
}

async function makeTokenKey({ words }: CommandLine, flags: KeysGenerateFlags): Promise<Outcome> {
  const [file] = await writeFiles(words, flags, [{ suffix: 'token-key', content: `${generateTokenKey()}\n`, mode: 0o600 }]);
  const summary = words.keys.madeToken;
  return {
    exitCode: exitCodes.ok,
    summary,
    result: { algorithm: 'hmac-sha-256', file },
    text: `${summary}\n  ${words.keys.tokenFile(file)}`,
  };
}

interface KeyFile {
  readonly suffix: string;
  readonly content: string;
  readonly mode: number;
}

/** Gives the paths of what it wrote. That a file is there already is refused before the first is written. */
async function writeFiles<Files extends readonly KeyFile[]>(
  words: CommandLine['words'],
  { out, name, force }: KeysGenerateFlags,
  files: readonly [...Files],
): Promise<{ readonly [Index in keyof Files]: string }> {
  const paths = files.map(({ suffix }) => resolve(join(out, `${name}.${suffix}`)));
  await mkdir(resolve(out), { recursive: true });
  if (!force) for (const path of paths) await expectAbsent(path, words.keys.exists(path), words.keys.existsRemedy);
  for (const [index, { content, mode }] of files.entries()) {
    const path = paths[index] ?? '';
    await writeFile(path, content, { mode, flag: force ? 'w' : 'wx' });
    // The mode counts only when the file is new.
    await chmod(path, mode);
  }
  return paths as { readonly [Index in keyof Files]: string }; // one for each file
}

async function expectAbsent(file: string, message: string, remedy: string): Promise<void> {
  const there = await access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
  if (there) throw new LienThongError('OPTIONS_INVALID', { message, remedy });
}
