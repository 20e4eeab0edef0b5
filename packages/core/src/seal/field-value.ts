const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** Percent-encodes an attribute for an HTTP header, by the CloudEvents HTTP protocol binding §3.1.3.2. */
export function encodeFieldValue(value: string): string {
  if (/^[\x21\x23\x24\x26-\x7e]*$/.test(value)) return value;
  let text = '';
  for (const byte of encoder.encode(value)) {
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x25;
    text += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}

/** The attribute that a header bears; `undefined` when it is encoded wrongly. */
export function decodeFieldValue(header: string): string | undefined {
  const text = unquote(header);
  if (!/^[\x20-\x7e]*$/.test(text)) return undefined;
  if (!text.includes('%')) return text;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '%') {
      bytes.push(Number.parseInt(text.slice(index + 1, index + 3), 16));
      index += 2;
    } else bytes.push(text.charCodeAt(index));
  }
  try {
    return decoder.decode(Uint8Array.from(bytes));
  } catch {
    // Not UTF-8.
    return undefined;
  }
}

// Senders of older bindings put values into double quotes; the binding asks receivers to take them off.
function unquote(header: string): string {
  const match = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header);
  return match === null ? header : (match[1] ?? '').replace(/\\(["\\])/g, '$1');
}
