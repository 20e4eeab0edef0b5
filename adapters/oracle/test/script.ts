import { readFile } from 'node:fs/promises';
import type { AdminSession } from './admin.ts';

/** What SQL*Plus does itself, or asks the instance for. */
const commands = /^(?:whenever|define|shutdown|startup|alter database open)\b/i;

/** A script of `setup` in its statements, as SQL*Plus would send them with these arguments. */
export async function scriptStatements(name: string, values: readonly string[]): Promise<readonly string[]> {
  const text = (await readFile(new URL(`../setup/${name}.sql`, import.meta.url), 'utf8')).replaceAll(/^--.*\n/gm, '');
  const known = new Map<string, string | undefined>();
  for (const [, variable = '', place] of text.matchAll(/^DEFINE (\w+) = '&(\d)'$/gm)) known.set(variable, values[Number(place) - 1]);
  const lines = text.split('\n').filter((line) => !/^(?:WHENEVER|DEFINE) /.test(line));
  // A dot ends the name of a variable.
  const filled = lines.join('\n').replaceAll(/&(\w+)\.?/g, (_, variable: string) => {
    const value = known.get(variable);
    if (value === undefined) throw new Error(`${name}.sql asks for ${variable}`);
    return value;
  });
  return filled.split(/^\/$/m).flatMap((part) => {
    const at = part.search(/^DECLARE$/m);
    const [plain, block] = at < 0 ? [part, []] : [part.slice(0, at), [part.slice(at).trim()]];
    const statements = plain.split(/;$|(?<=^(?:SHUTDOWN|STARTUP) \w+)$/m).map((statement) => statement.trim());
    return [...statements.filter((statement) => statement !== '' && !commands.test(statement)), ...block];
  });
}

export async function runScript(session: AdminSession, name: string, ...values: readonly string[]): Promise<void> {
  for (const statement of await scriptStatements(name, values)) await session.sql(statement);
}
