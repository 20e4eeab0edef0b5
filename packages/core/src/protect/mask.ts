import type { MaskKeep } from '../contract/protection.ts';
import { maskSign } from '../contract/published.ts';

/** From a canonical text to what a mask leaves of it. */
export function maskText(keep: MaskKeep): (text: string) => string {
  switch (keep.part) {
    case 'nothing':
      return () => maskSign;
    case 'year':
      return (text) => text.slice(0, 4);
    case 'first':
      return (text) => ends(text, keep.characters).first + maskSign;
    case 'last':
      return (text) => maskSign + ends(text, keep.characters).last;
  }
}

/** Both empty for a text of which less would be hidden than shown. */
function ends(text: string, characters: number): { readonly first: string; readonly last: string } {
  const points = Array.from(text);
  if (points.length < 2 * characters) return { first: '', last: '' };
  return { first: points.slice(0, characters).join(''), last: points.slice(-characters).join('') };
}
