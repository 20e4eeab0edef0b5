import type { OracleValue } from '../../engine.ts';
import { characterForm, dataType } from '../protocol.ts';
import type { Writer } from '../writer.ts';
import { type Encoding, expectText } from './encoding.ts';

const base = { code: dataType.object, form: characterForm.none, precision: 0, scale: 0, bytes: 2000, characters: 0, flags: 0 };
export const xmlTypeId = Buffer.from('00000000000000000000000000020100', 'hex');
const xml = { header: [0x84, 0x01], isText: 0x04, long: 0xfe };

/** Clients know SYS.XMLTYPE by its name; its value is an image with the text in it. */
export const xmlEncoding: Encoding = {
  ...base,
  object: { schema: 'SYS', name: 'XMLTYPE', id: xmlTypeId },
  write: (out, value) => writeImage(out, xmlImage(expectText(value))),
  writeNull: writeNullImage,
};

/** Described, so that a client can say that it does not take it, or asks what it is made of. */
export function objectEncoding(schema: string, name: string): Encoding {
  const write = (_out: Writer, _value: OracleValue): void => {
    throw new TypeError('Values of objects are not spoken here.');
  };
  return { ...base, object: { schema, name, id: xmlTypeId }, write, writeNull: writeNullImage };
}

function writeImage(out: Writer, image: Buffer): void {
  // Ids of type and object, and a snapshot: none.
  for (let field = 0; field < 3; field++) out.integer(0);
  out.integer(0);
  out.integer(image.length);
  out.integer(1);
  out.bytes(image);
}

function writeNullImage(out: Writer): void {
  for (let field = 0; field < 5; field++) out.integer(0);
  out.integer(1);
}

/** Flags, version, length of all; then version and kind of the content. */
function xmlImage(text: string): Buffer {
  const content = Buffer.from(text, 'utf8');
  const image = Buffer.alloc(12 + content.length);
  image[0] = xml.header[0] ?? 0;
  image[1] = xml.header[1] ?? 0;
  image[2] = xml.long;
  image.writeUInt32BE(image.length, 3);
  image[7] = 1;
  image.writeUInt32BE(xml.isText, 8);
  content.copy(image, 12);
  return image;
}
