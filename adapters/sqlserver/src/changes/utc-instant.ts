/** A moment of UTC as the server writes it in style 126. The standard has no zeros at the end of a fraction: with them the platform refuses the line. */
export function utcInstant(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = fraction.replace(/0+$/, '');
  return `${whole}${digits === '' ? '' : `.${digits}`}Z`;
}
