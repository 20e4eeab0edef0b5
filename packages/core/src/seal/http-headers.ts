/** Headers of an HTTP message as Node and `fetch` hand them over; a list is a header that came more than once. */
export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Headers by lower-case name, each with all its values in order. */
export function collectHeaders(headers: HttpHeaders): ReadonlyMap<string, readonly string[]> {
  const collected = new Map<string, string[]>();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const key = name.toLowerCase();
    const values = collected.get(key) ?? [];
    if (typeof value === 'string') values.push(value);
    else values.push(...value);
    if (values.length > 0) collected.set(key, values);
  }
  return collected;
}
