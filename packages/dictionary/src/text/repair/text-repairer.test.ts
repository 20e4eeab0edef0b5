import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dirty, texts } from '../../../test/text/columns.ts';
import { letters } from '../../../test/text/letters.ts';
import { createRandom } from '../../../test/text/random.ts';
import { clean, sex, vietnamese } from '../../../test/text/values.ts';
import { encodeText } from '../decode-text.ts';
import { encodings, readings } from '../encodings.ts';
import { readBytesAs } from '../read-bytes.ts';
import { repairText } from './repair.ts';
import { createTextRepairer } from './text-repairer.ts';

type Column = Parameters<typeof repairText>[1];

const unnamed = ['ascii', 'mixed', 'unknown'] as const;
const columns: readonly Column[] = [
  ...encodings.flatMap((encoding) => [undefined, ...readings].map((readAs) => ({ encoding, readAs }))),
  ...unnamed.map((encoding) => ({ encoding, readAs: undefined })),
];
const makers = [...Object.values(vietnamese), ...Object.values(clean), sex];

/** Bytes with others around them, so that a place beyond the value shows. */
function placed(bytes: Uint8Array): readonly [view: DataView, start: number, end: number] {
  const around = new Uint8Array(bytes.length + 7).fill(0xf5);
  around.set(bytes, 4);
  return [new DataView(around.buffer, 1), 3, 3 + bytes.length];
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function expectSame(repairer: ReturnType<typeof createTextRepairer>, column: Column, value: string, bytes: Uint8Array): void {
  expect(repairer.repair(value)).toEqual(repairText(value, column));
  const encoded = new TextEncoder().encode(value);
  const read = utf8.decode(encoded);
  const asRead = repairText(read, column);
  const isRight = asRead.text === read && asRead.findings.length === 0;
  expect(repairer.repairUtf8(...placed(encoded))).toEqual(isRight ? undefined : asRead);
  expectWritten(repairer, encoded, asRead, read);
  const ofBytes = repairText(bytes, column);
  const isRightUtf8 = ofBytes.text === utf8.decode(bytes) && ofBytes.findings.length === 0;
  expect(repairer.repairBytes(...placed(bytes))).toEqual(isRightUtf8 ? undefined : ofBytes);
}

let written = 0;

function expectWritten(
  repairer: ReturnType<typeof createTextRepairer>,
  encoded: Uint8Array,
  { text, findings }: ReturnType<typeof repairText>,
  read: string,
): void {
  const out = new DataView(new ArrayBuffer(3 * encoded.length + 6), 1);
  out.setUint8(2 + 3 * encoded.length, 0xf5);
  const end = repairer.writeUtf8(...placed(encoded), out, 2);
  expect(out.getUint8(2 + 3 * encoded.length)).toBe(0xf5);
  if (end === -1) return;
  written += 1;
  expect(utf8.decode(new Uint8Array(out.buffer, 3, end - 2))).toBe(text);
  expect(text).not.toBe(read);
  expect(text).toBe(text.normalize('NFC'));
  expect(repairer.found).toEqual(findings);
}

describe('a repairer of a column', () => {
  it.each(columns)('$encoding read as $readAs: says of generated columns of every encoding what repairText says', (column) => {
    const repairer = createTextRepairer(column);
    const others = [...encodings, undefined];
    for (const [kind, make] of makers.entries()) {
      for (const [index, encoding] of others.entries()) {
        const right = texts(make, 4, 100 * kind + index);
        if (encoding === undefined) {
          for (const text of right)
            expectSame(repairer, column, text.normalize(kind % 2 === 0 ? 'NFC' : 'NFD'), new TextEncoder().encode(text));
          continue;
        }
        const bytes = dirty(right, encoding, undefined).values as readonly Uint8Array[];
        for (const one of bytes) expectSame(repairer, column, readBytesAs(one, column.readAs ?? readings[index % 3]!), one);
      }
    }
  });

  const signs = [
    ...'abNVghint  ?.Ðð<=>!\t\u0001\u0002\u0011\u007f',
    '\u00a0',
    '\u0338',
    '\u0301',
    '\u037e',
    '\ufeff',
    '\ufffd',
    '’',
    '²',
    'À',
    '\ud83d\ude00',
    '\ud800',
  ];
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...letters, ...signs)).map((list) => list.join('')),
    fc.tuple(fc.constantFrom(...makers), fc.nat(), fc.boolean()).map(([make, seed, capitals]) => {
      const text = make(createRandom(seed));
      return capitals ? text.toUpperCase() : text;
    }),
  );

  it('says the same of any text, whatever it has met before', () => {
    const repairers = columns.map((column) => createTextRepairer(column));
    fc.assert(
      fc.property(
        fc.array(anyText, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.constantFrom(...encodings),
        fc.constantFrom(...readings),
        (parts, which, encoding, reading) => {
          const text = parts.join(' ');
          const at = which % columns.length;
          const [column, repairer] = [columns[at]!, repairers[at]!];
          const { bytes } = encodeText(text, encoding);
          expectSame(repairer, column, text, bytes);
          expectSame(repairer, column, readBytesAs(bytes, reading), bytes);
        },
      ),
      { numRuns: 800 },
    );
  });

  it.each(['NBSP\u00a0HERE NAM', 'TR\u00c7N \u00a0 NAM', 'NG\u00a0'])('%j: capitals that stay what they are need no repair', (text) => {
    for (const column of columns) expectSame(createTextRepairer(column), column, text, new TextEncoder().encode(text));
  });

  it('has written most of what was to be repaired: who leaves all to others is always right', () => {
    expect(written).toBeGreaterThan(2_000);
  });

  it('holds no more than some thousand words, and forgets none of its rules with them', () => {
    const column = { encoding: 'tcvn3', readAs: 'latin1' } as const;
    const repairer = createTextRepairer(column);
    for (let index = 0; index < 20_000; index++) {
      const value = `NguyÔn x\u00b5${index.toString(36).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)} V¨n`;
      const repaired = repairer.repair(value);
      if (index % 500 === 0) expect(repaired).toEqual(repairText(value, column));
    }
  });
});
