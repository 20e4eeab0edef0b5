import { ambiguityOf } from './ambiguity.ts';
import { buildAutomaton } from './automaton.ts';
import { parsePattern } from './parse-pattern.ts';

export interface PatternObjection {
  readonly message: string;
  readonly suggestion: string | undefined;
}

const maxLength = 500;

/**
 * Why a pattern may not be run on foreign input; `undefined` when it may. What passes matches in time linear in the text.
 * Errs on the safe side: a few harmless patterns are refused too.
 */
export function checkPattern(pattern: string): PatternObjection | undefined {
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
  const ambiguity = automaton === undefined ? 'unknown' : ambiguityOf(automaton);
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
