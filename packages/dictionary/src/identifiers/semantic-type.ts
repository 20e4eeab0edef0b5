import type { Finding } from '../finding.ts';

export type SemanticTypeName =
  | 'personal-id'
  | 'old-id-card'
  | 'agency-code'
  | 'tax-code'
  | 'enterprise-code'
  | 'social-insurance-code'
  | 'health-card'
  | 'passport'
  | 'phone'
  | 'vehicle-plate'
  | 'land-parcel'
  | 'real-estate-id'
  | 'e-mail';

/** What a check says of one value. Nothing is repaired in silence: what is not as it was given has a finding. */
export interface Verdict {
  /** The value in its normal form: as given, or without formatting. `undefined` when a rule is broken. */
  readonly normalised: string | undefined;
  /** What was probably meant: for a person, or for a rule that a person wrote, to accept. It passes the same check. */
  readonly proposed: string | undefined;
  readonly findings: readonly Finding[];
}

export interface CheckOptions {
  /** The day on which the value was in use, `YYYY-MM-DD`. Rules with a day of effect are applied only when it is given. */
  readonly at?: string | undefined;
}

/** Tells by the bytes of a value, in UTF-8, whether it is right beyond any doubt that its form can raise. Makes no object. */
export interface PlainTest {
  /** `true` only if `check` accepts the text as it stands, proposes nothing and finds exactly `findings`. `false` says nothing. */
  readonly holds: (bytes: DataView, start: number, end: number) => boolean;
  /** What is found in every value that is right: the question to a register. */
  readonly findings: readonly Finding[];
  /**
   * Values are digits, which people divide as they please: what `holds` without its blanks, dashes and brackets, `check` normalises
   * to that, and proposes nothing.
   */
  readonly dividedDigits: boolean;
}

/** What a value says by its form: facts of the day it was given, not of today. */
export type Parts = Readonly<Record<string, string | number | undefined>>;

/** A kind of identifier with all that is known of its form. */
export interface SemanticType<Taken extends Parts = Parts> {
  readonly name: SemanticTypeName;
  readonly title: { readonly vi: string; readonly en: string };
  /** What of a value stays readable behind the mask. */
  readonly maskKeeps: string;
  /** How a generated value is told from a real one, or that it cannot be. */
  readonly synthetic: string;
  /** Never throws, whatever the text. */
  check(text: string, options?: CheckOptions): Verdict;
  /** The test for right values, made once for a column. `undefined`: none for this type, or no value is right on that day. */
  plainTest(options?: CheckOptions): PlainTest | undefined;
  /** The parts of a value that `check` accepts; `undefined` for any other. */
  parse(text: string): Taken | undefined;
  /** Safe to show and to log; of a value that `check` does not accept nothing is shown. */
  mask(text: string): string;
  /** A valid value out of a source of numbers from 0 up to 1: the same numbers give the same value. */
  generate(random: () => number): string;
}
