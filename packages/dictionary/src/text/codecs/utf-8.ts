import type { Octets } from '../octets.ts';
import { type Codec, composed, type Decoded, type Encoded, lostCharacter } from './codec.ts';

export const utf8Codec: Codec = { marks: /[\x80-\xff]/, decode, encode: (text) => encode(text.normalize('NFC')) };

/** The same bytes, written with the marks apart: they are read alike. */
export const decomposedCodec: Codec = { ...utf8Codec, encode: (text) => encode(text.normalize('NFD')) };

/** Strict. What is no UTF-8 becomes U+FFFD, one for each sequence that breaks off, and the rest is read. */
function decode(octets: Octets): Decoded {
  let text = '';
  let unreadable = 0;
  let index = 0;
  while (index < octets.length) {
    const lead = octets.charCodeAt(index);
    if (lead < 0x80) {
      text += octets.charAt(index++);
      continue;
    }
    const end = sequenceEnd(octets, index);
    if (end - index === lengthOf(lead)) {
      text += String.fromCodePoint(codePoint(octets, index, end));
    } else {
      text += lostCharacter;
      unreadable++;
    }
    index = end;
  }
  return { text: composed(text), unreadable };
}

function encode(text: string): Encoded {
  let octets = '';
  for (const byte of new TextEncoder().encode(text)) octets += String.fromCharCode(byte);
  return { octets, missing: 0, lowered: 0 };
}

/** Bytes that belong to a lead byte and itself; 0 when it is none. */
function lengthOf(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Where the sequence that begins at `start` ends, or breaks off. */
function sequenceEnd(octets: Octets, start: number): number {
  const lead = octets.charCodeAt(start);
  const last = start + lengthOf(lead);
  let end = start + 1;
  while (end < last && continues(lead, end - start, octets.charCodeAt(end))) end++;
  return end;
}

/** RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. NaN, behind the end, continues nothing. */
function continues(lead: number, place: number, byte: number): boolean {
  const bounds = place === 1 ? secondByte[lead] : undefined;
  return byte >= (bounds?.[0] ?? 0x80) && byte <= (bounds?.[1] ?? 0xbf);
}

const secondByte: Readonly<Record<number, readonly [number, number]>> = {
  0xe0: [0xa0, 0xbf],
  0xed: [0x80, 0x9f],
  0xf0: [0x90, 0xbf],
  0xf4: [0x80, 0x8f],
};

function codePoint(octets: Octets, start: number, end: number): number {
  let point = octets.charCodeAt(start) & (0xff >> (end - start + 1));
  for (let index = start + 1; index < end; index++) point = (point << 6) | (octets.charCodeAt(index) & 0x3f);
  return point;
}
