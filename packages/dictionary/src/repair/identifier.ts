import type { ValueRepair } from '@lienthong/core';
import { type Finding, finding } from '../finding.ts';
import type { SemanticType } from '../identifiers/semantic-type.ts';
import type { Day } from '../tables/day.ts';
import { dividedDigits } from './divided-digits.ts';
import { identifierNormalised, identifierRepaired } from './findings.ts';

/**
 * Identifiers to their normal form. `proposals`: also to what was probably meant, with the findings that say why; else a value that
 * breaks a rule stays as it came, and the inspection of the record finds what is wrong.
 */
export function identifierRepair(type: SemanticType, at: Day, proposals: boolean): ValueRepair {
  const options = { at };
  const plain = type.plainTest(options);
  const repair: ValueRepair = (text, notes) => {
    const { normalised, proposed, findings } = type.check(text, options);
    // An old form of an identifier is accepted, and proposed in the new one.
    if (proposals && proposed !== undefined) {
      notes.push(identifierRepaired);
      const still = type.check(proposed, options).findings;
      for (const one of findings) if (!still.includes(one)) notes.push(mended(one));
      return proposed;
    }
    if (normalised !== undefined && normalised !== text) notes.push(identifierNormalised);
    return normalised;
  };
  return plain?.dividedDigits === true ? Object.assign(repair, { overBytes: dividedDigits(plain) }) : repair;
}

/** Why it was repaired: with the repair it is no error any more. */
function mended(found: Finding): Finding {
  if (found.severity !== 'error') return found;
  const known = softened.get(found);
  if (known !== undefined) return known;
  const soft = finding('warning', found.code, found.message);
  softened.set(found, soft);
  return soft;
}

const softened = new WeakMap<Finding, Finding>();
