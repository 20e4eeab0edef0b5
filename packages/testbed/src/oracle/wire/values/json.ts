/** Kinds of nodes; containers and offsets in their widest form. */
const node = { null: 0x30, true: 0x31, false: 0x32, text: 0x38, double: 0x36, object: 0xb4, array: 0xf0 };
/** Hashes of one byte; four bytes for counts of names, their offsets and the tree. */
const flags = { scalar: 0x10, wideCounts: 0x08, hashes: 0x100, wideNames: 0x800, wideTree: 0x1000 };
const magic = Buffer.from([0xff, 0x4a, 0x5a, 1]);
const longestName = 255;

/** A JSON text in the server's binary form. Numbers become doubles, which is all that clients make of them. */
export function encodeJson(text: string): Buffer {
  const value: unknown = JSON.parse(text);
  const names = namesOf(value);
  const tree = openTree(names);
  tree.put(value);
  const bytes = tree.bytes();
  if (typeof value !== 'object' || value === null) {
    return Buffer.concat([magic, short(flags.scalar | flags.wideTree), long(bytes.length), bytes]);
  }
  const segment = Buffer.concat(names.flatMap((name) => [Buffer.from([name.length]), name]));
  let at = 0;
  const offsets = names.map((name) => {
    const offset = long(at);
    at += name.length + 1;
    return offset;
  });
  return Buffer.concat([
    magic,
    short(flags.wideCounts | flags.hashes | flags.wideNames | flags.wideTree),
    long(names.length),
    long(segment.length),
    long(bytes.length),
    // Small nodes, of which no count is kept.
    short(0),
    Buffer.from(names.map(hashOf)),
    ...offsets,
    segment,
    bytes,
  ]);
}

/** Every name once, in the order in which a server searches them. */
function namesOf(value: unknown): readonly Buffer[] {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [name, inner] of Object.entries(part)) {
      if (!Array.isArray(part)) names.add(name);
      visit(inner);
    }
  };
  visit(value);
  const bytes = [...names].map((name) => Buffer.from(name));
  if (bytes.some(({ length }) => length > longestName)) throw new TypeError(`A name of more than ${longestName} bytes in JSON.`);
  return bytes.sort((one, other) => hashOf(one) - hashOf(other) || one.length - other.length || one.compare(other));
}

/** FNV, of which the last byte counts. */
function hashOf(name: Buffer): number {
  let hash = 0x811c9dc5;
  for (const byte of name) hash = Math.imul(hash ^ byte, 16_777_619);
  return hash & 0xff;
}

function openTree(names: readonly Buffer[]): { put(value: unknown): void; bytes(): Buffer } {
  const ids = new Map(names.map((name, index) => [name.toString(), index + 1]));
  const parts: Buffer[] = [];
  let at = 0;
  const add = (part: Buffer): void => {
    parts.push(part);
    at += part.length;
  };
  const putContainer = (kind: number, fields: readonly number[], values: readonly unknown[]): void => {
    const head = Buffer.alloc(5 + (fields.length + values.length) * 4);
    head[0] = kind;
    head.writeUInt32BE(values.length, 1);
    for (const [index, field] of fields.entries()) head.writeUInt32BE(field, 5 + index * 4);
    add(head);
    for (const [index, value] of values.entries()) {
      head.writeUInt32BE(at, 5 + (fields.length + index) * 4);
      put(value);
    }
  };
  const put = (value: unknown): void => {
    if (typeof value === 'string') {
      const text = Buffer.from(value);
      add(Buffer.concat([Buffer.from([node.text]), long(text.length), text]));
    } else if (typeof value === 'number') add(doubleOf(value));
    else if (typeof value === 'boolean') add(Buffer.from([value ? node.true : node.false]));
    else if (Array.isArray(value)) putContainer(node.array, [], value);
    else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([name, inner]) => [ids.get(name) ?? 0, inner] as const);
      entries.sort(([one], [other]) => one - other);
      putContainer(
        node.object,
        entries.map(([id]) => id),
        entries.map(([, inner]) => inner),
      );
    } else add(Buffer.from([node.null]));
  };
  return { put, bytes: () => Buffer.concat(parts) };
}

function doubleOf(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeDoubleBE(value, 1);
  const sign = bytes.readUInt8(1);
  if ((sign & 0x80) === 0) bytes[1] = sign | 0x80;
  else for (let byte = 1; byte < 9; byte++) bytes[byte] = bytes.readUInt8(byte) ^ 0xff;
  bytes[0] = node.double;
  return bytes;
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
