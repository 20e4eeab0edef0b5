import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { semanticTypes } from '../identifiers/semantic-types.ts';
import { encodeText } from '../text/decode-text.ts';
import { encodings, readings } from '../text/encodings.ts';
import { readBytesAs } from '../text/read-bytes.ts';
import { type ColumnKind, columnKinds } from './column-kind.ts';
import { createColumnProfiler } from './column-profiler.ts';

/** Longer than anything that a mask keeps: the commune of a parcel and its separator. */
const recognisable = 7;

// Letters and digits that no message, name of a kind or list version has in such a row.
const canary = fc.stringMatching(/^[QZXJKW][qzxjkw][2-9]{3}[qzxjkw]{3}$/);
const word = fc.oneof(
  canary,
  canary.map((text) => `Ngữ ${text} Đình`),
  canary.map((text) => `${text}\ufffd ?${text}?`),
);

const identifier = fc
  .tuple(
    fc.constantFrom(...semanticTypes),
    fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
    fc.constantFrom('', ' ', 'O', '.0', '9'),
  )
  .map(([type, stream, tail]) => type.generate(() => Number(stream.next().value)) + tail);

const date = fc
  .tuple(fc.integer({ min: 10, max: 40 }), fc.integer({ min: 10, max: 19 }), fc.integer({ min: 1700, max: 2199 }))
  .map((parts) => parts.join('/'));

const text = fc.oneof(
  word,
  identifier,
  date,
  fc
    .tuple(word, fc.constantFrom(...encodings), fc.constantFrom(...readings))
    .map(([given, encoding, reading]) => readBytesAs(encodeText(given, encoding).bytes, reading)),
);

const value = fc.oneof(
  { weight: 8, arbitrary: text },
  text.map((given) => encodeText(given, 'tcvn3').bytes),
  fc.constant(null),
);

const name = fc.constantFrom(
  'x',
  'so_cccd',
  'mst',
  'dien_thoai',
  'email',
  'thua_dat',
  'ngay_sinh',
  'gioi_tinh',
  'dan_toc',
  'quoc_tich',
  'ma_tinh',
  'ma_xa',
  'ho_ten',
);
const stated = fc.option(fc.constantFrom<ColumnKind>(...columnKinds), { nil: undefined });
const type = fc.constantFrom('text', 'number', 'date', 'other', undefined);

describe('a report', () => {
  it('holds no recognisable part of any value of any column', () => {
    fc.assert(
      fc.property(
        fc.record({ name, stated, type }),
        fc.array(value, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (facts, values, samples) => {
          const profiler = createColumnProfiler(facts, { at: '2026-01-01', samples });
          for (const one of values) profiler.add(one);
          const report = JSON.stringify(profiler.report());
          for (const one of values) for (const part of partsOf(one)) expect(report).not.toContain(part);
        },
      ),
      { seed: 2026, numRuns: 1500 },
    );
  });
});

/** Every run of characters of the value that would tell it, as it came and as it is read. */
function partsOf(given: string | Uint8Array | null): readonly string[] {
  if (given === null) return [];
  const whole = typeof given === 'string' ? given : Buffer.from(given).toString('latin1');
  const plain = JSON.stringify(whole).slice(1, -1);
  return Array.from({ length: Math.max(0, plain.length - recognisable + 1) }, (_, index) =>
    plain.slice(index, index + recognisable),
  ).filter(
    // `SYNTHE` and `exampl` are of generated values, not of data; blanks and marks tell nothing.
    (part) => /[\p{L}\p{N}]{4}/u.test(part) && !/[A-Z]{4}|^[a-z.@]+$/.test(part),
  );
}
