import { readFileSync } from 'node:fs';
import { createConnector } from '@lienthong/connector';
import { secret } from '@lienthong/core';
import { businessRegistry } from './config.ts';

const need = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`);
  return value;
};

// Ctrl-C drains and ends.
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

const connector = createConnector(
  businessRegistry({
    database: secret(need('REGISTRY_DATABASE')),
    platformUrl: process.env['LIENTHONG_PLATFORM'] ?? 'http://127.0.0.1:8080',
    keyId: need('LIENTHONG_KEY_ID'),
    privateKey: secret(readFileSync('agency.private.pem', 'utf8')),
    receiptKey: readFileSync('receipt-key.public.pem', 'utf8'),
    state: './state',
  }),
);
const { datasets } = await connector.run(stop.signal, { once: process.argv.includes('--once') });
for (const { dataset, recordsDelivered, rejected } of datasets)
  console.log(`${dataset}: ${recordsDelivered} delivered, ${rejected} rejected`);
