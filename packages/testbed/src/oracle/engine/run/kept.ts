/** Results by their key, the oldest forgotten first. */
export interface Kept<Value> {
  get(key: string, make: () => Value): Value;
}

/** Keys that are kept; a longer key is a text that hardly comes twice. */
const most = 500;
const longest = 20_000;

/** What a text becomes: made once as long as `state` is the same thing. A refusal is not kept. */
export function keptWhile<Value>(state: () => unknown): Kept<Value> {
  const known = new Map<string, Value>();
  let madeIn = state();
  return {
    get: (key, make) => {
      if (state() !== madeIn) {
        known.clear();
        madeIn = state();
      }
      const found = known.get(key);
      if (found !== undefined) return found;
      const made = make();
      if (key.length > longest) return made;
      const [oldest] = known.keys();
      if (known.size >= most && oldest !== undefined) known.delete(oldest);
      known.set(key, made);
      return made;
    },
  };
}
