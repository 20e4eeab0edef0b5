// Without regular expressions: these run on every value that is not yet in its normal form.

/** Whether the text is `length` ASCII digits: digits of other scripts are none. */
export function isDigits(text: string, length: number): boolean {
  return text.length === length && areDigits(text, 0, length);
}

export function areDigits(text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (!isDigitCode(text.charCodeAt(index))) return false;
  return true;
}

/** The number that the digits say; only after `areDigits`. */
export function digitsAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) value = value * 10 + text.charCodeAt(index) - 48;
  return value;
}

/** One digit repeated, or each one more than the one before, with 0 after 9. */
export function looksTyped(digits: string, from = 0): boolean {
  const step = (digits.charCodeAt(from + 1) - digits.charCodeAt(from) + 10) % 10;
  if (step > 1) return false;
  for (let index = from + 2; index < digits.length; index += 1) {
    if ((digits.charCodeAt(index) - digits.charCodeAt(index - 1) + 10) % 10 !== step) return false;
  }
  return true;
}

/** Small letters of ASCII made capital, and đ: `toUpperCase` would also take letters that only look like them. */
export function capitals(text: string): string {
  return text.replace(/[a-zđ]/g, (letter) => letter.toUpperCase());
}

function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}
