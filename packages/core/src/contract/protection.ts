/** What becomes of a property's values before they leave the agency: docs/standard/protection.md. */
export type Protection =
  /** Not read at all. */
  | { readonly method: 'drop' }
  /** Part of the value, and `***` for the rest. */
  | { readonly method: 'mask'; readonly keep: MaskKeep }
  /** A keyed hash: equal values have equal tokens. `key` is the name of a token key of the configuration. */
  | { readonly method: 'tokenize'; readonly key: string }
  /** A JWE that only the recipient opens. `recipient` is the name of a public key of the configuration. */
  | { readonly method: 'encrypt'; readonly recipient: string };

/** What a mask leaves of a value. */
export type MaskKeep =
  | { readonly part: 'nothing' }
  /** So many code points at one end; nothing of a value that has fewer than twice as many. */
  | { readonly part: 'first' | 'last'; readonly characters: number }
  /** The year of a date. */
  | { readonly part: 'year' };

export const maxKeptCharacters = 8;

/** As the contract writes it: `drop`, `mask keep-last-3`, `tokenize citizen`, `encrypt G01`. */
export function formatProtection(protection: Protection): string {
  switch (protection.method) {
    case 'drop':
      return 'drop';
    case 'mask':
      return `mask ${formatKeep(protection.keep)}`;
    case 'tokenize':
      return `tokenize ${protection.key}`;
    case 'encrypt':
      return `encrypt ${protection.recipient}`;
  }
}

function formatKeep(keep: MaskKeep): string {
  return 'characters' in keep ? `keep-${keep.part}-${keep.characters}` : `keep-${keep.part}`;
}

/** `keep-last-3`, `keep-first-1`, `keep-year`, `keep-nothing`; `undefined` when it is none of them. */
export function parseKeep(text: string): MaskKeep | undefined {
  if (text === 'keep-nothing') return { part: 'nothing' };
  if (text === 'keep-year') return { part: 'year' };
  const [, part, digits] = /^keep-(first|last)-([1-9])$/.exec(text) ?? [];
  const characters = Number(digits);
  if ((part !== 'first' && part !== 'last') || characters > maxKeptCharacters) return undefined;
  return { part, characters };
}
