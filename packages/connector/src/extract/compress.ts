import { constants, createBrotliCompress } from 'node:zlib';

/**
 * Lines as the body of a batch, compressed with brotli. A window of 256 KiB: batches repeat themselves within some lines, and
 * both sides need memory for it.
 */
export function compress(lines: Uint8Array): Promise<Buffer> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 1,
    [constants.BROTLI_PARAM_LGWIN]: 18,
    [constants.BROTLI_PARAM_SIZE_HINT]: lines.byteLength,
  };
  // The pieces of most bodies fit into one piece of memory: each more costs a turn of the event loop.
  const brotli = createBrotliCompress({ chunkSize: Math.max(64 * 1024, lines.byteLength >> 2), params });
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    brotli.on('data', (piece: Buffer) => pieces.push(piece));
    brotli.once('end', () => resolve(joined(pieces)));
    brotli.once('error', reject);
    brotli.end(lines);
  });
}

/** Pieces that lie in their memory one behind the other need no copy. */
function joined(pieces: readonly Buffer[]): Buffer {
  const [first] = pieces;
  if (first === undefined) return Buffer.alloc(0);
  let end = first.byteOffset;
  for (const piece of pieces) {
    if (piece.buffer !== first.buffer || piece.byteOffset !== end) return Buffer.concat(pieces);
    end += piece.byteLength;
  }
  return Buffer.from(first.buffer, first.byteOffset, end - first.byteOffset);
}
