/**
 * What stands at the beginning of `memory`, of each length one view that is handed out again and again: a view costs as much as digesting
 * a few hundred bytes, and the collector as much again.
 */
export function viewsOfLength(memory: Uint8Array): (length: number) => Uint8Array {
  const views: (Uint8Array | undefined)[] = [];
  return (length) => {
    const known = views[length];
    if (known !== undefined) return known;
    const view = new Uint8Array(memory.buffer, memory.byteOffset, length);
    if (length < mostKept) views[length] = view;
    return view;
  };
}

const mostKept = 4096;
