import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LienThongError, secret } from '@lienthong/core';
import { createPlatform, type Platform } from '@lienthong/platform';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { createLogger } from '../frame/logger.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { stopSignals } from '../frame/stop-signals.ts';
import { tellSupervisor } from '../frame/supervisor.ts';

export interface PlatformFlags extends GlobalFlags {
  readonly directory: string;
  readonly host: string;
  readonly port: number;
  readonly database?: string;
  readonly agency?: readonly string[];
  readonly consumer?: readonly string[];
  readonly grace?: number;
}

/** What a supervisor hears over IPC when the platform takes requests. */
export interface PlatformReady {
  readonly kind: 'platform-ready';
  readonly url: string;
  readonly databaseUrl: string;
  readonly receiptKeyFile: string;
}

/** `lienthong platform` */
export async function platformCommand(this: CommandLine, flags: PlatformFlags): Promise<void> {
  await perform(this, 'platform', () => servePlatform(this, flags));
}

async function servePlatform({ terminal, words }: CommandLine, flags: PlatformFlags): Promise<Outcome> {
  const agencies = await Promise.all((flags.agency ?? []).map(readAgency));
  const consumers = (flags.consumer ?? []).map((text) => splitPair('--consumer', text));
  const databaseUrl = flags.database ?? process.env['DATABASE_URL'];
  const directory = resolve(flags.directory);
  const graceSeconds = flags.grace ?? 10;
  using stop = stopSignals((name) => terminal.note(words.run.draining(name, graceSeconds)));
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const platform = await createPlatform({
    ...(databaseUrl === undefined ? { directory: join(directory, 'postgres') } : { databaseUrl: secret(databaseUrl) }),
    host: flags.host,
    port: flags.port,
    logger: createLogger(terminal),
  });
  const { url, receiptKey } = platform;
  try {
    for (const agency of agencies) await register(platform, agency);
    for (const consumer of consumers) await registerConsumer(platform, consumer);
    const receiptKeyFile = join(directory, 'receipt-key.public.pem');
    await writeFile(receiptKeyFile, receiptKey.publicKey, { mode: 0o644 });
    terminal.note(words.platform.listening(url));
    terminal.note(`  ${words.platform.receiptKey(receiptKey.keyId, receiptKeyFile)}`);
    const ready: PlatformReady = { kind: 'platform-ready', url, databaseUrl: platform.databaseUrl, receiptKeyFile };
    tellSupervisor(ready);
    await aborted(stop.signal);
  } finally {
    await platform.close(graceSeconds * 1000);
  }
  return { exitCode: exitCodes.ok, summary: words.platform.stopped, result: { url } };
}

interface AgencyKey {
  readonly agency: string;
  readonly publicKey: string;
}

async function readAgency(text: string): Promise<AgencyKey> {
  const { agency, file } = splitPair('--agency', text);
  try {
    return { agency, publicKey: await readFile(resolve(file), 'utf8') };
  } catch (cause) {
    throw new LienThongError('OPTIONS_INVALID', { message: `--agency: the file ${file} cannot be read`, cause });
  }
}

interface AgencyFile {
  readonly agency: string;
  readonly file: string;
}

function splitPair(option: string, text: string): AgencyFile {
  const at = text.indexOf('=');
  if (at > 0 && at < text.length - 1) return { agency: text.slice(0, at), file: text.slice(at + 1) };
  throw new LienThongError('OPTIONS_INVALID', { message: `${option} takes <agency code>=<file>` });
}

/** The token goes into the file: the platform itself keeps only its hash. A file that is there was written at an earlier start. */
async function registerConsumer({ admin }: Platform, { agency, file }: AgencyFile): Promise<void> {
  if (existsSync(resolve(file))) return;
  await admin.registerAgency({ agency });
  const { token } = await admin.registerConsumer({ agency, name: 'lienthong platform --consumer', datasets: '*' });
  await writeFile(resolve(file), `${token}\n`, { mode: 0o600, flag: 'wx' });
}

async function register({ admin }: Platform, { agency, publicKey }: AgencyKey): Promise<void> {
  await admin.registerAgency({ agency });
  await admin.addKey({ agency, publicKey });
  await admin.allowPublishing({ agency, dataset: '*' });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}
