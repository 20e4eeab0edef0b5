import { canonicalText } from '../canonical/encode.ts';
import { failure, type Reading } from '../canonical/failure.ts';
import { formatType } from '../canonical/types.ts';
import type { Zone } from '../canonical/zone.ts';
import type { Property } from '../contract/contract.ts';
import type { Dictionary } from '../dictionary/dictionary.ts';
import type { Notes } from '../dictionary/noted.ts';
import { textReaderOf } from './conversion.ts';
import { compileDates, datesNote, datesStepOf, readsDateText } from './dates.ts';
import type { Steps } from './mapping.ts';

interface StepsContext {
  readonly zone: Zone;
  /** The source is text already: no cast is needed to make a string of it. */
  readonly textual: boolean;
  readonly dictionary: Dictionary | undefined;
  problem(message: string): undefined;
}

/** From the source's text to the property's canonical text; null when a step says that there is no value. */
export type TextSteps = (text: string, notes: Notes) => Reading | null;

type TextReader = (text: string) => Reading;

const unknownCode = failure('code-unknown', 'has a code that the look-up does not know');

// Blanks that legacy systems leave: also no-break, zero-width and ideographic ones.
const outer = /^[\s\u00a0\u200b-\u200d\u2060\u3000\ufeff]+|[\s\u00a0\u200b-\u200d\u2060\u3000\ufeff]+$/gu;
const inner = /[\s\u00a0\u3000]+/gu;
const untidy = /^\s|\s$|[^\S ]|\s\s|[\u00a0\u200b-\u200d\u2060\u3000\ufeff]/u;

/** Whether any step works on text, so that the value must be read as text first. */
export function usesText(steps: Steps): boolean {
  if (steps.trim === true || steps.emptyAsNull === true || steps.encoding !== undefined) return true;
  return finalSteps(steps).some((name) => name !== 'dates' || readsDateText(steps));
}

/** Whether a step may note something. */
export function notes(steps: Steps): boolean {
  return steps.encoding !== undefined || usesCodes(steps) || steps.identifier !== undefined || datesNote(steps);
}

function usesCodes({ codes }: Steps): boolean {
  return codes !== undefined && codes !== false;
}

/** Those of which a property can have one. */
function finalSteps(steps: Steps): readonly string[] {
  return [
    ...(steps.lookup === undefined ? [] : ['lookup']),
    ...(usesCodes(steps) ? ['codes'] : []),
    ...(steps.dates === undefined ? [] : ['dates']),
    ...(steps.identifier === undefined ? [] : ['identifier']),
  ];
}

/** Each step is there or not: the result is one chain of calls, built once. */
export function compileSteps(property: Property, steps: Steps, context: StepsContext): TextSteps | undefined {
  const last = finalStep(property, steps, context);
  if (last === undefined) return undefined;
  const emptied: TextSteps = steps.emptyAsNull === true ? (text, notes) => (text === '' ? null : last(text, notes)) : last;
  return steps.trim === true ? (text, notes) => emptied(tidy(text), notes) : emptied;
}

function tidy(text: string): string {
  return untidy.test(text) ? text.replace(outer, '').replace(inner, ' ') : text;
}

function finalStep(property: Property, steps: Steps, context: StepsContext): TextSteps | undefined {
  const several = finalSteps(steps);
  if (several.length > 1) return context.problem(`${several.join(' and ')} exclude one another: a value is read in one way`);
  if (steps.lookup !== undefined) return lookupStep(property, steps, steps.lookup, context);
  const reader = textReaderOf(property.type, context.zone);
  if (reader === undefined) return context.problem(`text cannot become ${formatType(property.type)}`);
  if (usesCodes(steps)) return codesStep(property, steps, reader, context);
  if (steps.identifier !== undefined) return identifierStep(property, steps.identifier, reader, context);
  const dates = datesStepOf(steps);
  if (dates !== undefined) return compileDates(property, dates, reader, context.problem);
  const like = context.textual && property.type.kind === 'string';
  if (!like && steps.cast !== true)
    return context.problem(`the mapping makes ${formatType(property.type)} from text: add cast: true if that is meant`);
  return reader;
}

/** The code of the property's list; what the dictionary cannot tell is refused as an unknown code of a look-up is. */
function codesStep(property: Property, steps: Steps, reader: TextReader, context: StepsContext): TextSteps | undefined {
  const { dictionary, problem } = context;
  if (dictionary === undefined) return problem('codes needs a dictionary');
  const scheme = typeof steps.codes === 'object' ? steps.codes.scheme : undefined;
  const repair = dictionary.codeRepair(property, scheme);
  if (typeof repair === 'string') return problem(repair);
  const otherwise = steps.otherwise === undefined ? unknownCode : canonicalText(property.type, steps.otherwise);
  if (steps.otherwise !== undefined && typeof otherwise !== 'string') return problem(`otherwise ${otherwise.reason}`);
  return (text, notes) => {
    const code = repair(text, notes);
    return code === undefined ? otherwise : reader(code);
  };
}

function identifierStep(
  property: Property,
  step: NonNullable<Steps['identifier']>,
  reader: TextReader,
  { dictionary, problem }: StepsContext,
): TextSteps | undefined {
  if (dictionary === undefined) return problem('identifier needs a dictionary');
  if (step !== 'normalise' && step !== 'repair') return problem('identifier must be normalise or repair');
  const repair = dictionary.identifierRepair(property, step === 'repair');
  if (typeof repair === 'string') return problem(repair);
  return (text, notes) => reader(repair(text, notes) ?? text);
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
