import { LienThongError, type Signer } from '@lienthong/core';
import { localSigner } from './local-signer.ts';
import type { SignerOptions } from './options.ts';
import { serviceSigner } from './service-signer.ts';
import { tokenSigner } from './token-signer.ts';

/** A signer that may hold connections. */
export interface OpenedSigner extends Signer {
  close(): Promise<void>;
}

/** Opens whatever holds the key. What it needs is checked; nothing is signed yet. */
export function openSigner(options: SignerOptions): OpenedSigner {
  const given = ['key', 'token', 'service'].filter((name) => name in options);
  if (given.length !== 1)
    throw new LienThongError('OPTIONS_INVALID', { message: 'sign must have one of key, token and service, which says where the key is' });
  if ('key' in options) return { ...localSigner(options.key), close: nothing };
  if ('token' in options) return { ...tokenSigner(options.token), close: nothing };
  return serviceSigner(options.service);
}

const nothing = (): Promise<void> => Promise.resolve();
