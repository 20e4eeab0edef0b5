/** A text as PostgreSQL's literal. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
