import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LienThongError, type StreamName } from '@lienthong/core';
import { systemClock } from '../clock.ts';
import type { ConnectorOptions, PackagePlatformOptions } from '../options.ts';
import { type ResolvedOptions, resolveOptions } from '../resolve-options.ts';
import { openSigner } from '../sign/open-signer.ts';
import { stateDamaged } from '../state/errors.ts';
import { inspectStore } from '../state/store.ts';
import { type ContractFiles, openContractFiles } from './contract-files.ts';
import { packageOpener, packageRecipient } from './encrypt-lines.ts';
import type { BatchesManifest, Part } from './manifest.ts';
import { type Outbox, openOutbox } from './outbox.ts';
import { idOf, mostParts, pack, partsOf, type Waiting } from './pack.ts';
import { packageName } from './package-name.ts';
import { manifestHash, writePackage } from './write-package.ts';

export interface ExportInput {
  /** Of a connector whose `platform` has the profile `package`; it may run meanwhile. */
  readonly options: ConnectorOptions;
  /** Folder on the medium. */
  readonly to: string;
  /** Of one file, about. Default 1 GiB; a FAT32 stick takes less than 4 GiB. */
  readonly mostBytes?: number | undefined;
  /** Begin at 1 again, with all that waits: an older copy of the state was restored, and the courier has other packages of these numbers. */
  readonly newChain?: boolean | undefined;
  readonly signal: AbortSignal;
}

export interface ExportedPackage {
  readonly number: number;
  readonly file: string;
  readonly batches: number;
  readonly records: number;
  readonly bytes: number;
  /** Exported before, and without receipts since. */
  readonly isRepeated: boolean;
}

/**
 * Writes what waits in the spool into packages, and once more every package that has no receipts yet, under the same number and with
 * the same content: whatever happens to a medium, the next one makes up for it.
 */
export async function exportPackages({
  options,
  to,
  mostBytes = 2 ** 30,
  newChain = false,
  signal,
}: ExportInput): Promise<readonly ExportedPackage[]> {
  const resolved = resolveOptions(options);
  const platform = packagePlatform(resolved);
  expectFolder(to);
  const signer = openSigner(platform.sign);
  const outbox = openOutbox(resolved.state, newChain);
  try {
    const recipient = await packageRecipient(platform.courier.publicKey, 'platform.courier.publicKey');
    const { publicJwk } = await packageOpener(platform.open, 'platform.open');
    const { agency, source } = resolved;
    const contracts = openContractFiles(resolved.state);
    const stream = (dataset: string): StreamName => ({ agency, source: source.name, dataset });
    const spooled = spooledBatches(resolved.state, stream);
    forgetAnswers(outbox, spooled);
    const repeated = outbox.waiting();
    for (const run of pack(unpacked(spooled, outbox, repeated), { mostBytes, mostParts })) {
      const last = outbox.last();
      const manifest: BatchesManifest = {
        ...{ kind: 'batches', agency, source: source.name, chain: outbox.chain, number: (last?.number ?? 0) + 1 },
        ...{ previous: last?.hash ?? null, time: systemClock.now(), recipient: recipient.keyId, answerTo: publicJwk },
        parts: partsOf(run, stream, contracts),
      };
      outbox.add(manifest, manifestHash(manifest));
    }
    const exported: ExportedPackage[] = [];
    for (const manifest of outbox.waiting()) {
      if (manifest.recipient !== recipient.keyId) throw otherRecipient(manifest, recipient.keyId);
      const file = join(to, packageName(manifest));
      const contents = contentsOf(manifest, spooled, join(resolved.state, 'spool'), contracts);
      const bytes = await writePackage({ file, manifest, signer, recipient, contents, signal });
      const batches = manifest.parts.filter(({ kind }) => kind === 'batch');
      const records = batches.reduce((sum, part) => sum + (part.kind === 'batch' ? Number(part.headers['ce-count']) : 0), 0);
      const isRepeated = repeated.some(({ number }) => number === manifest.number);
      exported.push({ number: manifest.number, file, batches: batches.length, records, bytes, isRepeated });
    }
    return exported;
  } finally {
    outbox.close();
    await signer.close();
  }
}

/** The options of a platform that packages go to; OPTIONS_INVALID where it is another one. */
export function packagePlatform({ platform }: Pick<ResolvedOptions, 'platform'>): PackagePlatformOptions {
  if ('profile' in platform && platform.profile === 'package') return platform;
  throw new LienThongError('OPTIONS_INVALID', {
    message: 'the platform of this connector is reached over a network: packages are for one with profile package',
    remedy: 'Write platform: { profile: package, … }, as docs/guides/packages.md shows.',
  });
}

type Spooled = ReadonlyMap<string, Waiting>;

function keyOf(id: string, digest: string): string {
  return `${id} ${digest}`;
}

/** By id and digest, each dataset in the order in which it has to be delivered. */
function spooledBatches(state: string, stream: (dataset: string) => StreamName): Spooled {
  const store = inspectStore(state);
  try {
    const all = store.streams().flatMap(({ dataset }) => store.pending(dataset, Number.MAX_SAFE_INTEGER));
    return new Map(
      all.map((entry) => {
        const id = idOf(entry, stream(entry.dataset));
        return [keyOf(id, entry.digest), { entry, id }];
      }),
    );
  } finally {
    store.close();
  }
}

/** What has left the spool needs its answer no more. */
function forgetAnswers({ answers }: Outbox, spooled: Spooled): void {
  for (const name of answers.names())
    if (answers.read(name).answers.every(({ batch, digest }) => !spooled.has(keyOf(batch, digest)))) answers.remove(name);
}

/** Neither in a package that waits, nor answered: a package that came back without an answer to a batch holds it no longer. */
function unpacked(spooled: Spooled, { answers }: Outbox, waiting: readonly BatchesManifest[]): readonly Waiting[] {
  const answered = answers.names().flatMap((name) => answers.read(name).answers.map(({ batch, digest }) => keyOf(batch, digest)));
  const packed = waiting.flatMap(({ parts }) => parts.flatMap((part) => keyOfPart(part) ?? []));
  const taken = new Set([...answered, ...packed]);
  return [...spooled].filter(([key]) => !taken.has(key)).map(([, batch]) => batch);
}

function keyOfPart(part: Part): string | undefined {
  return part.kind === 'batch' ? keyOf(part.headers['ce-id'] ?? '', part.digest) : undefined;
}

async function* contentsOf(
  { parts, number }: BatchesManifest,
  spooled: Spooled,
  spool: string,
  contracts: ContractFiles,
): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part.kind === 'contract') yield Buffer.from(contracts.read(part.dataset, part.version) ?? '');
    const key = keyOfPart(part);
    if (key === undefined) continue;
    const batch = spooled.get(key);
    if (batch === undefined) throw stateDamaged(`the spool no longer has a batch of package ${number}, which has no receipts yet`);
    yield await readFile(join(spool, batch.entry.file));
  }
}

function expectFolder(to: string): void {
  if (existsSync(to) && statSync(to).isDirectory()) return;
  throw new LienThongError('OPTIONS_INVALID', {
    message: `the folder ${to} is not there`,
    remedy: 'Plug the medium in, or name a folder that is there.',
  });
}

function otherRecipient({ number, recipient }: BatchesManifest, now: string): LienThongError {
  return new LienThongError('OPTIONS_INVALID', {
    message: `package ${number} was made for the key ${recipient}, and platform.courier.publicKey is now ${now}`,
    remedy: 'Name the key that it was made for until the receipts of all packages are imported.',
  });
}
