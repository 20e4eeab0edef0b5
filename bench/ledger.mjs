// What the national message costs on the connector's side: `node bench/ledger.mjs [records]` after a build. Batches of made-up records go
// through the transport to a receiver that takes all at once, so that what is measured is reading, the ledger and the messages. Then all
// of them come again, a tenth changed.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nationalTransport } from '@lienthong/connector/national';
import { expectContract, seal } from '@lienthong/core';
import { planNational } from '@lienthong/core/national';

const records = Number(process.argv[2] ?? 1_000_000);
const perBatch = 10_000;
const contract = expectContract(
  `apiVersion: v3.1.0
kind: DataContract
id: bench.nguoi
version: 1.0.0
status: active
schema:
  - name: nguoi
    properties:
      - { name: diaChi, logicalType: string, classification: internal }
      - { name: hoTen, logicalType: string, classification: internal }
      - { name: id, logicalType: integer, primaryKey: true, required: true, classification: internal }
      - { name: ngaySinh, logicalType: date, classification: internal }
      - { name: soDinhDanh, logicalType: string, classification: internal }
`,
  'bench.yaml',
);
const stream = { agency: 'H26.12', source: 'bench', dataset: contract.dataset };
const { plan } = planNational({ contract, stream, options: { dataType: 'H26_001' } });
const directory = mkdtempSync(join(tmpdir(), 'lienthong-ledger-'));
let messages = 0;
let bytes = 0;
const carrier = {
  exchange: ({ body }) => {
    bytes += body.length;
    return Promise.resolve({ status: 200, headers: {}, text: '' });
  },
  close: () => Promise.resolve(),
};
const transport = nationalTransport({ carrier, ledger: directory, datasets: [{ plan, contract }] });
const never = new AbortController().signal;
let sequence = 0;

async function pass(epoch, wordOf) {
  const started = performance.now();
  const before = process.cpuUsage();
  let lines = 0;
  for (let first = 0; first < records; first += perBatch) {
    const count = Math.min(perBatch, records - first);
    const body = Buffer.from(Array.from({ length: count }, (_, index) => lineOf(first + index, wordOf(first + index))).join(''));
    sequence += 1;
    const header = { stream, contractVersion: '1.0.0', epoch, sequence, count, time: '2026-03-01T18:00:00Z' };
    const batch = seal({ header: { ...header, low: undefined, high: undefined, traceparent: undefined }, encoding: 'identity', body });
    const { receipt } = await transport.send(batch, never);
    messages += receipt.accepted;
    lines += count;
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { rate: Math.round(lines / seconds), cpu: (user + system) / lines };
}

function lineOf(id, word) {
  const number = String(id).padStart(12, '0');
  return `{"op":"r","version":"0","after":{"diaChi":"Số ${id % 997} đường Nguyễn Trãi, ${word}","hoTen":"Nguyễn Văn ${id % 9973}","id":${id},"ngaySinh":"1980-02-29","soDinhDanh":"${number}"}}\n`;
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

try {
  const first = await pass(1, () => 'cũ');
  const told = messages;
  const size = sizeOf(directory);
  const again = await pass(2, (id) => (id % 10 === 0 ? 'mới' : 'cũ'));
  console.log(`${records} records, all new: ${first.rate} per second, ${first.cpu.toFixed(1)} CPU-s per million, ${told} told`);
  console.log(`the same, a tenth changed: ${again.rate} per second, ${again.cpu.toFixed(1)} CPU-s per million, ${messages - told} told`);
  console.log(
    `ledger on disk: ${(size / records).toFixed(1)} bytes a record, ${(sizeOf(directory) / records).toFixed(1)} behind the second pass`,
  );
  console.log(`messages: ${Math.round(bytes / messages)} bytes each; memory at the end: ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
} finally {
  await transport.close();
  rmSync(directory, { recursive: true, force: true });
}
