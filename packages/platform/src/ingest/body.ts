import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import type { ContentEncoding } from '@lienthong/core';
import { isProblem, Problem } from '../problem/problem.ts';

/** Reads a request's body and stops at the limit, whatever `Content-Length` said. */
export async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  return Buffer.concat(await readPieces(incoming, limit, () => {}));
}

/** The same, as it arrives; `arrived` may refuse to go on by throwing. */
export async function readPieces(incoming: IncomingMessage, limit: number, arrived: (bytes: number) => void): Promise<Buffer[]> {
  expectLength(incoming, limit);
  const pieces: Buffer[] = [];
  let size = 0;
  // Destroying the request would cut the connection before the client reads why.
  const stream: AsyncIterable<Buffer> = incoming.iterator({ destroyOnReturn: false }); // without a decoder a stream gives Buffers
  try {
    for await (const piece of stream) {
      size += piece.length;
      arrived(piece.length);
      if (size > limit) break;
      pieces.push(piece);
    }
  } catch (error) {
    if (isProblem(error)) throw error;
    // Nobody is left to read the answer: it is for the metrics.
    throw new Problem('body-damaged', { detail: 'the connection ended before the body' });
  }
  if (size > limit) throw new Problem('body-too-large', { members: { limit } });
  return pieces;
}

/** Refuses a body that announces itself as too large, before a byte of it is read. */
export function expectLength(incoming: IncomingMessage, limit: number): void {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) throw new Problem('body-too-large', { members: { limit } });
}

/** Undoes the content encoding; stops as soon as the output passes the limit, so that a bomb never unfolds. */
export async function decompress(body: Buffer, encoding: ContentEncoding, limit: number): Promise<Buffer> {
  if (encoding === 'identity') {
    if (body.length > limit) throw new Problem('decompressed-too-large', { members: { limit } });
    return body;
  }
  try {
    return await (encoding === 'br' ? unbrotli : ungzip)(body, { maxOutputLength: limit, chunkSize: chunkSize(body) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new Problem('decompressed-too-large', { members: { limit } });
    throw new Problem('body-damaged', { detail: `the body is not valid ${encoding}` });
  }
}

/** One piece for a usual body: each piece costs a way to another thread and back. Pages that stay empty cost nothing. */
function chunkSize(body: Buffer): number {
  return Math.min(Math.max(6 * body.length, 65_536), 8 * 1024 * 1024);
}

const unbrotli = promisify(brotliDecompress);
const ungzip = promisify(gunzip);
