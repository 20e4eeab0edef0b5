import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SemanticType, SemanticTypeName } from './semantic-type.ts';
import { semanticType, semanticTypes } from './semantic-types.ts';

/** What a mask may look like: all else would show more than is stated. */
const masks: Readonly<Record<SemanticTypeName, RegExp>> = {
  'personal-id': /^\*{9}\d{3}$/,
  'old-id-card': /^\*{6}(?:\*{3})?\d{3}$/,
  'agency-code': /^[A-Z]\d\d\.\*{3}$/,
  'tax-code': /^\*{7}(?:\*\*)?\d{3}(?:-\*{3})?$/,
  'enterprise-code': /^\*{7}\d{3}(?:-\*{3})?$/,
  'social-insurance-code': /^\*{7}(?:\*\*)?\d{3}$/,
  'health-card': /^\*{7}(?:\*\*|\*{5})?\d{3}$/,
  passport: /^\*{6,7}\d{2}$/,
  phone: /^\*{5,8}\d{3}$/,
  'vehicle-plate': /^\d\d\*-\*{5}$|^\*{3}$/,
  'land-parcel': /^\d{5}_\*{3}$/,
  'real-estate-id': /^\*{3}$/,
  'e-mail': /^\*{3}@\*{3}\.[a-z0-9-]+$/,
};

const hidden = '***';

const seeds = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
const days = fc.option(fc.constantFrom('1995-01-01', '2016-05-01', '2018-09-15', '2020-09-15', '2025-03-01', '2025-07-01', '2026-11-25'), {
  nil: undefined,
});

function generated(type: SemanticType): fc.Arbitrary<string> {
  return seeds.map((seed) => type.generate(() => Number(seed.next().value)));
}

const breakages: readonly ((text: string, at: number) => string)[] = [
  (text) => text,
  (text, at) => `${text.slice(0, at)} ${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}-${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}.${text.slice(at)}`,
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => text.slice(0, at) + text.slice(at, at + 1).repeat(2) + text.slice(at + 1),
  (text, at) => `${text.slice(0, at)}7${text.slice(at + 1)}`,
  (text) => text.replace('0', 'O'),
  (text) => text.replace('1', 'l'),
  (text) => text.replace(/^0+/, ''),
  (text) => `${text}.0`,
  (text) => text.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
  (text) => text.replace(/[!-~]/g, (character) => String.fromCodePoint(character.charCodeAt(0) + 0xfee0)),
  (text) => text.toLowerCase(),
  (text) => `0${text}`,
  (text) => text.replace(/^0/, '+84'),
];

/** Values as sources hold them: right, broken in one or two of the ways above, of another type, or anything. */
function met(type: SemanticType): fc.Arbitrary<string> {
  const own = generated(type);
  const broken = fc
    .tuple(own, fc.array(fc.tuple(fc.constantFrom(...breakages), fc.nat(14)), { minLength: 1, maxLength: 2 }))
    .map(([text, ways]) => ways.reduce((result, [way, at]) => way(result, at), text));
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 8, maxLength: 15 });
  const other = fc.constantFrom(...semanticTypes).chain(generated);
  return fc.oneof(own, { weight: 4, arbitrary: broken }, { weight: 2, arbitrary: digits }, other, fc.string({ unit: 'binary' }));
}

/** What is left without the formatting that may be taken away: separators, small letters, +84 and zeros in front of numbers of parcels. */
function meaning(name: SemanticTypeName, text: string): string {
  const groups = name === 'land-parcel' ? text.replace(/(?<=\d[^\d]+)0+(?=\d)/g, '') : text;
  const characters = groups.toUpperCase().replace(/[^0-9A-ZĐ]/g, '');
  return name === 'phone' ? characters.replace(/^(?:84|0084)0?(?=\d{9,10}$)/, '0') : characters;
}

describe.each(semanticTypes)('$name', (type) => {
  it('accepts every value it generates, as it stands, and the same numbers give the same value', () => {
    fc.assert(
      fc.property(generated(type), (value) => {
        expect(type.check(value).normalised).toBe(value);
        expect(type.parse(value)).toBeDefined();
      }),
    );
    for (const stuck of [0, 0.5, 1 - 2 ** -53]) expect(type.generate(() => stuck)).toBe(type.generate(() => stuck));
  });

  it('normalises what is normal to itself, and accepts what it proposes', () => {
    fc.assert(
      fc.property(met(type), days, (text, at) => {
        const { normalised, proposed } = type.check(text, { at });
        for (const result of [normalised, proposed]) {
          if (result !== undefined) expect(type.check(result, { at }).normalised).toBe(result);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('refuses, changes and proposes never without a finding that says why', () => {
    fc.assert(
      fc.property(met(type), days, (text, at) => {
        const { normalised, proposed, findings } = type.check(text, { at });
        const severities = findings.map(({ severity }) => severity);
        expect(severities.includes('error')).toBe(normalised === undefined);
        if (normalised !== text || proposed !== undefined) expect(severities.some((severity) => severity !== 'needs-reference')).toBe(true);
        if (normalised !== undefined && normalised !== text)
          expect(findings.some(({ code }) => code === 'identifier-formatting')).toBe(true);
        if (normalised !== undefined) expect(severities).toContain('needs-reference');
      }),
      { numRuns: 400 },
    );
  });

  it('takes nothing into the normal form that was not given, and leaves nothing out that means something', () => {
    fc.assert(
      fc.property(met(type), (text) => {
        const { normalised } = type.check(text);
        if (normalised !== undefined) expect(meaning(type.name, text)).toBe(meaning(type.name, normalised));
      }),
      { numRuns: 400 },
    );
  });

  it('throws for no text, however long or strange', () => {
    const strange = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: fc.constantFrom(...'0٠۰०０𝟎OIl.-+@_ \u200b\u00a0E,/()Đđ') }),
    );
    fc.assert(fc.property(strange, days, (text, at) => [type.check(text, { at }), type.mask(text), type.parse(text)].length === 3));
    for (const unit of ['0', ' ', '.', 'a@', '-', '1,', '\ud800', 'O']) {
      const long = unit.repeat(500_000);
      expect(type.check(long).findings.map(({ code }) => code)).toEqual(['identifier-too-long']);
      expect(type.mask(long)).toBe(hidden);
    }
  });

  it('never takes a digit of another script or width in silence', () => {
    const zeros = fc.constantFrom(0x660, 0x6f0, 0x7c0, 0x966, 0xe50, 0x17e0, 0xff10, 0x1d7ce, 0x1d7ec);
    fc.assert(
      fc.property(generated(type), zeros, fc.nat(), (value, zero, which) => {
        const places = [...value.matchAll(/\d/g)].map(({ index }) => index);
        const at = places[which % Math.max(1, places.length)];
        if (at === undefined) return;
        const { normalised, findings } = type.check(
          value.slice(0, at) + String.fromCodePoint(zero + Number(value[at])) + value.slice(at + 1),
        );
        expect(normalised).toBeUndefined();
        expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
      }),
    );
  });

  it('masks by the stated form alone, and of what it does not accept shows nothing', () => {
    fc.assert(
      fc.property(met(type), (text) => {
        const accepted = type.check(text).normalised !== undefined;
        expect(type.mask(text)).toMatch(accepted ? masks[type.name] : /^\*\*\*$/);
      }),
      { numRuns: 400 },
    );
  });

  it('has no finding that holds the value or a part of it', () => {
    fc.assert(
      fc.property(met(type), days, (text, at) => {
        const shown = type.check(text, { at }).findings.map(({ code, message }) => `${code} ${message}`.toLowerCase());
        for (let from = 0; from + 6 <= text.length; from += 1) {
          const part = text.slice(from, from + 6).toLowerCase();
          // Letters alone can be a word of the message by chance.
          if (/\d/.test(part)) for (const message of shown) expect(message.includes(part)).toBe(false);
        }
      }),
    );
  });
});

describe('findings', () => {
  it('have one message for each code and severity, whatever was checked', () => {
    const messages = new Map<string, string>();
    for (const type of semanticTypes) {
      fc.assert(
        fc.property(met(type), days, (text, at) => {
          for (const found of type.check(text, { at }).findings) {
            const key = `${found.code} ${found.severity}`;
            expect(messages.get(key) ?? found.message).toBe(found.message);
            expect(Object.isFrozen(found)).toBe(true);
            expect(found.code).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
            messages.set(key, found.message);
          }
        }),
      );
    }
    expect(messages.size).toBeGreaterThan(40);
  });
});

describe('semanticType', () => {
  it('finds each type by its name and no other', () => {
    for (const type of semanticTypes) expect(semanticType(type.name)).toBe(type);
    expect(new Set(semanticTypes.map(({ name }) => name)).size).toBe(13);
    for (const other of ['', 'toString', 'tax_code', '__proto__']) expect(semanticType(other)).toBeUndefined();
  });
});
