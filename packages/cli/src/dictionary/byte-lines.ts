/** The lines of a stream of bytes, each with what ends it; the last one may end with nothing. */
export async function* byteLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let waiting: Buffer[] = [];
  for await (const piece of input) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      yield Buffer.concat([...waiting, bytes.subarray(start, end + 1)]);
      waiting = [];
      start = end + 1;
    }
    if (start < bytes.length) waiting.push(Buffer.from(bytes.subarray(start)));
  }
  if (waiting.length > 0) yield Buffer.concat(waiting);
}

const lineFeed = 10;
