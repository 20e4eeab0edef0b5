import type { PropertyInspector } from '@lienthong/core';
import type { SemanticType } from '../identifiers/semantic-type.ts';
import type { Day } from '../tables/day.ts';

/** Values of a semantic type. */
export function inspectIdentifier(type: SemanticType, at: Day): PropertyInspector {
  const options = { at };
  const plain = type.plainTest(options);
  return {
    ...(plain === undefined ? {} : { plain }),
    inspect: (text) => type.check(text, options).findings,
    // What is proposed for a refused value shows no more of it than the mask of a good one would.
    mask(text) {
      const { normalised, proposed } = type.check(text, options);
      const shown = normalised ?? proposed;
      return shown === undefined ? undefined : type.mask(shown);
    },
  };
}
