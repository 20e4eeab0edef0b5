import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateKeyPair, generateRecipientKeyPair } from '@lienthong/core';
import type { ConnectorOptions, CourierOptions, PackagePlatformOptions } from '../src/index.ts';
import { agency } from './world.ts';

export interface Parties {
  /** What the connector without a network has in the place of a platform. */
  readonly platform: PackagePlatformOptions;
  readonly courier: CourierOptions;
}

/** The keys of both sides of the way on media; the courier's platform is given. */
export async function packageParties(directory: string, platform: ConnectorOptions['platform']): Promise<Parties> {
  if (!('url' in platform)) throw new Error('the courier needs an address');
  const [senderSigns, courierSigns] = [generateKeyPair(), generateKeyPair()];
  const [senderOpens, courierOpens] = [generateRecipientKeyPair(), generateRecipientKeyPair()];
  const fileOf = async (name: string, pem: string): Promise<string> => {
    const file = join(directory, name);
    await writeFile(file, pem, { mode: 0o600 });
    return file;
  };
  return {
    platform: {
      profile: 'package',
      courier: { publicKey: courierOpens.publicKey, trusted: courierSigns.publicKey },
      sign: { key: { file: await fileOf('sender.pem', senderSigns.privateKey) } },
      open: senderOpens.privateKey,
      ...('receiptKey' in platform ? { receiptKey: platform.receiptKey } : {}),
    },
    courier: {
      state: join(directory, 'courier'),
      open: courierOpens.privateKey,
      sign: { key: { file: await fileOf('courier.pem', courierSigns.privateKey) } },
      senders: [{ agency, source: 'ho-tich', trusted: senderSigns.publicKey }],
      platform,
    },
  };
}
