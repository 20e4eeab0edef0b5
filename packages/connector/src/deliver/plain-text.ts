import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import type { SealedBatch } from '@lienthong/core';

const unbrotli = promisify(brotliDecompress);
const ungzip = promisify(gunzip);

type Body = Pick<SealedBatch, 'encoding' | 'body'>;

/** The lines of a batch of our own spool, as they were before they were compressed; of one that was not, the body itself. */
export async function plainBytes({ encoding, body }: Body): Promise<Buffer> {
  if (encoding === 'br') return await unbrotli(body, pieces(body));
  if (encoding === 'gzip') return await ungzip(body, pieces(body));
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

export async function plainText(batch: Body): Promise<string> {
  return (await plainBytes(batch)).toString('utf8');
}

/** One piece for a usual body: more of them are put together in the end. Pages that stay empty cost nothing. */
function pieces({ length }: Uint8Array): { readonly chunkSize: number } {
  return { chunkSize: Math.min(Math.max(12 * length, 65_536), 16 * 1024 * 1024) };
}
