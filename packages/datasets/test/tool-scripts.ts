/**
 * What the tools of the engines make of a script: SQL*Plus sends statement by statement and keeps its own commands to itself, sqlcmd
 * sends batches. What they would take for something else than SQL is an error here.
 */

/** A longer line is ignored by SQL*Plus, which says SP2-0027. */
const longestLine = 2_499;

export function sqlplusStatements(script: string): readonly string[] {
  const statements: string[] = [];
  let lines: string[] = [];
  let substitutes = true;
  for (const [index, line] of script.trimEnd().split('\n').entries()) {
    const place = `line ${index + 1}`;
    if (line.length > longestLine) throw new Error(`${place}: SQL*Plus ignores a line of ${line.length} characters`);
    if (substitutes && line.includes('&')) throw new Error(`${place}: SQL*Plus asks for the value of a variable`);
    if (line.endsWith('-')) throw new Error(`${place}: SQL*Plus takes a hyphen at the end for a line that goes on`);
    if (lines.length === 0 && /^(?:SET|WHENEVER) /.test(line)) {
      if (line === 'SET DEFINE OFF') substitutes = false;
      continue;
    }
    if (lines.length === 0 && (line === '' || line.startsWith('--'))) continue;
    // Also at the end of a comment.
    if (!line.endsWith(';')) {
      lines.push(line);
      continue;
    }
    statements.push([...lines, line.slice(0, -1)].join('\n'));
    lines = [];
  }
  if (lines.length > 0) throw new Error('SQL*Plus waits for the end of the last statement');
  return statements;
}

export function sqlcmdBatches(script: string): readonly string[] {
  if (script.includes('$(')) throw new Error('sqlcmd asks for the value of a variable');
  const batches = script.split(/^GO\n/m);
  // What is behind the last GO is sent at the end of the file.
  return batches.filter((batch) => batch.trim() !== '');
}
