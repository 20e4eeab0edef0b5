import { constants } from 'node:fs';
import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generateKeyPair, LienThongError } from '@lienthong/core';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';

export interface KeysGenerateFlags extends GlobalFlags {
  readonly out: string;
  readonly name: string;
  readonly force: boolean;
}

/** `lienthong keys generate` */
export async function keysGenerateCommand(this: CommandLine, flags: KeysGenerateFlags): Promise<void> {
  await perform(this, 'keys generate', () => generate(this, flags));
}

async function generate({ words }: CommandLine, { out, name, force }: KeysGenerateFlags): Promise<Outcome> {
  const privateFile = resolve(join(out, `${name}.private.pem`));
  const publicFile = resolve(join(out, `${name}.public.pem`));
  await mkdir(resolve(out), { recursive: true });
  if (!force) for (const file of [privateFile, publicFile]) await expectAbsent(file, words.keys.exists(file), words.keys.existsRemedy);
  const { privateKey, publicKey, keyId } = generateKeyPair();
  await writeFile(privateFile, privateKey, { mode: 0o600, flag: force ? 'w' : 'wx' });
  // The mode counts only when the file is new.
  await chmod(privateFile, 0o600);
  await writeFile(publicFile, publicKey, { mode: 0o644, flag: force ? 'w' : 'wx' });
  const summary = words.keys.made(keyId);
  return {
    exitCode: exitCodes.ok,
    summary,
    result: { keyId, algorithm: 'ed25519', privateFile, publicFile },
    text: [summary, `  ${words.keys.privateFile(privateFile)}`, `  ${words.keys.publicFile(publicFile)}`].join('\n'),
  };
}

async function expectAbsent(file: string, message: string, remedy: string): Promise<void> {
  const there = await access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
  if (there) throw new LienThongError('OPTIONS_INVALID', { message, remedy });
}
