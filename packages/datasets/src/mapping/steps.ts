import type { ComputeMapping } from '@lienthong/core';
import {
  type CodeList,
  type CodeListVersion,
  codesAt,
  readName,
  repairText,
  type SemanticType,
  type TextEncoding,
} from '@lienthong/dictionary';

// Functions for what a mapping in YAML has no step for yet. An error is a rejection, `transform-failed`, and its message goes nowhere.

/** Text that stands in the database as Latin-1 characters of another encoding. */
export function decoded(column: string, encoding: TextEncoding): ComputeMapping {
  return { columns: [column], compute: (text) => emptyAsNull(decode(text, encoding)) };
}

/** The code of a name or spelling, as the list has it on that day. */
export function codeOf(column: string, list: CodeList, at: CodeListVersion['from'], encoding?: TextEncoding): ComputeMapping {
  const codes = codesAt(list, at);
  if (codes === undefined) throw new TypeError(`no version of ${list.list} holds on ${at}`);
  return {
    columns: [column],
    compute(text) {
      const name = encoding === undefined ? tidy(text) : decode(text, encoding);
      if (name === '') return null;
      const [entry, ...others] = readName(codes, name).candidates;
      if (entry === undefined || others.length > 0) throw new TypeError('unknown');
      return entry.code;
    },
  };
}

/** Words of any spelling, by a table of their values once decoded. */
export function wordOf(column: string, encoding: TextEncoding, table: Readonly<Record<string, string>>): ComputeMapping {
  return {
    columns: [column],
    compute(text) {
      const word = decode(text, encoding);
      if (word === '') return null;
      if (!Object.hasOwn(table, word)) throw new TypeError('unknown');
      return table[word] ?? null;
    },
  };
}

/** Its normal form; with `repair` also what was probably meant. What is neither stays as it is, for the contract to judge. */
export function identifier(column: string, type: SemanticType, how: 'normalise' | 'repair', at?: string): ComputeMapping {
  return {
    columns: [column],
    compute(text) {
      const value = tidy(text);
      if (value === '') return null;
      const { normalised, proposed } = type.check(value, { at });
      return (how === 'repair' ? (proposed ?? normalised) : normalised) ?? value;
    },
  };
}

function decode(text: string | null, encoding: TextEncoding): string {
  return repairText(tidy(text), { encoding, readAs: 'latin1' }).text.trim();
}

/** Blanks of a fixed width; not those that are bytes of a letter, such as the no-break space of TCVN3. */
function tidy(text: string | null): string {
  return (text ?? '').replace(/^ +| +$/g, '');
}

function emptyAsNull(text: string): string | null {
  return text === '' ? null : text;
}
