import type { BytesRepair, Dictionary, Finding, PropertyInspector } from '../src/index.ts';
import { finding } from '../src/index.ts';

const vowel = finding('error', 'has-a-or-one', 'for the test');
const doubled = finding('error', 'has-two', 'for the test');
const long = finding('warning', 'is-long', 'for the test');
const registered = finding('needs-reference', 'short-text', 'for the test');
const mended = finding('warning', 'text-mended', 'for the test');
const named = finding('warning', 'code-from-name', 'for the test');
/** As the record is refused for it. */
const unknownName = finding('error', 'code-unknown', 'for the test');
const undotted = finding('warning', 'dots-dropped', 'for the test');

const inspect = (text: string): readonly Finding[] => [
  ...(/[aA1]/.test(text) ? [vowel] : []),
  ...(text.includes('2') ? [doubled] : []),
  ...(text.length > 6 ? [long] : []),
  ...(text.length < 4 ? [registered] : []),
];
const mask = (text: string): string | undefined => (text === '' ? undefined : `${text.slice(0, 1)}…`);

/** Right values by their bytes, more cautious than `inspect`; none of them has a dot, which the repair would drop. */
const plain: PropertyInspector['plain'] = {
  holds(bytes, start, end) {
    if (end - start > 3) return false;
    for (let at = start; at < end; at++) {
      const byte = bytes.getUint8(at);
      if (byte > 0x7a || [0x61, 0x41, 0x31, 0x32, 0x2e].includes(byte)) return false;
    }
    return true;
  },
  findings: [registered],
};

/** Rules that a test can apply by hand. Of a third of the properties nothing is known, and of a third there is nothing quick. */
export const fakeDictionary: Dictionary = {
  inspector({ name }) {
    const kind = name.length % 3;
    if (kind === 0) return undefined;
    return kind === 1 ? { inspect, mask } : { inspect, mask, plain };
  },
  textRepair: () => ({
    keepsAscii: true,
    overBytes: {
      // Of every other length: values are to go both ways.
      write(bytes, start, end, out, at) {
        const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
        const mendedText = text.replaceAll('?', '¿').replaceAll('ÿ', 'y');
        if (text.length % 2 === 0 || text.includes('2') || mendedText === text || mendedText !== mendedText.normalize('NFC')) return -1;
        // oxlint-disable-next-line no-control-regex -- U+0000 is what is looked for
        if (/[\u0000-\u001f"\\]|\p{Surrogate}|\ufffd/u.test(text)) return -1;
        return at + Buffer.from(out.buffer, out.byteOffset).write(mendedText, at, 'utf8');
      },
      noted: [mended],
    },
    repair(value, notes) {
      const text = typeof value === 'string' ? value : Buffer.from(value).toString('latin1');
      const repaired = text.replaceAll('?', '¿').replaceAll('ÿ', 'y');
      if (repaired !== value) notes.push(mended);
      // What the inspector will find as well.
      if (text.includes('2') && /[^\0-\u007f]/u.test(text)) notes.push(doubled);
      return repaired;
    },
  }),
  detectText: () => ({ encoding: 'ascii' }),
  codeRepair: () => (text, notes) => {
    if (/^\d+$/.test(text)) return text;
    const code = { Nam: '1', Nữ: '2' }[text];
    notes.push(code === undefined ? unknownName : named);
    return code;
  },
  identifierRepair: () => Object.assign(undot, { overBytes: undotOverBytes }),
};

function undot(text: string, notes: Finding[]): string {
  if (!text.includes('.')) return text;
  notes.push(undotted);
  return text.replaceAll('.', '');
}

/** Of words and digits alone. */
const undotOverBytes: BytesRepair = {
  write(bytes, start, end, out, at) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
    if (!text.includes('.') || !/^[\w.]*$/.test(text)) return -1;
    return at + Buffer.from(out.buffer, out.byteOffset).write(text.replaceAll('.', ''), at, 'latin1');
  },
  noted: [undotted],
};
