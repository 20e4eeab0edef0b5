/** Values as a line of COPY's text form has them, without its end. */
export function copied(values: readonly (string | number | boolean | null)[]): string {
  return values.map((value) => (value === null ? '\\N' : typeof value === 'string' ? escaped(value) : String(value))).join('\t');
}

const special: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escaped(text: string): string {
  return text.replaceAll(/[\\\t\n\r]/g, (found) => special[found] ?? found);
}
