import { viewOf } from '@lienthong/core';
import { composed, lostCharacter } from '../codecs/codec.ts';
import { codecs } from '../codecs/codecs.ts';
import type { TextSource } from '../encodings.ts';
import { bytesOf } from '../octets.ts';
import { octetsBehind } from '../reading.ts';
import type { Weight } from '../syllable/weigh.ts';
import { explain } from './explained.ts';
import { isUtf8, symbols } from './legacy.ts';
import { caseTraits } from './recase.ts';
import { surelyUnicode } from './unicode.ts';
import { escapedUnits } from './word-classes.ts';

/** What a word of a value adds to what is said of the value: a sum of these. */
export const traits = {
  /** Only the whole value tells: it is looked at by `repairText`. */
  hard: 1,
  /** No word that anyone would write; too rare to be quick. */
  strange: 2,
  strangeInCapitals: 16_384,
  /** The text is not what was given. */
  changed: 4,
  recased: 8,
  recasedInCapitals: 16,
  small: 32,
  surelyCapital: 64,
  beginsToned: 128,
  beginsOtherwise: 256,
  beginsSmall: 512,
  /** It cannot be right as it stands. */
  symbols: 1024,
  /** It can, and would be another text. */
  differs: 2048,
  differsInCapitals: 4096,
  /** A letter that no reading of bytes makes. */
  surelyUnicode: 8192,
} as const;

/** A word that was looked at once: a run of letters of ASCII and of all that is not ASCII. */
export interface Word {
  readonly text: string;
  /** Where the value was typed in a capital font. */
  readonly inCapitals: string;
  /** The two in UTF-8; `undefined` where JSON would escape a sign of it. */
  readonly utf8: DataView | undefined;
  readonly utf8InCapitals: DataView | undefined;
  readonly traits: number;
  /** Weight of the least likely part of it; 1 where all is ASCII. */
  readonly least: Weight;
  readonly leastInCapitals: Weight;
  readonly leastAsItIs: Weight;
}

const encoder = new TextEncoder();

const hard: Word = wordFrom({ text: '', inCapitals: '', traits: traits.hard, least: 1, leastInCapitals: 1, leastAsItIs: 1 });

// Not spread: V8 would give each word a shape of its own, and whoever reads words would be several times slower.
function wordFrom({ text, inCapitals, traits: sum, least, leastInCapitals, leastAsItIs }: Omit<Word, 'utf8' | 'utf8InCapitals'>): Word {
  const written = utf8Of(text);
  const writtenInCapitals = inCapitals === text ? written : utf8Of(inCapitals);
  return { text, inCapitals, utf8: written, utf8InCapitals: writtenInCapitals, traits: sum, least, leastInCapitals, leastAsItIs };
}

function utf8Of(text: string): DataView | undefined {
  const bytes = encoder.encode(text);
  return bytes.some((byte) => escapedUnits[byte] === 1) ? undefined : viewOf(bytes);
}

/** A word of a string that should be right. */
export function studyUnicode(raw: string): Word {
  const text = composed(raw);
  if (text.includes(lostCharacter) || eth.test(text)) return hard;
  const { least } = explain(text, 'unicode');
  const sum = bit(text !== raw, traits.changed) + bit(surelyUnicode.test(text), traits.surelyUnicode);
  return wordFrom({ text, inCapitals: text, traits: sum, least, leastInCapitals: least, leastAsItIs: 1 });
}

/** A word of a string that came as bytes of UTF-8: what `study` says of it as text. */
export function studyText(octets: string, study: (raw: string) => Word): Word {
  const text = utf8.decode(bytesOf(octets));
  return text.includes(lostCharacter) ? hard : study(text);
}

/** A word of bytes that should be UTF-8, as octets. */
export function studyUtf8(octets: string): Word {
  const { text, unreadable } = codecs['utf-8'].decode(octets);
  if (unreadable > 0 || text.includes(lostCharacter) || eth.test(text)) return hard;
  const sum = bit(codecs['utf-8'].encode(text).octets !== octets, traits.changed) + traits.surelyUnicode;
  return wordFrom({ text, inCapitals: text, traits: sum, least: 1, leastInCapitals: 1, leastAsItIs: 1 });
}

/** A word of a column of legacy text: octets, or of a string that was read as the column says. */
export function studyLegacy(raw: string, source: TextSource, bytes: boolean): Word {
  const octets = bytes ? raw : octetsBehind(raw, source.readAs ?? 'cp1252');
  const decoded = octets === undefined ? undefined : codecs[source.encoding].decode(octets);
  if (decoded === undefined || decoded.unreadable > 0 || decoded.text.includes(lostCharacter)) return hard;
  return wordOf(raw, decoded.text, source, bytes);
}

function wordOf(raw: string, decoded: string, { encoding }: TextSource, bytes: boolean): Word {
  const cased = encoding === 'tcvn3' ? caseTraits(decoded) : undefined;
  const text = cased?.asTyped ?? decoded;
  const inCapitals = cased?.inCapitals ?? decoded;
  const origin = isUtf8(encoding) ? 'unicode' : 'decoded';
  const explained = explain(text, origin);
  const explainedInCapitals = inCapitals === text ? explained : explain(inCapitals, origin);
  // What can be right as it stands is of strings only.
  const cannotStand = bytes || isUtf8(encoding) || symbols.test(raw);
  const changed = bytes ? !staysUtf8(raw, text, encoding) : text !== raw;
  const sum =
    bit(explained.strange > 0, traits.strange) +
    bit(explainedInCapitals.strange > 0, traits.strangeInCapitals) +
    bit(changed, traits.changed) +
    bit(cannotStand, traits.symbols) +
    comparedSum({ decoded, text, inCapitals, standing: composed(raw) }) +
    caseSum(cased);
  const leastAsItIs = cannotStand ? 1 : explain(raw, 'unicode').least;
  return wordFrom({ text, inCapitals, traits: sum, least: explained.least, leastInCapitals: explainedInCapitals.least, leastAsItIs });
}

/** What is another text than what: the word decoded, as typed, in capitals, and as it stands. */
function comparedSum(forms: Readonly<Record<'decoded' | 'text' | 'inCapitals' | 'standing', string>>): number {
  const { decoded, text, inCapitals, standing } = forms;
  return (
    bit(text !== decoded, traits.recased) +
    bit(inCapitals !== decoded, traits.recasedInCapitals) +
    bit(standing !== text, traits.differs) +
    bit(standing !== inCapitals, traits.differsInCapitals)
  );
}

function caseSum(cased: ReturnType<typeof caseTraits> | undefined): number {
  if (cased === undefined) return 0;
  const { small, surelyCapital, begins } = cased;
  return (
    bit(small, traits.small) +
    bit(surelyCapital, traits.surelyCapital) +
    bit(begins.toned, traits.beginsToned) +
    bit(begins.otherwise, traits.beginsOtherwise) +
    bit(begins.small, traits.beginsSmall)
  );
}

/** Whether the octets are the text in UTF-8; of a legacy encoding none above 7F are. */
function staysUtf8(octets: string, text: string, encoding: TextSource['encoding']): boolean {
  return isUtf8(encoding) ? codecs['utf-8'].encode(text).octets === octets : text === octets && !beyondAscii.test(octets);
}

function bit(holds: boolean, trait: number): number {
  return holds ? trait : 0;
}

const eth = /[Ðð]/;
const beyondAscii = /[^\x00-\x7f]/;
// As it came: a mark of the beginning stays, and nothing is composed.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
