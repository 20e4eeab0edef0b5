import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteWriter, takeBytes } from '../bytes/byte-writer.ts';
import { viewOf } from '../bytes/copy.ts';
import { expectContract } from '../contract/parse.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { deletionLine, recordLine, truncationLine } from '../record/record.ts';
import { changeVersion, epochVersion, fixedHex, snapshotVersion } from '../record/version.ts';
import { nationalJson } from './json-form.ts';
import { compileNationalScanner } from './json-scanner.ts';
import { compileNationalJson, type ScannedLine } from './json-writer.ts';
import { createLedgerLines, type LedgerLines } from './ledger-lines.ts';
import { compileLedgerLines } from './line-reader.ts';
import type { NationalOptions } from './options.ts';
import { type NationalPlan, planNational } from './plan.ts';
import { contentBytes, nationalContentDigest, nationalRecordDigest, recordBytes } from './record-id.ts';
import { compileToMessage } from './to-message.ts';

const contract = expectContract(
  `
apiVersion: v3.1.0
kind: DataContract
id: ho-tich.nguoi
version: 1.0.0
status: active
schema:
  - name: nguoi
    properties:
      - { name: so, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true, classification: internal }
      - { name: nam, logicalType: integer, primaryKey: true, primaryKeyPosition: 2, required: true, classification: internal }
      - { name: hoTen, logicalType: string, classification: internal }
      - { name: ngaySinh, logicalType: string, classification: internal }
      - { name: hieuLuc, logicalType: date, classification: internal }
      - { name: capNhat, logicalType: timestamp, classification: internal }
      - { name: conSong, logicalType: boolean, classification: internal }
      - { name: chiTiet, logicalType: object, classification: internal }
`,
  'nguoi.yaml',
);
const stream = { agency: 'H26.12', source: 'ho-tich', dataset: contract.dataset };
const digest = nationalRecordDigest(stream, '["a",1]');

function plan(options: Partial<NationalOptions>): NationalPlan {
  const { plan: planned, problems } = planNational({ contract, stream, options: { dataType: 'H26_001', ...options } });
  if (planned === undefined) throw new Error(JSON.stringify(problems));
  return planned;
}

const usualText = fc.constantFrom('Nguyễn Thị Ánh', 'a\r\n"b"\\\tc', '1990', '1990-02', '1990-02-28').map((text) => text.normalize('NFC'));

const anyText = fc.oneof(
  usualText,
  fc.constantFrom('\u0001', '😀'),
  fc.string({ unit: 'grapheme' }).map((text) => text.normalize('NFC')),
);

const values = {
  capNhat: fc.constantFrom('2026-03-01T18:03:04', '2026-03-01T18:03:04.125', '0001-01-01T00:00:00'),
  conSong: fc.boolean(),
  hieuLuc: fc.constantFrom('2026-02-28', '0001-01-01'),
  nam: fc.integer({ min: -1, max: 3000 }),
};

function records(text: fc.Arbitrary<string>, others: Readonly<Record<string, fc.Arbitrary<JsonValue>>>): fc.Arbitrary<JsonObject> {
  const all: Record<string, fc.Arbitrary<JsonValue>> = { ...values, ...others, hoTen: text, ngaySinh: text, so: text };
  return fc
    .record<Readonly<Record<string, JsonValue>>>(all, { requiredKeys: ['nam', 'so'] })
    .map((record): JsonObject => Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1))));
}

// Most are read as bytes; of the others few are.
const anyRecord = fc.oneof(
  { weight: 1, arbitrary: records(usualText, {}) },
  { weight: 1, arbitrary: records(anyText, { chiTiet: fc.constantFrom<JsonObject>({ a: [1, 'b'] }, {}) }) },
);

const at = '2026-03-01T18:03:04Z';
const version = changeVersion(fixedHex(77n), 12);

const reader = compileLedgerLines(contract, stream);

/** The line that begins there, as the second of its batch. */
function scannedAt(line: Buffer, start: number): ScannedLine | undefined {
  const lines = createLedgerLines(2, reader.size);
  lines.spans.fill(1);
  const bytes = viewOf(line);
  return reader.read(bytes, start, line.length, lines, 1) < 0 ? undefined : { bytes, lines, row: 1 };
}

describe('a message out of the bytes of a line', () => {
  it.each<Partial<NationalOptions>>([
    {},
    { updatedAt: 'capNhat', effectiveDate: 'hieuLuc', dataId: 'so' },
    { dataId: 'nam' },
    { dataId: 'conSong' },
  ])('is the very message that its object would be: %j', (options) => {
    const planned = plan(options);
    const write = compileNationalJson(planned, contract);
    const toMessage = compileToMessage(planned);
    let written = 0;
    fc.assert(
      fc.property(anyRecord, fc.constantFrom('new', 'update', 'cancel'), fc.nat({ max: 2 ** 40 }), (record, event, published) => {
        const line = Buffer.from(`xxx${recordLine('u', { version, at }, JSON.stringify(record))}`);
        const writer = createByteWriter();
        const state = { event, version: published, at };
        const scanned = scannedAt(line, 3);
        if (scanned === undefined) return;
        write?.(writer, scanned, state);
        written += 1;
        const digest = nationalRecordDigest(stream, JSON.stringify([record['so'], record['nam']]));
        const message = toMessage(record, { ...state, digest });
        expect(takeBytes(writer).bytes.toString()).toBe('code' in message ? message.code : nationalJson(message, planned.profile));
      }),
      { numRuns: 500 },
    );
    expect(written).toBeGreaterThan(150);
  });

  it('of a deletion has the key alone', () => {
    const planned = plan({ updatedAt: 'capNhat' });
    const line = Buffer.from(deletionLine({ version, at }, '{"nam":1,"so":"a"}'));
    const writer = createByteWriter();
    const state = { event: 'cancel', version: 5, at } as const;
    const scanned = scannedAt(line, 0);
    if (scanned !== undefined) compileNationalJson(planned, contract)?.(writer, scanned, state);
    const message = compileToMessage(planned)({ nam: 1, so: 'a' }, { ...state, digest });
    expect(takeBytes(writer).bytes.toString()).toBe('code' in message ? message.code : nationalJson(message, planned.profile));
  });

  it('is made for a contract with hundreds of properties', () => {
    const names = Array.from({ length: 700 }, (_, index) => `cot${String(index).padStart(4, '0')}`);
    const columns = names.map((name) => `      - { name: ${name}, logicalType: string, classification: internal }`).join('\n');
    const wide = expectContract(
      `
apiVersion: v3.1.0
kind: DataContract
id: ho-tich.bang-rong
version: 1.0.0
status: active
schema:
  - name: bangRong
    properties:
      - { name: so, logicalType: string, primaryKey: true, required: true, classification: internal }
${columns}
`,
      'bang-rong.yaml',
    );
    const ofWide = { ...stream, dataset: wide.dataset };
    const { plan: planned, problems } = planNational({ contract: wide, stream: ofWide, options: { dataType: 'H26_002' } });
    if (planned === undefined) throw new Error(JSON.stringify(problems));
    const record: JsonObject = Object.fromEntries([...names.map((name) => [name, `của ${name}`] as const), ['so', 'a']]);
    const line = Buffer.from(recordLine('u', { version, at }, JSON.stringify(record)));
    const ofLine = compileLedgerLines(wide, ofWide);
    const lines = createLedgerLines(1, ofLine.size);
    expect(ofLine.read(viewOf(line), 0, line.length, lines, 0)).toBe(line.length - 1);
    const state = { event: 'new', version: 5, at } as const;
    const writer = createByteWriter();
    compileNationalJson(planned, wide)?.(writer, { bytes: viewOf(line), lines, row: 0 }, state);
    const message = compileToMessage(planned)(record, { ...state, digest: nationalRecordDigest(ofWide, '["a"]') });
    const { bytes } = takeBytes(writer);
    expect(bytes.toString()).toBe('code' in message ? message.code : nationalJson(message, planned.profile));

    // And a receiver of ours reads it as bytes.
    const scanner = compileNationalScanner(planned);
    const spans = new Int32Array(scanner?.size ?? 0);
    expect(scanner?.scan(viewOf(bytes), 0, bytes.length, spans)).toBe(bytes.length);
    scanner?.writeRecord(writer, viewOf(bytes), spans);
    expect(JSON.parse(takeBytes(writer).bytes.toString())).toEqual(record);
  });

  it('is not made where a value takes another form', () => {
    expect(compileNationalJson(plan({ attachments: 'chiTiet' }), contract)).toBeUndefined();
    expect(compileNationalJson(plan({ dataId: 'chiTiet' }), contract)).toBeUndefined();
  });
});

describe('what the ledger knows of a line', () => {
  const room = 8;
  const linesOf = (line: Buffer, row: number) => {
    const lines = createLedgerLines(room, reader.size);
    return reader.read(viewOf(line), 0, line.length, lines, row) < 0 ? undefined : lines;
  };

  it('is what its object would say', () => {
    let known = 0;
    fc.assert(
      fc.property(anyRecord, fc.boolean(), fc.boolean(), fc.nat({ max: room - 1 }), (record, isRead, isTimed, row) => {
        const text = JSON.stringify(record);
        const input = { version, ...(isTimed ? { at, tx: '7' } : {}) };
        const line = Buffer.from(isRead ? recordLine('r', { version: snapshotVersion }, text) : recordLine('c', input, text));
        const lines = linesOf(line, row);
        if (lines === undefined) return;
        known += 1;
        expect(seenAt(lines, row)).toEqual({
          ...{ start: 0, end: line.length - 1, gone: 0, scanned: 1 },
          version: isRead ? snapshotVersion : version,
          at: isTimed && !isRead ? at : undefined,
          digest: nationalRecordDigest(stream, JSON.stringify([record['so'], record['nam']])).toString('hex'),
          content: nationalContentDigest(text),
        });
      }),
      { numRuns: 500 },
    );
    expect(known).toBeGreaterThan(150);
  });

  it('of a deletion is its key, however long; of the end of an epoch nothing', () => {
    const so = 'số '.repeat(1000);
    const line = Buffer.from(deletionLine({ version, at }, JSON.stringify({ nam: 1, so })));
    const lines = linesOf(line, 0);
    expect(lines && seenAt(lines, 0)).toMatchObject({
      ...{ start: 0, end: line.length - 1, gone: 1, scanned: 1, version, at },
      digest: nationalRecordDigest(stream, JSON.stringify([so, 1])).toString('hex'),
    });
    const end = Buffer.from(truncationLine({ version: epochVersion }));
    expect(linesOf(end, 0)).toBeUndefined();
  });
});

function seenAt({ starts, ends, gone, scanned, versions, times, digests, contents }: LedgerLines, row: number) {
  return {
    start: starts[row],
    end: ends[row],
    gone: gone[row],
    scanned: scanned[row],
    version: versions[row],
    at: times[row],
    digest: digests.toString('hex', row * recordBytes, (row + 1) * recordBytes),
    content: contents.toString('hex', row * contentBytes, (row + 1) * contentBytes),
  };
}
