import { createTextRepairer, encodeText, readBytesAs, repairText } from '@lienthong/dictionary';
import { createRandom, makers } from './values.mjs';

const count = 5_000;
const right = { encoding: 'utf-8' };
const tcvn3 = { encoding: 'tcvn3', readAs: 'cp1252' };
const vni = { encoding: 'vni', readAs: 'cp1252' };
const mojibake = { encoding: 'utf-8', readAs: 'cp1252' };

const columns = [
  ['ASCII, 20 characters', 'ascii', right],
  ['names, right Unicode', 'name', right],
  ['addresses, right Unicode', 'address', right],
  ['text of 200 characters, right Unicode', 'remark', right],
  ['names, TCVN3 read as cp1252', 'name', tcvn3],
  ['names, VNI read as cp1252', 'name', vni],
  ['names, UTF-8 read as cp1252', 'name', mojibake],
  ['addresses, TCVN3 read as cp1252', 'address', tcvn3],
  ['addresses, VNI read as cp1252', 'address', vni],
  ['text of 200 characters, TCVN3 read as cp1252', 'remark', tcvn3],
];

/** What text of each kind costs: by itself, by a repairer of its column, and from bytes. */
export function textCases() {
  return columns.map(([title, maker, source]) => {
    const random = createRandom(7);
    const texts = Array.from({ length: count }, () => makers[maker](random));
    const values = texts.map((text) => asRead(text, source));
    const repairer = createTextRepairer(source);
    const places = inOneView(values);
    const out = new DataView(new ArrayBuffer(4096));
    return {
      title,
      values,
      places,
      runs: { repairText: (value) => repairText(value, source), repairer: (value) => repairer.repair(value) },
      byteRuns: {
        'repairer, bytes of UTF-8': ({ view, start, end }) => repairer.repairUtf8(view, start, end),
        'from bytes to bytes': ({ view, start, end }) => repairer.writeUtf8(view, start, end, out, 0),
      },
    };
  });
}

function asRead(text, { encoding, readAs }) {
  return readAs === undefined ? text : readBytesAs(encodeText(text, encoding).bytes, readAs);
}

/** All values one behind the other, as a driver has a batch of them. */
export function inOneView(values) {
  const encoded = values.map((value) => new TextEncoder().encode(value));
  const all = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(all.buffer);
  let end = 0;
  return encoded.map((bytes) => {
    const start = end;
    all.set(bytes, start);
    end += bytes.length;
    return { view, start, end };
  });
}
