import { type CodeList, codesAt, encodeText, readName } from '@lienthong/dictionary';
import type { Random } from '@lienthong/testbed';

export interface CodeSpelling {
  readonly code: string;
  /** The name and the other ways in which clerks wrote it, of those that mean nothing else. */
  readonly spellings: readonly [string, ...string[]];
}

/** The entries of a list in force on a day that mean something, with spellings that every font has. */
export function spellingsOf(list: CodeList, at: string): readonly [CodeSpelling, ...CodeSpelling[]] {
  const codes = codesAt(list, at);
  if (codes === undefined) throw new TypeError(`no version of ${list.list} holds on ${at}`);
  const readable = (text: string) => readName(codes, text).candidates.length === 1 && encodeText(text, 'tcvn3').findings.length === 0;
  const [most, ...others] = [...codes.byCode.values()].flatMap(({ code, name, aliases }) => {
    const [first, ...more] = [name, ...aliases].filter(readable);
    // From 55 on systems differ in what a code of an ethnic group means, and 99 is not known everywhere.
    return first === undefined || code >= '55' ? [] : [{ code, spellings: [first, ...more] as const }];
  });
  if (most === undefined) throw new TypeError(`${list.list} has no entry on ${at}`);
  return [most, ...others];
}

/** The name of a code most of the time, or one of its other spellings. */
export function someSpelling(random: Random, list: readonly CodeSpelling[], code: string): string {
  const found = list.find((entry) => entry.code === code);
  if (found === undefined) throw new TypeError('the truth has a code that its list has not');
  return mostly(random, found.spellings, 0.7);
}

/** The first entry most of the time, the others now and then. */
export function mostly<Item>(random: Random, items: readonly [Item, ...Item[]], share: number): Item {
  return random.chance(share) ? items[0] : random.pick(items);
}
