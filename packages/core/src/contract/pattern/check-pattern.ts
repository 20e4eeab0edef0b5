import { ambiguityOf, type Steps } from './ambiguity.ts';
import { buildAutomaton } from './automaton.ts';
import { parsePattern } from './parse-pattern.ts';

export interface PatternObjection {
  readonly message: string;
  readonly suggestion: string | undefined;
}

const maxLength = 500;
// About a second.
const maxSteps = 3_000_000;

/** Checks the patterns of one contract: each text once, and all of them together within a bounded time. */
export function patternChecker(): (pattern: string) => PatternObjection | undefined {
  const known = new Map<string, PatternObjection | undefined>();
  const steps: Steps = { left: maxSteps };
  return (pattern) => {
    if (!known.has(pattern)) known.set(pattern, checkPattern(pattern, steps));
    return known.get(pattern);
  };
}

/**
 * Why a pattern may not be run on foreign input; `undefined` when it may. What passes matches in time linear in the text.
 * Errs on the safe side: a few harmless patterns are refused too.
 */
export function checkPattern(pattern: string, steps: Steps = { left: maxSteps }): PatternObjection | undefined {
  if (steps.left < 0)
    return objection('the patterns of the contract are too complex together to be proven safe', 'use fewer or shorter patterns');
  if (pattern.length > maxLength)
    return objection(`the pattern is longer than ${maxLength} characters`, 'use a list of permitted values, or a shorter pattern');
  try {
    new RegExp(pattern, 'u');
  } catch {
    return objection(
      'is no regular expression of ECMA-262 with the flag `u`',
      'escape only what needs it: `\\-` outside brackets is an error',
    );
  }
  const node = parsePattern(pattern);
  if ('unsupported' in node) return objection(node.unsupported, 'write it without');
  const automaton = buildAutomaton(node);
  const ambiguity = automaton === undefined ? 'unknown' : ambiguityOf(automaton, steps);
  switch (ambiguity) {
    case 'none':
      return undefined;
    case 'exponential':
      return objection(
        'a repetition within a repetition, or parts that may match nothing, can match the same text in many ways',
        'make one repetition of it, such as `[a-z ]+` for `([a-z]+ ?)+`',
      );
    case 'polynomial':
      return objection(
        'two repetitions can match the same text, or the pattern may start anywhere',
        'start with `^`, and separate repetitions by a character that neither matches',
      );
    case 'unknown':
      return objection('the pattern is too complex to be proven safe', 'use a shorter pattern');
  }
}

function objection(message: string, suggestion: string | undefined): PatternObjection {
  return { message, suggestion };
}
