import { createConnector } from '@lienthong/connector';
import { hoTich, surroundingsFromEnvironment } from './config.ts';

// A connector is a library: what it tells goes where the program wants it. Ctrl-C drains and ends.
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

const connector = createConnector(hoTich(surroundingsFromEnvironment(process.env)));
connector.on('batch-delivered', ({ dataset, sequence, accepted, rejected }) => {
  console.log(`${dataset}: batch ${sequence}, ${accepted} accepted, ${rejected} rejected`);
});
const { datasets } = await connector.run(stop.signal, { once: process.argv.includes('--once') });
for (const { dataset, recordsDelivered, rejected } of datasets)
  console.log(`${dataset}: ${recordsDelivered} delivered, ${rejected} rejected`);
