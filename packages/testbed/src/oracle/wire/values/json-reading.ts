import { OracleError } from '../../engine.ts';
import { readFloat, readNumber } from './numbers.ts';

/** Kinds of nodes that JSON has; what goes beyond it (dates, bytes) is refused. */
const node = { null: 0x30, true: 0x31, false: 0x32, text8: 0x33, number: 0x34, double: 0x36, text16: 0x37, text32: 0x38 };
/** Of a container: what it is, and how wide its offsets and its count are. */
const container = { is: 0x80, array: 0x40, wideOffsets: 0x20, counts: 0x18, count16: 0x08, count32: 0x10 };
const flags = { scalar: 0x10, counts32: 0x08, counts16: 0x400, wideNames: 0x800, wideTree: 0x1000 };

/** The JSON text of the binary form in which a client binds it. Throws 3001 on what is no JSON, and a `RangeError` on bytes that end early. */
export function readJson(bytes: Buffer): string {
  const flag = bytes.readUInt16BE(4);
  // Names of more than 255 bytes have a segment of their own.
  if (bytes.readUInt8(3) !== 1) throw notSpoken();
  if ((flag & flags.scalar) !== 0) return nodeReader(bytes, (flag & flags.wideTree) === 0 ? 8 : 10, [], 1)(0);
  const idBytes = (flag & flags.counts32) !== 0 ? 4 : (flag & flags.counts16) !== 0 ? 2 : 1;
  const offsetBytes = (flag & flags.wideNames) === 0 ? 2 : 4;
  let at = 6;
  const take = (size: number): number => {
    at += size;
    return bytes.readUIntBE(at - size, size);
  };
  const count = take(idBytes);
  const segmentBytes = take(offsetBytes);
  // Size of the tree, small nodes, and a hash of each name.
  at += ((flag & flags.wideTree) === 0 ? 2 : 4) + 2 + count;
  const offsets = Array.from({ length: count }, () => take(offsetBytes));
  const names = offsets.map((offset) => {
    const from = at + offset;
    return bytes.toString('utf8', from + 1, from + 1 + bytes.readUInt8(from));
  });
  return nodeReader(bytes, at + segmentBytes, names, idBytes)(0);
}

/** Reads the node at a place of the tree, with those below it. */
function nodeReader(bytes: Buffer, tree: number, names: readonly string[], idBytes: number): (offset: number) => string {
  const readContainer = (kind: number, from: number): string => {
    const countBytes = (kind & container.counts) === 0 ? 1 : (kind & container.counts) === container.count16 ? 2 : 4;
    if ((kind & container.counts) > container.count32) throw notSpoken();
    const count = bytes.readUIntBE(from, countBytes);
    const isArray = (kind & container.array) !== 0;
    const ids = from + countBytes;
    const offsets = ids + (isArray ? 0 : count * idBytes);
    const offsetBytes = (kind & container.wideOffsets) === 0 ? 2 : 4;
    const parts: string[] = [];
    for (let index = 0; index < count; index++) {
      const value = read(bytes.readUIntBE(offsets + index * offsetBytes, offsetBytes));
      const name = isArray ? undefined : names[bytes.readUIntBE(ids + index * idBytes, idBytes) - 1];
      parts.push(name === undefined ? value : `${JSON.stringify(name)}:${value}`);
    }
    return isArray ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
  };
  const readText = (from: number, size: number): string => {
    const length = bytes.readUIntBE(from, size);
    return JSON.stringify(bytes.toString('utf8', from + size, from + size + length));
  };
  const read = (offset: number): string => {
    const kind = bytes.readUInt8(tree + offset);
    const from = tree + offset + 1;
    if ((kind & container.is) !== 0) return readContainer(kind, from);
    switch (kind) {
      case node.null:
        return 'null';
      case node.true:
        return 'true';
      case node.false:
        return 'false';
      case node.text8:
        return readText(from, 1);
      case node.text16:
        return readText(from, 2);
      case node.text32:
        return readText(from, 4);
      case node.number:
        return readNumber(bytes.subarray(from + 1, from + 1 + bytes.readUInt8(from)));
      case node.double:
        return JSON.stringify(readFloat(bytes.subarray(from, from + 8)));
      default:
        throw notSpoken();
    }
  };
  return read;
}

function notSpoken(): OracleError {
  return new OracleError(3001, 'unimplemented feature');
}
