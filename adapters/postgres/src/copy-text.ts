/** Splits what COPY … TO STDOUT sends in text format into rows of texts; chunks may end anywhere. */
export interface CopyTextParser {
  /** The chunk is valid only during the call: nothing of it is kept but copies. */
  push(chunk: Buffer): void;
  /** The rows since the last call. */
  take(): (string | null)[][];
}

const newline = 0x0a;
const noRest = Buffer.alloc(0);

export function createCopyTextParser(): CopyTextParser {
  let rest: Buffer = noRest;
  let rows: (string | null)[][] = [];
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = bytes.lastIndexOf(newline);
      rest = end === bytes.length - 1 ? noRest : Buffer.from(bytes.subarray(end + 1));
      if (end < 0) return;
      const text = bytes.toString('utf8', 0, end);
      // A newline inside a value travels as \n: a plain one ends a row.
      for (const line of text.split('\n')) rows.push(parseLine(line));
    },
    take() {
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
