/** A text as a literal of PostgreSQL. */
export function quote(text: string): string {
  return text.includes('\\') ? ` E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`;
}

export function quoteOrNull(text: string | null | undefined): string {
  return text === null || text === undefined ? 'null' : quote(text);
}
