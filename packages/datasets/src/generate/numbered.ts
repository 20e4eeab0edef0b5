import type { Random } from '@lienthong/testbed';

/**
 * Numbers for a generator of identifiers that give each index another one: after the first `free` draws, the digits of the
 * index, shuffled one to one, and zeros behind them. Unique up to ten to the power of `digits`.
 */
export function numbered(random: Random, index: number, digits: number, free = 0): () => number {
  // Odd and no multiple of five: one to one modulo powers of ten.
  const shuffled = (BigInt(index) * 387_420_489n + 271_828_183n) % 10n ** BigInt(digits);
  const text = String(shuffled).padStart(digits, '0');
  let drawn = 0;
  return () => {
    const place = drawn++ - free;
    // In the middle of the digit's tenth: rounding cannot make another digit of it.
    if (place < 0) return random.next();
    return place < digits ? (Number(text.charAt(place)) + 0.5) / 10 : 0;
  };
}
