import type { CountedFinding } from '../finding.ts';
import { semanticTypes } from '../identifiers/semantic-types.ts';
import type { ColumnKind } from './column-kind.ts';
import { looksLikeDate } from './kinds/date.ts';
import type { ReadingCount } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';
import { kindsOfName } from './name-hints.ts';

/** What the catalogue of the source says of a column. */
export interface ColumnFacts {
  readonly name: string;
  readonly comment?: string | undefined;
  /** What its type in the database allows; text, where it allows anything. */
  readonly type?: 'text' | 'number' | 'date' | 'other' | undefined;
  /** What a person says that it is: nothing is decided then. */
  readonly stated?: ColumnKind | undefined;
}

/** What a column was taken for, and why. */
export interface Decision {
  readonly kind: ColumnKind;
  /** `none`: neither name nor values tell; it is taken as its type. */
  readonly basis: 'stated' | 'type' | 'name' | 'values' | 'none';
  /** Counted in the samples: other kinds that they suit as well, or better. */
  readonly rivals: readonly ReadingCount[];
  readonly findings: readonly CountedFinding[];
}

// Half is enough where the name agrees: the rest is what the profile is there to show.
const enoughWithName = 0.5;
const enoughAlone = 0.95;
/** Of fewer values a share says nothing. */
const fewestAlone = 20;
const mostTried = 500;

/** Decides by the samples, the name and the type; where two things fit, it takes neither and tells both. */
export function decideKind(facts: ColumnFacts, samples: readonly (string | Uint8Array)[]): Decision {
  const { stated, type = 'text' } = facts;
  if (stated !== undefined) return { kind: stated, basis: 'stated', rivals: [], findings: [] };
  if (type === 'date' || type === 'other') return { kind: type, basis: 'type', rivals: [], findings: [] };
  if (samples.length === 0) return { kind: 'empty', basis: 'none', rivals: [], findings: [] };
  const texts = evenly(samples.filter((sample) => typeof sample === 'string'));
  const hinted = kindsOfName(facts.name, facts.comment);
  const evidence = hinted.map((kind) => weigh(kind, texts));
  const good = evidence.filter(({ recognised }) => recognised >= texts.length * enoughWithName && recognised > 0);
  const [only] = good;
  if (only !== undefined && good.length === 1) return { kind: only.kind, basis: 'name', rivals: betterThan(only, texts), findings: [] };
  const contested = good.length > 1 ? good : evidence.filter(({ recognised }) => recognised > 0);
  if (contested.length > 1) return undecided(plainKind(type, texts), contested, texts.length);
  return { ...decideByValues(type, texts), findings: unlikeItsName(evidence, texts.length) };
}

interface Evidence {
  readonly kind: ColumnKind;
  readonly fits: number;
  /** With those that must be mended. */
  readonly recognised: number;
}

function weigh(kind: ColumnKind, texts: readonly string[]): Evidence {
  const { fit } = kindOf(kind);
  let [fits, recognised] = [0, 0];
  for (const text of texts) {
    const found = fit(text);
    if (found === 'fits') fits++;
    if (found !== 'not') recognised++;
  }
  return { kind, fits, recognised };
}

// Opaque: nearly any text in capitals has its form.
const identifiers = semanticTypes.map(({ name }) => name).filter((name) => name !== 'real-estate-id');

/** Identifiers that accept more of the samples than the chosen one: nine digits among twelve are old cards, perhaps. */
function betterThan({ kind, fits }: Evidence, texts: readonly string[]): readonly ReadingCount[] {
  if (!identifiers.some((name) => name === kind)) return [];
  const better = identifiers.map((name) => weigh(name, texts)).filter((other) => other.fits > fits);
  if (better.length === 0) return [];
  return [{ kind, fits }, ...better].map((one) => toReading(one, texts.length));
}

const namesOfLists: readonly ColumnKind[] = ['sex', 'ethnic-group', 'country', 'province'];

/** Without a name that helps: dates by their form, lists by their words. Digits can be anything, and identifiers are only told. */
function decideByValues(type: 'text' | 'number', texts: readonly string[]): Omit<Decision, 'findings'> {
  const kind = plainKind(type, texts);
  if (texts.length < fewestAlone) return { kind, basis: type === 'number' ? 'type' : 'none', rivals: [] };
  const enough = texts.length * enoughAlone;
  if (type === 'text' && texts.filter(looksLikeDate).length >= enough) return { kind: 'date', basis: 'values', rivals: [] };
  const inWords = texts.every((text) => !/^[\d\s.,-]+$/.test(text));
  // Nam and Nữ are also codes of Namibia and Niue: only longer words are names of countries.
  const long = texts.filter((text) => text.length > 3);
  const lists = inWords
    ? namesOfLists.map((name) => weigh(name, name === 'country' ? long : texts)).filter(({ fits }) => fits >= enough)
    : [];
  const [list] = lists;
  if (list !== undefined && lists.length === 1) return { kind: list.kind, basis: 'values', rivals: [] };
  const fitting = [...lists, ...identifiers.map((name) => weigh(name, texts)).filter(({ fits }) => fits >= enough)];
  return { kind, basis: kind === 'number' ? 'values' : 'none', rivals: fitting.map((one) => toReading(one, texts.length)) };
}

function plainKind(type: 'text' | 'number', texts: readonly string[]): ColumnKind {
  if (type === 'number') return 'number';
  const { fits, recognised } = weigh('number', texts);
  // A zero in front belongs to a code.
  return texts.length >= fewestAlone && fits === recognised && fits >= texts.length * enoughAlone ? 'number' : 'text';
}

function undecided(kind: ColumnKind, contested: readonly Evidence[], of: number): Decision {
  const message = 'The name of the column fits several kinds, and its values do not decide: state the kind, or split the column.';
  return {
    kind,
    basis: 'none',
    rivals: contested.map((one) => toReading(one, of)),
    findings: [{ code: 'column-undecided', severity: 'needs-reference', message, count: of }],
  };
}

function unlikeItsName(evidence: readonly Evidence[], of: number): readonly CountedFinding[] {
  const [hinted] = evidence;
  if (hinted === undefined || evidence.length > 1 || of === 0 || hinted.kind === 'number') return [];
  const message = `By its name the column is ${hinted.kind}, and most of its first values are not: see whether columns were shifted, or state the kind.`;
  return [{ code: 'column-unlike-its-name', severity: 'warning', message, count: of - hinted.recognised }];
}

function toReading({ kind, fits }: Pick<Evidence, 'kind' | 'fits'>, of: number): ReadingCount {
  return { reading: kind, fits, of };
}

/** From everywhere, but not at equal steps: what recurs every fifty rows would be met always or never. */
function evenly(texts: readonly string[]): readonly string[] {
  if (texts.length <= mostTried) return texts;
  const step = texts.length / mostTried;
  return Array.from({ length: mostTried }, (_, index) => texts[Math.floor((index + ((index * 0.618_034) % 1)) * step)] ?? '');
}
