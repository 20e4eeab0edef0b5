import type { Finding } from '../finding.ts';
import { empty, exponent, formatting, tooLong, unusualCharacters } from './findings.ts';
import { asciiCharacters, type Repair } from './repairs.ts';
import type { CheckOptions, Parts, PlainTest, SemanticType, Verdict } from './semantic-type.ts';

/** What the rules say of a text that has the form. */
export interface Judgement {
  readonly valid: boolean;
  readonly findings: readonly Finding[];
  readonly proposed: string | undefined;
}

/** What an identifier must tell of itself; checking, repairing and masking are the same for all. */
export interface Scheme<Taken extends Parts> extends Pick<SemanticType<Taken>, 'name' | 'title' | 'maskKeeps' | 'synthetic' | 'generate'> {
  /** Runs on every value and must be quick. `undefined` when the text has not the normal form. */
  judge(text: string, at: string | undefined): Judgement | undefined;
  /** The text without what carries no meaning: only what is certain. */
  plain(text: string): string;
  /** Sees by the bytes what `judge` would say of right values; `at` as there. */
  plainTest?(at: string | undefined): PlainTest | undefined;
  /** Tried one after the other, each on what the one before has made. */
  readonly repairs: readonly Repair[];
  /** Why the text has not the form. */
  readonly wrongForm: Finding | ((text: string) => Finding);
  take(normal: string): Taken;
  hide(normal: string): string;
}

const longest = 300;
const hidden = '***';

/** Frozen, for most are made once and shared by all values. */
export function judgement(findings: readonly Finding[], proposed?: string): Judgement {
  return Object.freeze({ valid: findings.every(({ severity }) => severity !== 'error'), findings: Object.freeze(findings), proposed });
}

/** A semantic type out of what its identifier tells of itself. */
export function define<Taken extends Parts>(scheme: Scheme<Taken>): SemanticType<Taken> {
  const check = (text: string, options?: CheckOptions): Verdict => {
    const judged = scheme.judge(text, options?.at);
    if (judged?.valid === true) return { normalised: text, proposed: judged.proposed, findings: judged.findings };
    return examine(scheme, text, judged, options?.at);
  };
  const onNormal = <Result>(text: string, use: (normal: string) => Result): Result | undefined => {
    const normal = check(text).normalised;
    return normal === undefined ? undefined : use(normal);
  };
  return Object.freeze({
    name: scheme.name,
    title: scheme.title,
    maskKeeps: scheme.maskKeeps,
    synthetic: scheme.synthetic,
    check,
    plainTest: (options?: CheckOptions) => scheme.plainTest?.(options?.at),
    parse: (text: string) => onNormal(text, scheme.take),
    mask: (text: string) => onNormal(text, scheme.hide) ?? hidden,
    generate: scheme.generate,
  });
}

/** The slow way, for what is not in its normal form. */
function examine<Taken extends Parts>(scheme: Scheme<Taken>, text: string, first: Judgement | undefined, at: string | undefined): Verdict {
  if (text.length > longest) return refused([tooLong]);
  const plain = scheme.plain(text);
  if (plain === '') return refused([empty]);
  const formatted = plain === text ? [] : [formatting];
  const judged = plain === text ? first : scheme.judge(plain, at);
  if (judged?.valid === true) return { normalised: plain, proposed: judged.proposed, findings: [...formatted, ...judged.findings] };
  const ascii = scheme.plain(asciiCharacters(plain));
  const unusual = ascii === plain ? [] : [unusualCharacters];
  const found = propose(scheme, ascii, [...formatted, ...unusual], at);
  if (found !== undefined) return found;
  return refused(judged === undefined ? [...unusual, whyNot(scheme, text)] : [...formatted, ...unusual, ...judged.findings]);
}

/** The first thing that the rules accept while one repair after the other is made. */
function propose<Taken extends Parts>(scheme: Scheme<Taken>, text: string, seen: readonly Finding[], at: string | undefined) {
  let current = text;
  let reasons = seen;
  const proposal = (): Verdict | undefined => {
    const judged = scheme.judge(current, at);
    return judged?.valid === true ? { normalised: undefined, proposed: current, findings: [...reasons, ...judged.findings] } : undefined;
  };
  let found = proposal();
  for (const repair of scheme.repairs) {
    if (found !== undefined) return found;
    const next = scheme.plain(repair.apply(current));
    if (next === current) continue;
    current = next;
    reasons = [...reasons, repair.finding];
    found = proposal();
  }
  return found;
}

function whyNot<Taken extends Parts>({ wrongForm }: Scheme<Taken>, text: string): Finding {
  if (/^\s*\d+(?:[.,]\d+[eE]\+?|[eE]\+)\d+\s*$/.test(text)) return exponent;
  return typeof wrongForm === 'function' ? wrongForm(text) : wrongForm;
}

function refused(findings: readonly Finding[]): Verdict {
  return { normalised: undefined, proposed: undefined, findings };
}
