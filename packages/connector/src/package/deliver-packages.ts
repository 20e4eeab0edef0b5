import { basename, join } from 'node:path';
import { contentDigest } from '@lienthong/core';
import { systemClock } from '../clock.ts';
import { type OpenedSigner, openSigner } from '../sign/open-signer.ts';
import { readTrustedKeys, type TrustedKeys } from '../sign/trusted-keys.ts';
import { carryBatches } from './carry-batches.ts';
import type { CourierOptions } from './courier-options.ts';
import { type CourierStore, type Delivered, openCourierStore } from './courier-store.ts';
import { packageOpener, packageRecipient } from './encrypt-lines.ts';
import { expectOrder } from './expect-order.ts';
import { type BatchesManifest, packageInvalid, type ReceiptsManifest, type ToldStream } from './manifest.ts';
import { type CourierPlatform, openCourierPlatform } from './open-courier.ts';
import { packageName } from './package-name.ts';
import { writeAnswers } from './read-answers.ts';
import { type OpenedPackage, openPackage } from './read-package.ts';
import { manifestHash, writePackage } from './write-package.ts';

export interface DeliverPackagesInput {
  readonly options: CourierOptions;
  /** Files of packages, in any order. */
  readonly files: readonly string[];
  /** Folder on the medium that goes back: receipts are written there. */
  readonly to: string;
  /** The sender's packages belong to another chain than before, or ours are forgotten: the first one may have any number. */
  readonly newChain?: boolean | undefined;
  readonly signal: AbortSignal;
}

export interface DeliveredPackage {
  readonly sender: string;
  readonly number: number;
  /** File of the receipts. */
  readonly file: string;
  readonly batches: number;
  readonly refused: number;
  /** Batches that come again in a later package, because one before them was refused. */
  readonly left: number;
  /** Delivered before: only its receipts were written again. */
  readonly isRepeated: boolean;
}

type BatchesPackage = OpenedPackage & { readonly manifest: BatchesManifest };

/**
 * Delivers packages to the platform, each as a whole or, after an outage, from where it was left, and writes the receipts of each. What
 * is damaged, missing in between, or not from a known sender is refused before any of it is delivered.
 */
export async function deliverPackages(input: DeliverPackagesInput): Promise<readonly DeliveredPackage[]> {
  const { options, files } = input;
  const signer = openSigner(options.sign);
  const store = openCourierStore(options.state);
  let platform: CourierPlatform | undefined;
  try {
    const packages = await openPackages(options, files);
    const results: DeliveredPackage[] = [];
    for (const opened of packages) {
      const sender = senderOf(opened.manifest);
      const order = expectOrder(opened.file, opened.manifest, store.progress(sender), input.newChain === true);
      if (order === 'delivered') {
        results.push({ ...(await writeReceipts(input, signer, opened, deliveredBefore(store, opened))), left: 0, isRepeated: true });
        continue;
      }
      platform ??= await openCourierPlatform(options);
      const { delivered, left } = await deliverOne(input, store, platform, opened);
      results.push({ ...(await writeReceipts(input, signer, opened, delivered)), left, isRepeated: false });
    }
    return results;
  } finally {
    await platform?.transport.close();
    store.close();
    await signer.close();
  }
}

function senderOf({ agency, source }: BatchesManifest): string {
  return `${agency}/${source}`;
}

/** By sender and number, each looked through to its end: a medium that fails must fail before something is delivered. */
async function openPackages({ open, senders }: CourierOptions, files: readonly string[]): Promise<readonly BatchesPackage[]> {
  const opener = await packageOpener(open, 'open');
  const keys = new Map(
    senders.map(({ agency, source, trusted }, index) => [`${agency}/${source}`, readTrustedKeys(trusted, `senders[${index}].trusted`)]),
  );
  const packages: BatchesPackage[] = [];
  for (const file of files) {
    const trustedOf = (agency: string, source: string): TrustedKeys =>
      keys.get(`${agency}/${source}`) ?? unknownSender(file, agency, source);
    const opened = await openPackage({ file, opener, trustedOf });
    packages.push({ ...opened, manifest: expectBatches(opened) });
    for await (const { content } of opened.parts()) void content;
  }
  return packages.sort(
    (left, right) => senderOf(left.manifest).localeCompare(senderOf(right.manifest)) || left.manifest.number - right.manifest.number,
  );
}

function unknownSender(file: string, agency: string, source: string): never {
  throw packageInvalid(
    basename(file),
    `is from ${agency}/${source}, which is no sender here`,
    'Add it to senders, with the public key that it gave on another way.',
  );
}

function expectBatches({ file, manifest }: OpenedPackage): BatchesManifest {
  if (manifest.kind === 'batches') return manifest;
  throw packageInvalid(basename(file), 'holds receipts and no batches', 'Give it back to its sender, for `package import`.');
}

function deliveredBefore(store: CourierStore, { file, manifest }: BatchesPackage): Delivered {
  const found = store.delivered(senderOf(manifest), manifest.chain, manifest.number);
  if (found?.hash === manifestHash(manifest)) return found;
  throw packageInvalid(
    basename(file),
    `is another package ${manifest.number} than the one that was delivered`,
    'If an older copy of the sender’s state directory was restored: let the sender export with --new-chain, and deliver with it, too.',
  );
}

async function deliverOne(
  { signal }: DeliverPackagesInput,
  store: CourierStore,
  { transport, receiptKey }: CourierPlatform,
  opened: BatchesPackage,
): Promise<{ readonly delivered: Delivered; readonly left: number }> {
  const { manifest } = opened;
  const sender = senderOf(manifest);
  const hash = manifestHash(manifest);
  const { answers, streams, left, datasets } = await carryBatches({
    ...{ opened, transport, signal },
    // A new chain of a sender says nothing against what is known of its streams.
    streams: store.progress(sender)?.streams ?? {},
    part: store.part(sender, hash),
  });
  const told: [string, ToldStream][] = [];
  for (const dataset of datasets) {
    const { agency, source } = manifest;
    const remote = await transport.stream({ agency, source, dataset }, signal);
    // Nothing of it was taken: the platform may never have heard of it.
    if (remote !== undefined) told.push([dataset, { epoch: remote.epoch, contiguous: remote.contiguous, highest: remote.highest }]);
  }
  const delivered = { hash, answers, streams: Object.fromEntries(told), receiptKey };
  store.finish(sender, { chain: manifest.chain, number: manifest.number, hash, streams }, delivered);
  return { delivered, left };
}

async function writeReceipts(
  { to, signal }: DeliverPackagesInput,
  signer: OpenedSigner,
  { manifest }: BatchesPackage,
  { answers, streams, receiptKey, hash }: Delivered,
): Promise<Omit<DeliveredPackage, 'left' | 'isRepeated'>> {
  const { agency, source, chain, number } = manifest;
  const recipient = await packageRecipient(manifest.answerTo, 'answerTo');
  const contents = writeAnswers(answers);
  const receipts: ReceiptsManifest = {
    ...{ kind: 'receipts', agency, source, chain, number, time: systemClock.now(), recipient: recipient.keyId },
    ...{ answers: hash, receiptKey, streams },
    parts: contents.map((content) => ({ kind: 'answers', bytes: content.byteLength, digest: contentDigest(content) })),
  };
  const file = join(to, packageName(receipts));
  await writePackage({ file, manifest: receipts, signer, recipient, contents: oneByOne(contents), signal });
  const refused = answers.filter((answer) => 'problem' in answer).length;
  return { sender: senderOf(manifest), number, file, batches: answers.length, refused };
}

async function* oneByOne(contents: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* contents;
}
