import { createPlatform } from '@lienthong/platform';
import { programInput } from './program.ts';

/** A platform as a process. */
export interface PlatformInput {
  readonly databaseUrl: string;
  readonly port: number;
  readonly agency: string;
  readonly publicKey: string;
  /** Only at the first start: who reads gets a token. */
  readonly consumer: boolean;
}

export interface PlatformReady {
  readonly port: number;
  readonly keyId: string;
  readonly receiptKey: string;
  readonly token: string | undefined;
}

const { databaseUrl, port, agency, publicKey, consumer } = programInput<PlatformInput>();
process.once('disconnect', () => process.exit());
const platform = await createPlatform({ databaseUrl, port, limits: { requestsPerSecond: 100_000 } });
const { admin } = platform;
await admin.registerAgency({ agency });
const keyId = await admin.addKey({ agency, publicKey });
await admin.allowPublishing({ agency, dataset: '*' });
const token = consumer ? (await admin.registerConsumer({ agency, name: 'quan sát', datasets: '*' })).token : undefined;
const ready: PlatformReady = { port: platform.port, keyId, receiptKey: platform.receiptKey.publicKey, token };
process.send?.(ready);
process.once('SIGTERM', () => void platform.close().then(() => process.disconnect()));
