/**
 * A moment of UTC as servers print it, with a blank or a T: `2024-02-29 13:45:30.1200`. The standard has no zeros at the end of a
 * fraction: with them the platform refuses the line.
 */
export function utcInstant(text: string): string {
  const [whole = '', fraction = ''] = text.replace(' ', 'T').split('.');
  const digits = fraction.replace(/0+$/, '');
  return `${whole}${digits === '' ? '' : `.${digits}`}Z`;
}
