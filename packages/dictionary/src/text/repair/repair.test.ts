import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { letters } from '../../../test/text/letters.ts';
import { createRandom } from '../../../test/text/random.ts';
import { clean, vietnamese } from '../../../test/text/values.ts';
import { encodeText } from '../decode-text.ts';
import { encodings, readings, type TextSource } from '../encodings.ts';
import { readBytesAs } from '../read-bytes.ts';
import { repairText } from './repair.ts';

const codes = (value: string | Uint8Array, column: Parameters<typeof repairText>[1]) =>
  repairText(value, column).findings.map(({ code }) => code);
const read = (text: string, { encoding, readAs = 'cp1252' }: TextSource) => readBytesAs(encodeText(text, encoding).bytes, readAs);
const tcvn3: TextSource = { encoding: 'tcvn3', readAs: 'cp1252' };
const vni: TextSource = { encoding: 'vni', readAs: 'latin1' };
const mojibake: TextSource = { encoding: 'utf-8', readAs: 'cp1252' };
const right: TextSource = { encoding: 'utf-8' };

describe('a value that its column explains', () => {
  it.each([
    [tcvn3, 'NguyÔn V¨n §×nh', 'Nguyễn Văn Đình'],
    [vni, 'Nguyeãn Vaên Ñình'.replace('ì', '\xec'), 'Nguyễn Văn Đình'],
    [{ encoding: 'viscii', readAs: 'latin1' }, 'Nguy\xadn V\xe5n \xd0\xecnh', undefined],
    [{ encoding: 'cp1258', readAs: 'cp1252' }, 'Viêòt Nam', 'Việt Nam'],
    [mojibake, 'Viá»‡t Nam Äá»“ng', 'Việt Nam Đồng'.replace('Đ', '\u0110')],
    [right, 'Việt Nam'.normalize('NFD'), 'Việt Nam'],
    [{ encoding: 'viqr' }, 'Nguye^~n Va(n DDi`nh', 'Nguyễn Văn Đình'],
  ] as const)('%o: is decoded', (column, value, expected) => {
    const given = expected === undefined ? read('Nguyễn Văn Đình', column) : value.replace('Äá»“', 'Ä\x90á»“');
    expect(repairText(given, column)).toEqual({ text: expected ?? 'Nguyễn Văn Đình', findings: [] });
  });

  it('keeps the names of minorities, and says that they are unusual where the encoding has Vietnamese letters only', () => {
    expect(repairText(read('Y Blô', tcvn3), tcvn3)).toEqual({ text: 'Y Blô', findings: [] });
    for (const name of ['H’Hen Niê', 'Y Ƀhăm Êban', 'Čư M’gar', 'Buôn Čuôr Knia', 'K’Ñĭm', 'Ksor Pŏ', 'Rơ Ô H’Ñĭm', 'ơ̆', 'ꨀꨁ']) {
      expect(repairText(name, right)).toEqual({ text: name, findings: [] });
    }
  });
});

describe('a value that its column does not explain', () => {
  it.each([
    ['right Unicode in a column of TCVN3', 'Nguyễn Văn Đình', tcvn3, ['text-other-encoding']],
    ['VNI in a column of TCVN3', read('Nguyễn Văn Đình', vni), tcvn3, ['text-other-encoding']],
    ['TCVN3 in a column of right Unicode', read('Nguyễn Văn Đình', tcvn3), right, ['text-other-encoding']],
    ['mojibake in a column of right Unicode', read('Nguyễn Văn Hà', mojibake), right, ['text-other-encoding']],
    [
      'TCVN3 in a column that was ASCII so far',
      read('Trần Thị Mẫn', tcvn3),
      { encoding: 'ascii', readAs: undefined },
      ['text-other-encoding'],
    ],
    ['what nothing explains', '¤¥¦ ¨ÿþ', tcvn3, ['text-unexplained']],
    ['a western name in a column of TCVN3', 'José Muñoz', tcvn3, ['text-unexplained']],
  ] as const)('is left as it is, with a finding: %s', (_, value, column, expected) => {
    const repaired = repairText(value, column);
    expect(repaired.text).toBe(value);
    expect(repaired.findings.map(({ code }) => code)).toEqual(expected);
  });

  it('is left as it is also where its column makes sense of a part of it', () => {
    let partly = 0;
    let taken = 0;
    for (let seed = 0; seed < 300; seed++) {
      const value = read(vietnamese['full names'](createRandom(seed)), vni);
      const { text, findings } = repairText(value, tcvn3);
      if (text !== value) taken++;
      if (findings.some(({ message }) => message.includes('is vni'))) partly++;
    }
    // One in a hundred is Vietnamese in both encodings: such a value cannot be told.
    expect(taken).toBeLessThanOrEqual(3);
    expect(partly).toBeGreaterThanOrEqual(290);
  });

  it('in bytes: shows what could be read, with a finding', () => {
    expect(codes(encodeText('Nguyễn Văn Đình', 'vni').bytes, { encoding: 'tcvn3' })).toEqual(['text-other-encoding']);
    expect(codes(encodeText('Nguyễn Văn Đình', 'tcvn3').bytes, { encoding: 'utf-8' })).toEqual(['text-lost', 'text-other-encoding']);
  });

  it('is told to be ambiguous where it is Vietnamese both ways', () => {
    expect(repairText('Lê', tcvn3)).toMatchObject({ text: 'Lờ', findings: [{ code: 'text-ambiguous' }] });
    expect(repairText('Phan Dòng', { encoding: 'mixed', readAs: undefined })).toMatchObject({
      text: 'Phan Dòng',
      findings: [{ code: 'text-ambiguous' }],
    });
  });
});

describe('a value of which a part is strange', () => {
  it('is decoded with a finding where nothing explains it better', () => {
    expect(repairText(read('Nguyễn Thị Cafộ', tcvn3), tcvn3)).toMatchObject({
      text: 'Nguyễn Thị Cafộ',
      findings: [{ code: 'text-unusual' }],
    });
  });

  it('keeps abbreviations, which prove nothing either way', () => {
    expect(repairText(read('QĐ-UBND', tcvn3), tcvn3)).toEqual({ text: 'QĐ-UBND', findings: [] });
    const read1258 = { encoding: 'tcvn5712-1', readAs: 'cp1258' } as const;
    expect(repairText('QĐ-UBND', read1258)).toMatchObject({ text: 'QĐ-UBND', findings: [{ code: 'text-ambiguous' }] });
    expect(repairText('Mang Ră', read1258)).toMatchObject({ text: 'Mang Ró', findings: [{ code: 'text-ambiguous' }] });
  });
});

describe('lost characters', () => {
  it('are told and stay lost, also where the rest is decoded', () => {
    expect(repairText('Nguy?n Th? Hoa', right)).toMatchObject({ text: 'Nguy?n Th? Hoa', findings: [{ code: 'text-maybe-lost' }] });
    expect(repairText('Nguy\ufffdn Văn Hòa', right)).toMatchObject({ text: 'Nguy\ufffdn Văn Hòa', findings: [{ code: 'text-lost' }] });
    expect(repairText('Tr\ufffdn V¨n §×nh', tcvn3)).toMatchObject({ text: 'Tr\ufffdn Văn Đình', findings: [{ code: 'text-lost' }] });
    expect(repairText('Viá»‡t Ä\ufffdÃ¬nh', mojibake)).toMatchObject({ text: 'Việt \ufffdình', findings: [{ code: 'text-lost' }] });
    expect(repairText('Nguyá»…n VÄ', mojibake)).toMatchObject({ text: 'Nguyễn V\ufffd', findings: [{ code: 'text-lost' }] });
  });

  it('are all that is told of a value in ASCII, also where the column is mixed', () => {
    expect(codes('Nguy?n Th? Hoa', { encoding: 'mixed', readAs: undefined })).toEqual(['text-maybe-lost']);
  });
  it('are not seen in questions and addresses of the web', () => {
    for (const text of ['Ai?', 'https://a.vn/tim?q=x', 'Thế nào? Không rõ.'])
      expect(repairText(text, right)).toEqual({ text, findings: [] });
  });
});

describe('eth', () => {
  it('is made Đ in Vietnamese words, with a finding, and is left in others', () => {
    expect(repairText('Ðặng Ðức ðạt', right)).toMatchObject({ text: 'Đặng Đức đạt', findings: [{ code: 'text-lookalike' }] });
    expect(repairText('Guðrún', right).text).toBe('Guðrún');
  });
});

const columns: readonly TextSource[] = encodings.flatMap((encoding) => [undefined, ...readings].map((readAs) => ({ encoding, readAs })));
const makers = [...Object.values(vietnamese), ...Object.values(clean)];
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom(...letters, ...'abcghint  ?.Ð\ufffd')).map((list) => list.join('')),
  fc.tuple(fc.constantFrom(...makers), fc.nat()).map(([make, seed]) => make(createRandom(seed))),
);
const anyValue = fc.oneof(
  anyText,
  fc.tuple(anyText, fc.constantFrom(...columns)).map(([text, column]) => read(text, column)),
);

describe('any value in any column', () => {
  it('is repaired or left alone, and what it says of it holds no part of the value', () => {
    const canary = 'Xêkrét';
    fc.assert(
      fc.property(anyValue, fc.constantFrom(...columns), (value, column) => {
        for (const given of [value, `${value} ${canary}`, encodeText(value, column.encoding).bytes]) {
          const { text, findings } = repairText(given, column);
          expect(typeof text).toBe('string');
          expect(JSON.stringify(findings)).not.toContain('krét');
          for (const { code } of findings) expect(code).toMatch(/^text-[a-z-]+$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that is right Unicode is never changed by its own column, nor by a second pass over what a first one gave', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...makers),
        fc.nat(),
        fc.constantFrom(...columns.filter(({ encoding }) => encoding !== 'viqr')),
        (make, seed, column) => {
          const text = make(createRandom(seed)).normalize('NFC');
          // Careless typing may look strange, and is not changed either.
          expect(repairText(text, right)).toEqual({ text, findings: make === vietnamese['typed carelessly'] ? expect.any(Array) : [] });
          const first = repairText(read(text, column), column).text;
          expect(repairText(first, right).text).toBe(first.normalize('NFC'));
          // A legacy column may read it anew only where it says so.
          const again = repairText(first, column);
          if (again.text !== first && again.text.toLowerCase() !== first.toLowerCase()) expect(again.findings).not.toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
