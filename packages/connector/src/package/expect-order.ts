import { basename } from 'node:path';
import { LienThongError } from '@lienthong/core';
import type { SenderProgress } from './courier-store.ts';
import { type BatchesManifest, packageInvalid } from './manifest.ts';

/** Whether a package is the one that has to come, or one that was delivered; PACKAGE_OUT_OF_ORDER names what is missing. */
export function expectOrder(
  file: string,
  manifest: BatchesManifest,
  progress: SenderProgress | undefined,
  isNewChain: boolean,
): 'next' | 'delivered' {
  const name = basename(file);
  const { number, previous } = manifest;
  // Where it begins here, only the sender can say whether something went before: with his word any number may be the first.
  if (isNewChain && progress?.chain !== manifest.chain) return 'next';
  if (progress !== undefined && progress.chain !== manifest.chain) throw otherChain(name, manifest, progress);
  const before = progress?.number ?? 0;
  if (number <= before) return 'delivered';
  if (number > before + 1) throw gap(name, before + 1, number - 1, manifest);
  if (previous !== (progress?.hash ?? null))
    throw packageInvalid(
      name,
      `does not continue package ${before}: its sender exported another one under that number`,
      'If an older copy of the sender’s state directory was restored: let the sender export with --new-chain, and deliver with it, too.',
    );
  return 'next';
}

function gap(name: string, from: number, to: number, { agency, source }: BatchesManifest): LienThongError {
  const missing = from === to ? `package ${from}` : `packages ${from} to ${to}`;
  return new LienThongError('PACKAGE_OUT_OF_ORDER', {
    message: `${name} cannot be delivered yet: ${missing} of ${agency}/${source} did not come`,
    remedy: `Bring ${missing}: the sender's next export holds every package that has no receipts. If this courier lost its directory, deliver with --new-chain.`,
    details: { from, to },
  });
}

function otherChain(name: string, { agency, source, number }: BatchesManifest, last: SenderProgress): LienThongError {
  return new LienThongError('PACKAGE_OUT_OF_ORDER', {
    message: `${name} is number ${number} of another chain than the packages of ${agency}/${source} so far, of which ${last.number} was the last`,
    remedy: 'If the sender lost its state directory, and says so, deliver with --new-chain; else somebody else exports under its name.',
  });
}
