import type { SemanticType } from '../../identifiers/semantic-type.ts';
import type { Kind } from './kind.ts';

/** Values of a semantic type. */
export function identifierKind(type: SemanticType): Kind {
  return {
    fit(text) {
      const { normalised, proposed } = type.check(text);
      return normalised !== undefined ? 'fits' : proposed !== undefined ? 'nearly' : 'not';
    },
    start: () => ({ inspect: (text) => type.check(text).findings, mask: (text) => maskOf(type, text) }),
  };
}

/** What is proposed for a refused value shows no more of it than the mask of a good one would. */
function maskOf(type: SemanticType, text: string): string | undefined {
  const { normalised, proposed } = type.check(text);
  const shown = normalised ?? proposed;
  return shown === undefined ? undefined : type.mask(shown);
}
