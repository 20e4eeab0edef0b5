import { canonicalText } from '../canonical/encode.ts';
import { failure, type Reading } from '../canonical/failure.ts';
import { formatType } from '../canonical/types.ts';
import type { Zone } from '../canonical/zone.ts';
import type { Property } from '../contract/contract.ts';
import { textReaderOf } from './conversion.ts';
import { compileDatePattern, type DatePattern } from './date-pattern.ts';
import type { Steps } from './mapping.ts';

interface StepsContext {
  readonly zone: Zone;
  /** The source is text already: no cast is needed to make a string of it. */
  readonly textual: boolean;
  problem(message: string): undefined;
}

/** From the source's text to the property's canonical text; null when a step says that there is no value. */
export type TextSteps = (text: string) => Reading | null;

const unknownCode = failure('code-unknown', 'has a code that the look-up does not know');
const unreadableDate = failure('date-unreadable', 'fits none of the date patterns');

// Blanks that legacy systems leave: also no-break, zero-width and ideographic ones.
const outer = /^[\s\u00a0\u200b-\u200d\u2060\u3000\ufeff]+|[\s\u00a0\u200b-\u200d\u2060\u3000\ufeff]+$/gu;
const inner = /[\s\u00a0\u3000]+/gu;
const untidy = /^\s|\s$|[^\S ]|\s\s|[\u00a0\u200b-\u200d\u2060\u3000\ufeff]/u;

/** Whether any step works on text, so that the value must be read as text first. */
export function usesText(steps: Steps): boolean {
  return steps.trim === true || steps.emptyAsNull === true || steps.lookup !== undefined || steps.dates !== undefined;
}

/** Each step is there or not: the result is one chain of calls, built once. */
export function compileSteps(property: Property, steps: Steps, context: StepsContext): TextSteps | undefined {
  const last = finalStep(property, steps, context);
  if (last === undefined) return undefined;
  const emptied: TextSteps = steps.emptyAsNull === true ? (text) => (text === '' ? null : last(text)) : last;
  return steps.trim === true ? (text) => emptied(tidy(text)) : emptied;
}

function tidy(text: string): string {
  return untidy.test(text) ? text.replace(outer, '').replace(inner, ' ') : text;
}

function finalStep(property: Property, steps: Steps, context: StepsContext): TextSteps | undefined {
  if (steps.lookup !== undefined) return lookupStep(property, steps, steps.lookup, context);
  const reader = textReaderOf(property.type, context.zone);
  if (reader === undefined) return context.problem(`text cannot become ${formatType(property.type)}`);
  if (steps.dates !== undefined) return dateStep(property, steps.dates, reader, context);
  const like = context.textual && property.type.kind === 'string';
  if (!like && steps.cast !== true)
    return context.problem(`the mapping makes ${formatType(property.type)} from text: add cast: true if that is meant`);
  return reader;
}

function lookupStep(property: Property, steps: Steps, lookup: NonNullable<Steps['lookup']>, context: StepsContext): TextSteps | undefined {
  const table = new Map<string, string>();
  const canonical = (value: string | number | boolean, words: string): string | undefined => {
    const text = canonicalText(property.type, value);
    return typeof text === 'string' ? text : context.problem(`${words} ${text.reason}; the contract says ${formatType(property.type)}`);
  };
  for (const [code, value] of Object.entries(lookup)) {
    const text = canonical(value, `the look-up of ${code}`);
    if (text !== undefined) table.set(code.normalize('NFC'), text);
  }
  const otherwise = steps.otherwise === undefined ? unknownCode : canonical(steps.otherwise, 'otherwise');
  if (otherwise === undefined || table.size < Object.keys(lookup).length) return undefined;
  return (text) => table.get(text) ?? otherwise;
}

function dateStep(
  property: Property,
  patterns: readonly string[],
  reader: (text: string) => Reading,
  context: StepsContext,
): TextSteps | undefined {
  const compiled: DatePattern[] = [];
  for (const pattern of patterns) {
    const result = compileDatePattern(pattern, property.type);
    if (typeof result === 'string') context.problem(`date pattern ${pattern}: ${result}`);
    else compiled.push(result);
  }
  if (compiled.length < patterns.length) return undefined;
  if (compiled.length === 0) return context.problem('dates names no pattern');
  return (text) => {
    for (const pattern of compiled) {
      const iso = pattern.parse(text);
      if (iso !== undefined) return reader(iso);
    }
    return unreadableDate;
  };
}
