import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import type { SealedBatch } from '@lienthong/core';

const unbrotli = promisify(brotliDecompress);
const ungzip = promisify(gunzip);

/** The lines of a batch of our own spool, as they were before they were compressed. */
export async function plainText({ encoding, body }: Pick<SealedBatch, 'encoding' | 'body'>): Promise<string> {
  if (encoding === 'br') return (await unbrotli(body)).toString('utf8');
  if (encoding === 'gzip') return (await ungzip(body)).toString('utf8');
  return Buffer.from(body).toString('utf8');
}
