import type { RowBlock } from '@lienthong/core';
import type { DriverValue, ValueAt } from '../driver-row.ts';

/** How the values of a column become bytes. */
export interface ValueForm {
  /** From the driver's number to the text that is handed on; `undefined`: as the runtime writes it. */
  readonly text: ((value: number) => string) | undefined;
  /** What a text of the driver lacks or has too much; left out: it is handed on as it is. */
  readonly tidy?: ((text: string) => string) | undefined;
  /** The values are bytes and no text. */
  readonly binary: boolean;
}

/** Rows as bytes, written one behind the other; columns beyond the forms are the reader's own, and left out. */
export interface RowWriter<Row> {
  /** A row of the driver, valid only during the call. Its values stand from `first` on. */
  add(row: Row, first: number): void;
  /** A row of which only these places are filled, by values that `add` would write the same. */
  addPlaces(values: ReadonlyMap<number, DriverValue>): void;
  readonly count: number;
  readonly bytes: number;
  /** Forgets the rows since the last `take`. */
  clear(): void;
  /** The rows since the last call; their memory is used again by the next row. */
  take(): RowBlock;
}

const initialBytes = 64 * 1024;
const initialRows = 256;
const shortText = 24;

export function createRowWriter<Row>(forms: readonly ValueForm[], valueAt: ValueAt<Row>): RowWriter<Row> {
  const width = forms.length;
  const binary = new Set(forms.flatMap((form, index) => (form.binary ? [index] : [])));
  let bytes = Buffer.allocUnsafeSlow(initialBytes);
  let bounds = new Int32Array(initialRows * width * 2);
  let used = 0;
  let count = 0;
  let taken = false;

  const reserve = (needed: number): void => {
    if (used + needed <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, used + needed));
    bytes.copy(larger, 0, 0, used);
    bytes = larger;
  };
  const writeText = (text: string): void => {
    const { length } = text;
    reserve(length * 3);
    if (length <= shortText) {
      let at = used;
      let index = 0;
      for (; index < length; index++) {
        const unit = text.charCodeAt(index);
        if (unit >= 0x80) break;
        bytes[at++] = unit;
      }
      if (index === length) {
        used = at;
        return;
      }
    }
    used += writeUnicode(bytes, text, used);
  };
  const write = (value: NonNullable<DriverValue>, form: ValueForm | undefined): void => {
    if (typeof value === 'string') writeText(form?.tidy === undefined ? value : form.tidy(value));
    else if (typeof value === 'number') writeText(form?.text === undefined ? String(value) : form.text(value));
    else if (typeof value === 'boolean') writeText(value ? '1' : '0');
    else {
      reserve(value.length);
      bytes.set(value, used);
      used += value.length;
    }
  };
  const clear = (): void => {
    used = 0;
    count = 0;
    taken = false;
  };
  const begin = (): number => {
    if (taken) clear();
    const place = count * width * 2;
    if (place + width * 2 > bounds.length) {
      const larger = new Int32Array(bounds.length * 2);
      larger.set(bounds);
      bounds = larger;
    }
    count += 1;
    return place;
  };
  const put = (place: number, value: DriverValue | undefined, form: ValueForm | undefined): void => {
    if (value === null || value === undefined) {
      bounds[place] = -1;
      bounds[place + 1] = -1;
      return;
    }
    bounds[place] = used;
    write(value, form);
    bounds[place + 1] = used;
  };

  return {
    add(row, first) {
      let place = begin();
      for (let column = 0; column < width; column++, place += 2) put(place, valueAt(row, first + column), forms[column]);
    },
    addPlaces(values) {
      let place = begin();
      for (let column = 0; column < width; column++, place += 2) put(place, values.get(column), forms[column]);
    },
    get count() {
      return taken ? 0 : count;
    },
    get bytes() {
      return taken ? 0 : used;
    },
    clear,
    take() {
      if (taken) clear();
      taken = true;
      return { bytes, bounds, width, count, binary };
    },
  };
}

/**
 * Half of a surrogate pair becomes the three bytes that UTF-8 forbids, so that whoever reads the text refuses it: the runtime would put a
 * replacement character in its place without a word.
 */
function writeUnicode(bytes: Buffer, text: string, at: number): number {
  if (text.isWellFormed()) return bytes.write(text, at);
  let end = at;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0xd8_00 || point > 0xdf_ff) end += bytes.write(character, end);
    else {
      bytes[end++] = 0xe0 | (point >> 12);
      bytes[end++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[end++] = 0x80 | (point & 0x3f);
    }
  }
  return end - at;
}
