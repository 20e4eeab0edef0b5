import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SemanticType, SemanticTypeName } from './semantic-type.ts';
import { semanticType } from './semantic-types.ts';

/** What right values of each look like: near enough that many are right and many are nearly so. */
const forms: Partial<Readonly<Record<SemanticTypeName, RegExp>>> = {
  'personal-id': /^(?:0(?:01|48|79|97)|1[0-2]\d|29[4-7])[0-3][0-9]{2}(?:[0-9]{6}|1{6})$/,
  'old-id-card': /^(?:[0-3][0-9]{8}|1{9}|012345678)$/,
  'agency-code': /^[GH](?:0[1-9]|[12][0-9])(?:\.[0-9A-Z]{1,3}){0,3}$/,
  'tax-code': /^[0-9]{10}(?:-[0-9]{3})?$/,
  'enterprise-code': /^[0-9]{10}(?:-[0-9]{3})?$/,
  'social-insurance-code': /^(?:[0-9]{10}|7{10}|5678901234)$/,
  'health-card': /^(?:DN|GD|HS|TE|ZZ)[0-6][0-9]{12}$/,
  phone: /^0(?:[35789][0-9]{8}|2[0-9]{9}|9{9})$/,
};
const days = ['1999-12-31', '2016-05-01', '2019-06-01', '2025-02-28', '2025-03-01', '2026-06-01', undefined];

const breakages: readonly ((text: string, at: number) => string)[] = [
  (text) => text,
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => `${text.slice(0, at)}7${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}\u0667${text.slice(at + 1)}`,
  ...['/', ':', '@', '[', '.', '-', ' ', 'a', 'Z', '0', '\u0000'].map(
    (sign) => (text: string, at: number) => text.slice(0, at) + sign + text.slice(at + 1),
  ),
];

function holds(type: SemanticType, text: string, at: string | undefined): boolean {
  const bytes = new TextEncoder().encode(text);
  const around = new Uint8Array(bytes.length + 9).fill(48);
  around.set(bytes, 5);
  return type.plainTest({ at })?.holds(new DataView(around.buffer, 2), 3, 3 + bytes.length) ?? false;
}

/** The same, by the long way. */
function isPlain(type: SemanticType, text: string, at: string | undefined): boolean {
  const { normalised, proposed, findings } = type.check(text, { at });
  const expected = type.plainTest({ at })?.findings;
  return (
    normalised === text &&
    proposed === undefined &&
    expected?.length === findings.length &&
    expected.every((found, index) => found === findings[index])
  );
}

describe.each(Object.entries(forms).map(([name, form]) => ({ type: semanticType(name)!, form })))(
  'the test of bytes of $type.name',
  ({ type, form }) => {
    const right =
      form.source.includes('-') && type.name.endsWith('e-code')
        ? fc.oneof(
            fc.stringMatching(form),
            fc
              .infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
              .map((seed) => type.generate(() => Number(seed.next().value))),
          )
        : fc.stringMatching(form);
    const met = fc.oneof(
      { weight: 3, arbitrary: right },
      { weight: 4, arbitrary: fc.tuple(right, fc.constantFrom(...breakages), fc.nat(16)).map(([text, way, at]) => way(text, at)) },
      fc.string({ unit: fc.constantFrom(...'0123456789.-AZ'), maxLength: 16 }),
      fc.string(),
    );

    it('agrees with the check', () => {
      let held = 0;
      fc.assert(
        fc.property(met, fc.constantFrom(...days), (text, at) => {
          const plain = isPlain(type, text, at);
          if (holds(type, text, at)) {
            held++;
            expect(plain).toBe(true);
          } else if (plain) {
            // Left to the check: landlines and lines of organisations, and the agency codes of before 2020.
            expect(type.name === 'phone' ? !/^0[35789]\d{8}$/.test(text) : /^\d/.test(text) && type.name === 'agency-code').toBe(true);
          }
        }),
        { numRuns: 3000 },
      );
      expect(held).toBeGreaterThan(50);
    });
  },
);

it('an old identity card is never right from the day on which none is a paper any more', () => {
  expect(semanticType('old-id-card')?.plainTest({ at: '2024-12-31' })).toBeDefined();
  expect(semanticType('old-id-card')?.plainTest({ at: '2025-01-01' })).toBeUndefined();
});
