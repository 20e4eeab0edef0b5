import type { Word } from './word.ts';

/** Words that were looked at, by their code units. Bounded: a column of ever new words empties it now and then. */
export interface WordMemo {
  /** The word at this place of a text. */
  ofText(text: string, start: number, end: number, hash: number): Word;
}

/** Begins the hash of a word; each unit is taken in by `nextHash`. */
export const firstHash = 0x811c9dc5 | 0;

/** FNV-1a. */
export function nextHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

interface Entry {
  readonly key: string;
  readonly hash: number;
  readonly word: Word;
}

const mostWords = 16_384;

/** `study` looks at a word that was not met before. */
export function createWordMemo(study: (key: string) => Word): WordMemo {
  // Open addressing, at most half full: a look-up makes no string, which a Map would need.
  let slots: (Entry | undefined)[] = emptySlots(1024);
  let count = 0;
  const place = (entry: Entry) => {
    let slot = entry.hash & (slots.length - 1);
    while (slots[slot] !== undefined) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = entry;
  };
  const learn = (key: string, hash: number): Word => {
    const word = study(key);
    // Most words of a column come back at once: to forget all of them costs less than to know which were used.
    if (count === mostWords) {
      slots = emptySlots(slots.length);
      count = 0;
    }
    if (count * 2 === slots.length) {
      const known = slots;
      slots = emptySlots(known.length * 2);
      for (const entry of known) if (entry !== undefined) place(entry);
    }
    place({ key, hash, word });
    count++;
    return word;
  };
  return {
    ofText(text, start, end, hash) {
      const mask = slots.length - 1;
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const entry = slots[slot];
        if (entry === undefined) return learn(unitsAt(text, start, end), hash);
        if (entry.hash === hash && isInText(entry.key, text, start, end)) return entry.word;
      }
    },
  };
}

function emptySlots(length: number): (Entry | undefined)[] {
  return Array.from<undefined>({ length });
}

/** A copy: a slice would hold on to the whole value. */
function unitsAt(text: string, start: number, end: number): string {
  let units = '';
  for (let place = start; place < end; place++) units += text.charAt(place);
  return units;
}

function isInText(key: string, text: string, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let index = 0; index < key.length; index++) if (key.charCodeAt(index) !== text.charCodeAt(start + index)) return false;
  return true;
}
