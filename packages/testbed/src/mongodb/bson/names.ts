/** Field names that were met, in slots by a hash of their bytes: the same few hundred come again and again. */
const slots: (Name | undefined)[] = new Array<Name | undefined>(1024).fill(undefined);

interface Name {
  readonly bytes: Buffer;
  readonly text: string;
}

/** The name between two places, without decoding it anew when it was met before. */
export function nameBetween(bytes: Buffer, start: number, end: number): string {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = (hash * 31 + (bytes[at] ?? 0)) | 0;
  const slot = hash & 1023;
  const known = slots[slot];
  if (known !== undefined && isSame(known.bytes, bytes, start, end)) return known.text;
  const text = bytes.toString('utf8', start, end);
  if (end - start <= 32) slots[slot] = { bytes: Buffer.from(bytes.subarray(start, end)), text };
  return text;
}

function isSame(name: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = 0; at < name.length; at++) if (name[at] !== bytes[start + at]) return false;
  return true;
}
