/** Doubles with a decimal exponent outside of these are printed with it: the server's rule. */
const leastPlain = -14;
const mostPlain = 15;

/** A double within JSON as MySQL prints it: `1.0`, `1e20`, `1.5e-15`. */
export function jsonDouble(value: number): string {
  const text = layOut(value.toExponential());
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function layOut(exponential: string): string {
  const [mantissa = '0', power = '0'] = exponential.split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  const point = Number(power) + 1;
  if (digits === '0') return `${sign}0`;
  if (point < leastPlain + 1 || point > mostPlain) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0] ?? ''}${fraction}e${point - 1}`;
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
