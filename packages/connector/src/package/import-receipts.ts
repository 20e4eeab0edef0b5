import { basename } from 'node:path';
import { LienThongError, verifyReceipt } from '@lienthong/core';
import type { ConnectorOptions } from '../options.ts';
import { resolveOptions } from '../resolve-options.ts';
import { readTrustedKeys } from '../sign/trusted-keys.ts';
import { packageOpener } from './encrypt-lines.ts';
import { packagePlatform } from './export-packages.ts';
import { type Answer, type BatchesManifest, packageInvalid, type ReceiptsManifest } from './manifest.ts';
import { type Outbox, openOutbox } from './outbox.ts';
import { readAnswers } from './read-answers.ts';
import { type OpenedPackage, openPackage } from './read-package.ts';
import { manifestHash } from './write-package.ts';

export interface ImportInput {
  /** Of the connector that exported; it may run meanwhile. */
  readonly options: ConnectorOptions;
  /** Files of receipts, in any order. */
  readonly files: readonly string[];
}

export interface ImportResult {
  /** Numbers of packages whose receipts are here now. */
  readonly imported: readonly number[];
  /** Imported before. */
  readonly repeated: readonly number[];
  /** Numbers of exported packages that are still without receipts. */
  readonly waiting: readonly number[];
  readonly batches: number;
  /** Batches that the platform kept nothing of. */
  readonly refused: number;
}

/**
 * Takes receipts from media. They are verified here and kept; the connector, which may be running, finds them and acknowledges its spool
 * by the checks of a receipt that came over HTTP.
 */
export async function importReceipts({ options, files }: ImportInput): Promise<ImportResult> {
  const resolved = resolveOptions(options);
  const platform = packagePlatform(resolved);
  const opener = await packageOpener(platform.open, 'platform.open');
  const trusted = readTrustedKeys(platform.courier.trusted, 'platform.courier.trusted');
  const outbox = openOutbox(resolved.state);
  const { agency, source } = resolved;
  const count = { imported: [] as number[], repeated: [] as number[], batches: 0, refused: 0 };
  try {
    const opened: (OpenedPackage & { readonly manifest: ReceiptsManifest })[] = [];
    for (const file of files) {
      const one = await openPackage({ file, opener, trustedOf: () => trusted });
      opened.push({ ...one, manifest: expectOurs(one, agency, source.name, outbox.chain) });
    }
    for (const one of opened.sort((left, right) => left.manifest.number - right.manifest.number)) {
      const { number } = one.manifest;
      const waiting = outbox.waiting().find((manifest) => manifest.number === number);
      if (waiting === undefined) {
        expectKnown(one, outbox);
        count.repeated.push(number);
        continue;
      }
      const answers = await verifiedAnswers(one, waiting, platform.receiptKey);
      outbox.answers.write(outbox.chain, number, { answers, receiptKey: one.manifest.receiptKey });
      outbox.settle({ number, streams: one.manifest.streams });
      count.imported.push(number);
      count.batches += answers.length;
      count.refused += answers.filter((answer) => 'problem' in answer).length;
    }
    return { ...count, waiting: outbox.waiting().map(({ number }) => number) };
  } finally {
    outbox.close();
  }
}

function expectOurs({ file, manifest }: OpenedPackage, agency: string, source: string, chain: string): ReceiptsManifest {
  const name = basename(file);
  if (manifest.kind !== 'receipts')
    throw packageInvalid(
      name,
      'holds batches and no receipts',
      'Import what `package deliver` wrote; what was exported is for the courier.',
    );
  if (manifest.agency !== agency || manifest.source !== source)
    throw packageInvalid(
      name,
      `holds receipts for ${manifest.agency}/${manifest.source}, and this connector is ${agency}/${source}`,
      'Import it with the configuration of that source.',
    );
  if (manifest.chain !== chain)
    throw packageInvalid(
      name,
      'answers packages of another state directory',
      'Import it where they were exported. If that state is lost, its receipts have no use any more.',
    );
  return manifest;
}

function expectKnown({ file, manifest: { number } }: OpenedPackage, outbox: Outbox): void {
  if (number <= (outbox.last()?.number ?? 0)) return;
  throw packageInvalid(
    basename(file),
    `answers package ${number}, which this state directory has not exported`,
    'An older copy of the state directory was restored: start the connector once with a new epoch of its datasets, and export again.',
  );
}

async function verifiedAnswers(
  opened: OpenedPackage & { readonly manifest: ReceiptsManifest },
  waiting: BatchesManifest,
  pinned: string | undefined,
): Promise<readonly Answer[]> {
  const { file, manifest } = opened;
  const name = basename(file);
  if (manifest.answers !== manifestHash(waiting))
    throw packageInvalid(name, `answers another package ${manifest.number} than was exported`);
  if (pinned !== undefined && normal(pinned) !== normal(manifest.receiptKey))
    throw packageInvalid(
      name,
      'holds receipts that were signed with another key than platform.receiptKey',
      'Ask the operator of the platform for its key; import the receipts again when platform.receiptKey is right.',
    );
  const sent = new Set(waiting.parts.flatMap((part) => (part.kind === 'batch' ? [`${part.headers['ce-id']} ${part.digest}`] : [])));
  const answers: Answer[] = [];
  for await (const { content } of opened.parts()) {
    for (const answer of readAnswers(content, name)) {
      if (!sent.has(`${answer.batch} ${answer.digest}`)) throw packageInvalid(name, 'answers a batch that is not in its package');
      if ('receipt' in answer) await expectReceipt(answer.receipt, manifest.receiptKey, answer);
      answers.push(answer);
    }
  }
  return answers;
}

/** Told now, to who holds the medium, and not days later by the connector. */
async function expectReceipt(jws: string, key: string, { batch, digest }: Answer): Promise<void> {
  const receipt = await verifyReceipt(jws, key);
  if (receipt.batch === batch && receipt.digest === digest) return;
  throw new LienThongError('RECEIPT_INVALID', { message: `the receipt for ${batch} speaks of another batch` });
}

function normal(pem: string): string {
  return pem.replaceAll(/\s+/g, '');
}
