const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/**
 * The tenth digit of a tax code after its first nine; 10 when they have none, and then no such code is given out.
 * Other formulas are about that take 10 for 0, or the remainder for its opposite: they let wrong codes pass.
 */
export function taxCheckDigit(digits: string): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) sum += (weights[index] ?? 0) * (digits.charCodeAt(index) - 48);
  return 10 - (sum % 11);
}

/** The same of the nine bytes at a place. */
export function taxCheckDigitOfBytes(bytes: DataView, start: number): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) sum += (weights[index] ?? 0) * (bytes.getUint8(start + index) - 48);
  return 10 - (sum % 11);
}
