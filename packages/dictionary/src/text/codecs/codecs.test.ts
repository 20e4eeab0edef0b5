import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iconv } from '../../../test/text/iconv.ts';
import { letters, lowerLetters } from '../../../test/text/letters.ts';
import charsets from '../../../vectors/legacy-charsets.json' with { type: 'json' };
import { decodeText, encodeText } from '../decode-text.ts';
import { encodings, type TextEncoding } from '../encodings.ts';
import { bytesOf } from '../octets.ts';
import { codecs } from './codecs.ts';

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
const holdsToned = encodings.filter((encoding) => encoding !== 'tcvn3');

describe('the letters', () => {
  it('are 134', () => {
    expect(new Set(letters).size).toBe(134);
  });

  it.each(holdsToned)('go through %s and back, both cases, alone and in a row', (encoding) => {
    for (const text of [...letters, letters.join(''), letters.join(' '), `(${letters.join('), (')})`]) {
      const { bytes, findings } = encodeText(text, encoding);
      expect(findings).toEqual([]);
      expect(decodeText(bytes, encoding)).toEqual({ text, findings: [] });
    }
  });

  it('go through tcvn3 in lower case; of the capitals only seven exist, the others are written small, with a finding', () => {
    const capitals = new Set('ĂÂĐÊÔƠƯ');
    for (const letter of letters) {
      const { bytes, findings } = encodeText(letter, 'tcvn3');
      const kept = lowerLetters.includes(letter) || capitals.has(letter);
      expect(codecs.tcvn3.decode(String.fromCharCode(...bytes)).text).toBe(kept ? letter : letter.toLowerCase());
      expect(findings.map(({ code }) => code)).toEqual(kept ? [] : ['text-case-lost']);
    }
  });
});

describe('the tables', () => {
  it.each([
    ['tcvn3', charsets.tcvn3_lower],
    ['tcvn5712-1', charsets.tcvn5712_1],
    ['viscii', charsets.viscii],
    ['vps', charsets.vps],
  ] as const)('of %s are the published ones, byte by byte', (encoding, published) => {
    for (const [byte, letter] of Object.entries(published)) {
      expect(codecs[encoding].decode(String.fromCharCode(Number.parseInt(byte, 16)))).toEqual({ text: letter, unreadable: 0 });
    }
  });

  it('of vni are the published ones, both ways', () => {
    expect(Object.keys(charsets.vni_windows)).toHaveLength(134);
    for (const [letter, code] of Object.entries(charsets.vni_windows)) {
      expect(hex(encodeText(letter, 'vni').bytes)).toBe(code);
      expect(
        decodeText(
          Uint8Array.from(code.split(' '), (byte) => Number.parseInt(byte, 16)),
          'vni',
        ).text,
      ).toBe(letter);
    }
  });
});

const utf8 = new TextEncoder();
const byIconv = [
  ['tcvn5712-1', 'TCVN'],
  ['viscii', 'VISCII'],
  ['cp1258', 'CP1258'],
] as const;

describe('iconv', () => {
  for (const [encoding, name] of byIconv) {
    const present = iconv(name, 'UTF-8', utf8.encode('x')) !== undefined;
    const title = present ? '' : ` (skipped: no iconv here that knows ${name})`;

    it.skipIf(!present)(`and ${encoding} agree on every byte that both know${title}`, () => {
      let agreed = 0;
      for (let byte = 1; byte < 256; byte++) {
        const theirs = iconv(name, 'UTF-8', Uint8Array.of(byte));
        const ours = codecs[encoding].decode(String.fromCharCode(byte));
        expect(ours.unreadable > 0).toBe(theirs === undefined);
        if (theirs === undefined) continue;
        expect(ours.text).toBe(new TextDecoder().decode(theirs).normalize('NFC'));
        agreed++;
      }
      expect(agreed).toBeGreaterThan(240);
    });

    it.skipIf(!present)(`and ${encoding} read what the other wrote, all letters${title}`, () => {
      const text = letters.join(' ');
      const theirs = iconv('UTF-8', name, utf8.encode(text));
      expect(theirs).toBeDefined();
      expect(decodeText(theirs ?? new Uint8Array(), encoding).text).toBe(text);
      const back = iconv(name, 'UTF-8', encodeText(text, encoding).bytes);
      expect(new TextDecoder().decode(back).normalize('NFC')).toBe(text);
    });
  }

  const knowsTcvn = iconv('TCVN', 'UTF-8', utf8.encode('x')) !== undefined;
  it.skipIf(!knowsTcvn)(
    `and tcvn3 agree on the letters of VN3, a part of VN1${knowsTcvn ? '' : ' (skipped: no iconv here that knows TCVN)'}`,
    () => {
      const text = [...lowerLetters, ...'ĂÂĐÊÔƠƯ'].join(' ');
      expect(encodeText(text, 'tcvn3').bytes).toEqual(iconv('UTF-8', 'TCVN', utf8.encode(text)));
    },
  );
});

const words = fc.array(fc.constantFrom(...letters, ...'abcdeghiklmnopqrstuvxy ABCDĐ0123456789.,-()?\'`~^+*"\\\n'), { maxLength: 60 });

describe('any text', () => {
  it.each(holdsToned)('of letters, digits and punctuation goes through %s and back', (encoding) => {
    fc.assert(
      fc.property(words, (characters) => {
        const text = characters.join('');
        expect(decodeText(encodeText(text, encoding).bytes, encoding).text).toBe(text);
      }),
    );
  });

  it.each(['utf-8', 'decomposed'] as const)('of any letters goes through %s and back as NFC', (encoding) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeText(encodeText(text, encoding).bytes, encoding).text).toBe(text.normalize('NFC'));
      }),
    );
  });
});

describe('any bytes', () => {
  it.each(encodings)('are read as %s without an error, in NFC, and what has no meaning is told', (encoding) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const { text, findings } = decodeText(bytes, encoding);
        expect(text).toBe(text.normalize('NFC'));
        const meant = encoding !== 'utf-8' && encoding !== 'decomposed' ? false : new TextDecoder().decode(bytes).includes('\ufffd');
        if (text.includes('\ufffd') || meant) expect(findings.map(({ code }) => code)).toContain('text-lost');
        else expect(findings.map(({ code }) => code)).not.toContain('text-lost');
      }),
    );
  });

  it('that are no UTF-8 become the same text as the platform makes of them', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const nasty = fc.array(fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xc3, 0xe0, 0xe1, 0xba, 0xed, 0xa0, 0xf0, 0x90, 0xf4, 0x8f, 0xff, 0xc0));
    fc.assert(
      fc.property(nasty, (bytes) => {
        const given = Uint8Array.from(bytes);
        expect(decodeText(given, 'utf-8').text).toBe(decoder.decode(given).normalize('NFC'));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('reading', () => {
  const read = (octets: string, encoding: TextEncoding) => decodeText(bytesOf(octets), encoding);

  it('takes the dialects of vni that people type: the letter decides the case', () => {
    expect(read('Aù aÙ NGUYEÃN Nguyeãn ÔÙ öï', 'vni').text).toBe('Á á NGUYỄN Nguyễn Ớ ự');
  });

  it('composes the tone marks of cp1258 with their letters', () => {
    expect(read('Vi\xea\xf2t', 'cp1258')).toEqual({ text: 'Việt', findings: [] });
  });

  it('gives back the capitals of tcvn3 that were typed in a capital font, with a finding', () => {
    const { text, findings } = read('NGUYÔN V¡N §ØNH', 'tcvn3');
    expect(text).toBe('NGUYỄN VĂN ĐỈNH');
    expect(findings.map(({ code }) => code)).toEqual(['text-recased']);
  });

  it('takes the quotes and dashes of Word in tcvn3 and vni', () => {
    expect(read('\x93H\xb5 Néi\x94 \x96 \x85', 'tcvn3').text).toBe('“Hà Nội” – …');
    expect(read('\x93Haø Noäi\x94 100 m\xb2', 'vni').text).toBe('“Hà Nội” 100 m²');
  });

  it('writes in viqr what is read as it was, also where a letter would join its neighbour', () => {
    for (const text of ['dđ', 'Dđ', 'dĐ', 'DĐ', 'đd', 'dd', 'ddđđ', 'Ai?', 'a(^)', 'ô^', 'a\\b']) {
      expect(decodeText(encodeText(text, 'viqr').bytes, 'viqr').text).toBe(text);
    }
  });

  it('reads viqr as RFC 1456 has it', () => {
    expect(read("Vie^.t Nam dda^'t nu+o+'c to^i\\. Ai\\? a\\\\b DDa` Na(~ng", 'viqr').text).toBe('Việt Nam đất nước tôi. Ai? a\\b Đà Nẵng');
  });
});
