/**
 * What a syllable may begin with, and which rhymes may follow. `front`: before e, ê, i, y. `back`: before all others, and before i where
 * one i is written for two (`gì`, `giếng`). `any`: before all. The syllable without an onset has rhymes of its own as well.
 */
export const onsets: Readonly<Record<string, 'any' | 'front' | 'back' | 'q'>> = {
  '': 'any',
  b: 'any',
  c: 'back',
  ch: 'any',
  d: 'any',
  đ: 'any',
  g: 'back',
  gh: 'front',
  gi: 'any',
  h: 'any',
  k: 'front',
  kh: 'any',
  l: 'any',
  m: 'any',
  n: 'any',
  ng: 'back',
  ngh: 'front',
  nh: 'any',
  p: 'any',
  ph: 'any',
  qu: 'q',
  r: 'any',
  s: 'any',
  t: 'any',
  th: 'any',
  tr: 'any',
  v: 'any',
  x: 'any',
};
