/** Splits what COPY … TO STDOUT sends in text format into rows of texts; chunks may end anywhere. */
export interface CopyTextParser {
  /** The chunk is valid only during the call: nothing of it is kept but copies. */
  push(chunk: Buffer): void;
  /** The rows since the last call. */
  take(): (string | null)[][];
}

const newline = 0x0a;
const initialBytes = 256 * 1024;

export function createCopyTextParser(): CopyTextParser {
  // The server sends a message per row: gathering some and decoding them at once is twice as fast as one by one.
  let gathered = Buffer.allocUnsafe(initialBytes);
  let used = 0;
  let rows: (string | null)[][] = [];
  const decode = () => {
    const end = gathered.subarray(0, used).lastIndexOf(newline);
    if (end < 0) return;
    // A newline inside a value travels as \n: a plain one ends a row.
    for (const line of gathered.toString('utf8', 0, end).split('\n')) rows.push(parseLine(line));
    gathered.copyWithin(0, end + 1, used);
    used -= end + 1;
  };
  return {
    push(chunk) {
      if (used + chunk.length > gathered.length) {
        decode();
        if (used + chunk.length > gathered.length) {
          const larger = Buffer.allocUnsafe(Math.max(gathered.length * 2, used + chunk.length));
          gathered.copy(larger, 0, 0, used);
          gathered = larger;
        }
      }
      chunk.copy(gathered, used);
      used += chunk.length;
    },
    take() {
      decode();
      const taken = rows;
      rows = [];
      return taken;
    },
  };
}

function parseLine(line: string): (string | null)[] {
  const fields: (string | null)[] = line.split('\t');
  if (!line.includes('\\')) return fields;
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index];
    if (field === '\\N') fields[index] = null;
    else if (field?.includes('\\') === true) fields[index] = field.replaceAll(/\\(.)/gs, unescape);
  }
  return fields;
}

const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function unescape(_: string, character: string): string {
  return letters[character] ?? character;
}
