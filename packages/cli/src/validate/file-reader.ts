import { readFileSync } from 'node:fs';

/** The text of a file, read once. */
export function fileReader(): (file: string) => string {
  const texts = new Map<string, string>();
  return (file) => {
    const known = texts.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(file, 'utf8');
    texts.set(file, text);
    return text;
  };
}
