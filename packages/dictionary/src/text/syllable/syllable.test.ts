import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onsets } from './onsets.ts';
import { rhymes } from './rhymes.ts';
import { gradeSyllable } from './syllable.ts';
import { tonedRhymes } from './tones.ts';

const split = (text: string) => text.split(' ');

describe('a syllable', () => {
  it.each(
    split(
      'nghiêng nghĩa khuya khuỷu thuở quốc quyển quỳnh quắc giếng gì gìn giữa oằn oẵn ưỡn yểm yếu uyên uỷ ủy ngoằn xoong boóng hoặc huếch loạch ướt rượu hươu ngoéo toẹt chuệch',
    ),
  )('%s is well formed', (word) => {
    expect(gradeSyllable(word)).toBeGreaterThanOrEqual(2);
    expect(gradeSyllable(word.toUpperCase())).toBeGreaterThanOrEqual(2);
    expect(gradeSyllable(word.charAt(0).toUpperCase() + word.slice(1))).toBeGreaterThanOrEqual(2);
  });

  it.each([
    ['a stop with a tone that it cannot bear', 'càt mảc hõp tỉch'],
    ['an onset before the wrong vowels', 'kà ghố ngha cệ gế ngề'],
    ['two tones', 'hòá nguýễn'],
    ['no rhyme', 'ngứk bểng ớu ăe đ́'],
    ['case that nobody types', 'nGuỹEn NguyễN hOà'],
  ])('is not: %s', (_, words) => {
    expect(split(words).filter((word) => gradeSyllable(word) >= 2)).toEqual([]);
  });

  it('may have its tone in the old or in the new place, and is doubtful with the tone elsewhere', () => {
    expect(split('hòa hoà khỏe khoẻ thủy thuỷ').map(gradeSyllable)).toEqual([3, 3, 2, 2, 3, 3]);
    expect(split('tóan huỳên ngừơi').map(gradeSyllable)).toEqual([1, 1, 1]);
  });

  it('may be of a minority language or an abbreviation, which proves nothing', () => {
    expect(new Set(split('Lắk Đắk Blô Mnông Niê QĐ HĐND đ Brưu').map(gradeSyllable))).toEqual(new Set([1]));
  });

  it('is recognised from every onset and rhyme that may meet, in every tone that the rhyme bears', () => {
    const any = Object.entries(onsets).flatMap(([onset, kind]) => (kind === 'any' ? [onset] : []));
    const inPlace = rhymes.any
      .flatMap(split)
      .flatMap(tonedRhymes)
      .filter((toned) => toned.inPlace);
    fc.assert(
      fc.property(fc.constantFrom(...any), fc.constantFrom(...inPlace), (onset, { rhyme }) => {
        expect(gradeSyllable(onset + rhyme)).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 500 },
    );
  });
});
