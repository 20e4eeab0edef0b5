import { expect, it } from 'vitest';
import {
  type Contract,
  compileEncoder,
  compileReader,
  createByteWriter,
  createLineScan,
  recordLine,
  snapshotVersion,
  viewOf,
} from '../src/index.ts';

const contract: Contract = {
  dataset: 'thu.nghiem',
  version: '1.0.0',
  title: undefined,
  status: 'active',
  properties: [
    {
      name: 'ma',
      title: undefined,
      type: { kind: 'string' },
      required: true,
      classification: 'internal',
      semanticType: undefined,
      codeList: undefined,
      protection: undefined,
      rules: { pattern: '^a*$' },
    },
  ],
  primaryKey: ['ma'],
  personalData: undefined,
  freshnessSeconds: undefined,
  authoritativePublisher: undefined,
};

it.each([
  [100_000, undefined],
  [100_001, 'too-long'],
])('runs a pattern on a text of %i characters alike as text and as bytes, on both sides', (length, code) => {
  const text = 'a'.repeat(length);
  const type = { native: 'text', canonical: { kind: 'string' }, raw: 'text' } as const;
  const column = { name: 'ma', nativeType: 'text', type, nullable: false, generated: false, comment: undefined };
  const collection = {
    ...{ collection: { schema: 'public', name: 'thu' }, kind: 'table' as const, columns: [column], primaryKey: ['ma'], uniqueKeys: [] },
    ...{ rowEstimate: undefined, comment: undefined },
  } as const;
  const encoder = compileEncoder({ contract, mapping: { properties: { ma: 'ma' } }, collection });
  const block = { bytes: Buffer.from(text), bounds: Int32Array.from([0, length]), width: 1, count: 1 };
  expect(encoder.writeRecord(block, 0, createByteWriter())?.code).toBe(code);
  const record = encoder.record([text]);
  expect(typeof record === 'string' ? undefined : record.code).toBe(code);
  const line = recordLine('r', { version: snapshotVersion }, JSON.stringify({ ma: text }));
  const reader = compileReader(contract);
  const read = reader.read(line);
  expect('code' in read ? read.code : undefined).toBe(code);
  const bytes = Buffer.from(line);
  const scanned = createLineScan(reader.scanner)(viewOf(bytes), 0, bytes.length, new Int32Array(reader.scanner.size));
  expect(scanned >= 0).toBe(code === undefined);
});
