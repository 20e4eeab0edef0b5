/** How long to wait, and for what: the name stands in the error. */
export interface WaitOptions {
  readonly timeoutMs?: number;
  readonly what?: string;
}

/** Asks again until the condition gives something truthy, and returns that; what the condition throws counts as not yet. */
export async function waitFor<T>(condition: () => T | Promise<T>, options: WaitOptions = {}): Promise<NonNullable<T>> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const end = performance.now() + timeoutMs;
  for (;;) {
    let last: unknown;
    try {
      const value = await condition();
      if (value !== undefined && value !== null && value !== false && value !== 0 && value !== '') return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      const got = last instanceof Error ? last.message : JSON.stringify(last);
      throw new Error(`Waited ${timeoutMs} ms for ${options.what ?? 'a condition'}; the last answer was ${got}.`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
