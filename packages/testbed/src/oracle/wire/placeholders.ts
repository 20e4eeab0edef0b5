/**
 * Which binds of a statement take values out behind `returning … into`: clients send no values for those, so that nothing can be read
 * without knowing. None in blocks, whose binds all travel. Places count every mention, as clients do for statements.
 */
export function returningPlaces(text: string): ReadonlySet<number> {
  const places = new Set<number>();
  const tokens = text.matchAll(token);
  let place = 0;
  let verb = '';
  let isReturning = false;
  let isInto = false;
  for (const [found, , bind, word] of tokens) {
    if (bind !== undefined) {
      if (isInto) places.add(place);
      place++;
    } else if (word !== undefined) {
      const lower = found.toLowerCase();
      if (verb === '') {
        verb = lower;
        if (!changing.has(verb)) return places;
      } else if (lower === 'returning' || lower === 'return') isReturning = true;
      else if (isReturning && lower === 'into') isInto = true;
    }
  }
  return places;
}

const changing = new Set(['insert', 'update', 'delete', 'merge']);

/** What is skipped comes first: comments, quoted texts of both kinds, quoted names. */
const token =
  /--[^\n]*|\/\*[\s\S]*?\*\/|n?q'(?:\[[\s\S]*?\]|\{[\s\S]*?\}|<[\s\S]*?>|\([\s\S]*?\)|([^\s[{<(])[\s\S]*?\1)'|'[^']*'|"[^"]*"|(:\s*(?:[\p{L}\p{N}_$#]+|"[^"]*"))|([\p{L}][\p{L}\p{N}_$#]*)/giu;
