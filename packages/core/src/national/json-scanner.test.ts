import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteWriter, takeBytes } from '../bytes/byte-writer.ts';
import { viewOf } from '../bytes/copy.ts';
import { textAt } from '../bytes/scan.ts';
import { expectContract } from '../contract/parse.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { nationalJson } from './json-form.ts';
import { compileNationalScanner, nationalEvents, nationalSlots } from './json-scanner.ts';
import type { NationalEvent, NationalMessage } from './message.ts';
import type { NationalOptions } from './options.ts';
import { type NationalPlan, planNational } from './plan.ts';
import { readNational } from './read-messages.ts';
import { nationalRecordDigest } from './record-id.ts';
import { compileToMessage } from './to-message.ts';
import { nationalRecord } from './to-record.ts';

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
      - { name: hieuLuc, logicalType: date, classification: internal }
      - { name: capNhat, logicalType: timestamp, classification: internal }
      - { name: conSong, logicalType: boolean, classification: internal }
      - { name: heSo, logicalType: number, classification: internal }
      - { name: chiTiet, logicalType: object, classification: internal }
      - { name: ngaySinh, logicalType: string, classification: internal, customProperties: [{ property: canonicalType, value: partial-date }] }
`,
  'nguoi.yaml',
);
const stream = { agency: 'H26.12', source: 'ho-tich', dataset: contract.dataset };

function plan(options: Partial<NationalOptions>): NationalPlan {
  const { plan: planned, problems } = planNational({ contract, stream, options: { dataType: 'H26_001', ...options } });
  if (planned === undefined) throw new Error(JSON.stringify(problems));
  return planned;
}

const usualText = fc.constantFrom('', 'Nguyễn Thị Ánh', 'a\r\n"b"\\\tc', '1990-02-28');

const anyText = fc.oneof(usualText, fc.constantFrom('\u0001', '\u2028/\u007f', '😀'), fc.string({ unit: 'grapheme' }));

const values = {
  nam: fc.integer({ min: -1, max: 3000 }),
  hieuLuc: fc.constantFrom('2026-02-28', '0001-01-01'),
  capNhat: fc.constantFrom('2026-03-01T18:03:04', '2026-03-01T18:03:04.125', '0001-01-01T00:00:00'),
  conSong: fc.boolean(),
  heSo: fc.constantFrom(0, -0.5, 1.25, 1e21, 1e-7, 12_345_678_901_234),
  ngaySinh: fc.constantFrom('1990', '1990-02', '1990-02-28'),
};

function records(text: fc.Arbitrary<string>, others: Readonly<Record<string, fc.Arbitrary<JsonValue>>>): fc.Arbitrary<JsonObject> {
  const all: Record<string, fc.Arbitrary<JsonValue>> = { ...values, ...others, so: text, hoTen: text };
  return fc.record(all, { requiredKeys: ['nam', 'so'] });
}

// Most are read as bytes; of the others few are.
const anyRecord = fc.oneof(
  { weight: 1, arbitrary: records(usualText, {}) },
  { weight: 1, arbitrary: records(anyText, { chiTiet: fc.constantFrom<JsonObject>({ a: [1, 'b'] }, {}) }) },
);

const anyEvent = fc.constantFrom<NationalEvent>('new', 'update', 'cancel');

function written(planned: NationalPlan, record: JsonObject, event: NationalEvent, version: number): string {
  const digest = nationalRecordDigest(stream, JSON.stringify([record['so'] ?? null, record['nam'] ?? null]));
  const message = compileToMessage(planned)(record, { event, version, digest, at: '2026-03-01T18:03:04Z' });
  if ('code' in message) throw new Error(message.code);
  return nationalJson(message, planned.profile);
}

interface Seen extends Pick<NationalMessage, 'event' | 'version' | 'updatedAt' | 'recordId'> {
  readonly record: string;
  readonly so: string | undefined;
}

/** `undefined`: it is left to `readNational`. */
function scanned(planned: NationalPlan, text: string | Buffer): Seen | undefined {
  const scanner = compileNationalScanner(planned);
  if (scanner === undefined) throw new Error('the plan has no scanner');
  const bytes = Buffer.from(text);
  const view = viewOf(bytes);
  const spans = new Int32Array(scanner.size);
  if (scanner.scan(view, 0, bytes.length, spans) !== bytes.length) return undefined;
  const textOf = (slot: number) => textAt(view, spans[slot] ?? 0, spans[slot + 1] ?? 0);
  const writer = createByteWriter();
  scanner.writeRecord(writer, view, spans);
  const so = scanner.slotOf('so') ?? 0;
  return {
    event: nationalEvents[spans[nationalSlots.event] ?? 0] ?? 'new',
    version: Number(textOf(nationalSlots.version)),
    updatedAt: textOf(nationalSlots.updatedAt),
    recordId: textOf(nationalSlots.recordId),
    record: takeBytes(writer).bytes.toString(),
    so: (spans[so] ?? -1) < 0 ? undefined : textOf(so),
  };
}

function parsed(planned: NationalPlan, text: string | Buffer): Seen {
  const { messages, faults } = readNational(Buffer.from(text), 'json', planned.profile);
  const [message] = messages;
  if (message === undefined) throw new Error(JSON.stringify(faults));
  expect(message.origin).toEqual(planned.origin);
  const { record, unknown } = nationalRecord(message, planned, 'json');
  expect(unknown).toEqual([]);
  const { event, version, updatedAt, recordId } = message;
  return { event, version, updatedAt, recordId, record: JSON.stringify(record), so: JSON.stringify(record['so']) };
}

const plans: readonly Partial<NationalOptions>[] = [
  {},
  { updatedAt: 'capNhat', effectiveDate: 'hieuLuc', dataId: 'so' },
  { dataId: 'nam' },
];

describe('a message that is read as bytes', () => {
  it.each(plans)('is the one that its text would be: %j', (options) => {
    const planned = plan(options);
    let taken = 0;
    fc.assert(
      fc.property(anyRecord, anyEvent, fc.integer({ min: 1, max: 2 ** 50 }), (record, event, version) => {
        const text = written(planned, record, event, version);
        const seen = scanned(planned, text);
        if (seen === undefined) return;
        taken += 1;
        expect(seen).toEqual(parsed(planned, text));
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(200);
  });

  it.each(plans)('is left to the parser, or read alike, when a byte of it is another: %j', (options) => {
    const planned = plan(options);
    let taken = 0;
    const other = fc.constantFrom(...Buffer.from('"\\{}[]:,0189-.aAtfn/ \t'));
    fc.assert(
      fc.property(
        anyRecord,
        anyEvent,
        fc.double({ min: 0, max: 1, noNaN: true }),
        other,
        fc.boolean(),
        (record, event, where, byte, isCut) => {
          const bytes = Buffer.from(written(planned, record, event, 7));
          const at = Math.min(bytes.length - 1, Math.floor(where * bytes.length));
          const changed = isCut ? Buffer.concat([bytes.subarray(0, at), Buffer.from('}')]) : bytes;
          if (!isCut && at < bytes.length - 1) changed[at] = byte;
          if (!isUtf8(changed)) return;
          const seen = scanned(planned, changed);
          if (seen === undefined) return;
          taken += 1;
          expect(seen).toEqual(parsed(planned, changed));
        },
      ),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(50);
  });

  it('takes what connectors write of usual records', () => {
    const record = {
      so: 'HN-1',
      nam: 2026,
      hoTen: 'Nguyễn Văn "An"',
      conSong: true,
      heSo: 1.5,
      ngaySinh: '1990-02',
      hieuLuc: '2026-02-28',
    };
    for (const options of plans) expect(scanned(plan(options), written(plan(options), record, 'new', 1))).toBeDefined();
  });

  it('leaves alone what it cannot write again: files, and numbers or texts in another form', () => {
    expect(compileNationalScanner(plan({ attachments: 'chiTiet' }))).toBeUndefined();
    const text = written(plan({}), { so: 'a', nam: 1 }, 'new', 1);
    expect(scanned(plan({}), text)).toBeDefined();
    for (const [from, to] of [
      [':1}', ':1.0}'],
      ['"a"', '"\\u0061"'],
      ['"a"', '"\\/"'],
      ['"PhienBan":1', '"PhienBan":01'],
      ['"PhienBan":1', '"PhienBan":0'],
      ['"PhienBan":1', '"PhienBan":-1'],
      ['"Nam"', '"nam"'],
      [',"Nam"', ', "Nam"'],
    ] as const) {
      expect(text).toContain(from);
      expect(scanned(plan({}), text.replace(from, to))).toBeUndefined();
    }
  });
});
