import type { TokenWriter } from '../token-writer.ts';
import { token } from '../tokens.ts';

/** What the client offers in LOGIN7: a token, or to fetch one. Undefined when it is neither. */
export function readFederation(data: Buffer): { readonly token: string | undefined } | undefined {
  const library = data.readUInt8(0) >> 1;
  if (library === 0x01) return { token: data.subarray(5, 5 + data.readUInt32LE(1)).toString('utf16le') };
  return library === 0x02 ? { token: undefined } : undefined;
}

/** Where the client is to fetch its token, and for whom (MS-TDS 2.2.7.12). */
export function writeFederatedInfo(out: TokenWriter): void {
  const values = [
    { kind: 0x01, value: Buffer.from('https://login.microsoftonline.com/testbed', 'utf16le') },
    { kind: 0x02, value: Buffer.from('https://database.windows.net/', 'utf16le') },
  ];
  const heads = 4 + values.length * 9;
  out.u8(token.federatedInfo);
  out.u32(heads + values.reduce((sum, { value }) => sum + value.length, 0));
  out.u32(values.length);
  let offset = heads;
  for (const { kind, value } of values) {
    out.u8(kind);
    out.u32(value.length);
    out.u32(offset);
    offset += value.length;
  }
  for (const { value } of values) out.bytes(value);
}

/** The token of the message that the client sends then. */
export function readFederatedToken(body: Buffer): string {
  return body.subarray(8, 8 + body.readUInt32LE(4)).toString('utf16le');
}
