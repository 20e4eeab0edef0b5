/** All but the last characters as stars. Three digits fit one in a thousand: too many to tell who is meant. */
export function keepLast(count: number): (normal: string) => string {
  return (normal) => '*'.repeat(Math.max(0, normal.length - count)) + normal.slice(-count);
}
