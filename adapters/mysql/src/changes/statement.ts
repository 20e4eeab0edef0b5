import { isSign, isWord, mentioned, nameAt, type TableName, type Word, wordsOf } from './statement-words.ts';

/** What a statement of the log does to tables, as far as following must know. Definitions are not read: shapes come from the table maps. */
export type StatementEffect =
  | { readonly kind: 'begin' | 'commit' | 'rollback' | 'partial-rollback' | 'nothing' }
  | { readonly kind: 'truncate'; readonly table: TableName }
  /** Rows of these tables, or the tables, go away without being told of row by row. */
  | { readonly kind: 'gone'; readonly tables: readonly TableName[]; readonly how: string }
  /** All tables of a database go. */
  | { readonly kind: 'gone-database'; readonly schema: string }
  /** Tables change their names. */
  | { readonly kind: 'rename'; readonly pairs: readonly Renaming[] }
  | { readonly kind: 'create'; readonly table: TableName }
  /** Definitions may have changed: columns that went or changed their names, and those whose type may have changed. */
  | {
      readonly kind: 'alter';
      readonly tables: readonly TableName[];
      readonly dropped: readonly string[];
      readonly modified: readonly string[];
      /** A foreign key may have been taken away. */
      readonly unbinds: boolean;
    }
  /** Rows were changed by the statement itself: statement format. */
  | { readonly kind: 'data'; readonly tables: readonly TableName[]; readonly whole: boolean }
  /** It changes tables, and how is not known. */
  | { readonly kind: 'unreadable'; readonly what: string };

export interface Renaming {
  readonly from: TableName;
  readonly to: TableName;
}

const nothing: StatementEffect = { kind: 'nothing' };

export function effectOf(statement: string, database: string): StatementEffect {
  const words = wordsOf(statement);
  const first = words[0]?.text.toUpperCase() ?? '';
  switch (first) {
    case 'BEGIN':
    case 'START':
      return { kind: 'begin' };
    case 'COMMIT':
      return { kind: 'commit' };
    case 'ROLLBACK':
      return { kind: words.some((word) => isWord(word, 'TO')) ? 'partial-rollback' : 'rollback' };
    case 'XA':
      if (isWord(words[1], 'START', 'BEGIN')) return { kind: 'begin' };
      return isWord(words[1], 'COMMIT', 'ROLLBACK') ? { kind: 'commit' } : nothing;
    case 'TRUNCATE':
      return truncation(words, database);
    case 'DROP':
      return dropping(words, database);
    case 'RENAME':
      return renaming(words, database);
    case 'CREATE':
      return creation(words, database);
    case 'ALTER':
      return alteration(words, database);
    case 'INSERT':
    case 'UPDATE':
    case 'DELETE':
    case 'REPLACE':
    case 'LOAD':
    case 'WITH':
    case 'CALL':
    case 'SELECT':
    case 'DO':
    case 'MERGE':
      return { kind: 'data', tables: mentioned(words, database), whole: isWholeDelete(words, database) };
    default:
      return nothing;
  }
}

/** `TRUNCATE [TABLE] name [WAIT n | NOWAIT]` */
function truncation(words: readonly Word[], database: string): StatementEffect {
  const at = isWord(words[1], 'TABLE') && words[2] !== undefined && !isWord(words[2], 'WAIT', 'NOWAIT') && !isSign(words[2], '.') ? 2 : 1;
  const found = nameAt(words, at, database);
  if (found === undefined) return { kind: 'unreadable', what: 'a TRUNCATE' };
  const rest = words.slice(found.behind).filter((word) => !isSign(word, ';'));
  if (rest.length === 0 || isWord(rest[0], 'WAIT', 'NOWAIT')) return { kind: 'truncate', table: found.table };
  return { kind: 'unreadable', what: 'a TRUNCATE' };
}

function dropping(words: readonly Word[], database: string): StatementEffect {
  let at = 1;
  if (isWord(words[at], 'TEMPORARY')) return nothing;
  if (isWord(words[at], 'DATABASE', 'SCHEMA')) {
    const found = nameAt(words, skipIfExists(words, at + 1), database);
    return found === undefined ? { kind: 'unreadable', what: 'a DROP DATABASE' } : { kind: 'gone-database', schema: found.table.name };
  }
  // DROP INDEX … ON …: shapes tell.
  if (!isWord(words[at], 'TABLE', 'TABLES')) return nothing;
  at = skipIfExists(words, at + 1);
  const tables: TableName[] = [];
  for (;;) {
    const found = nameAt(words, at, database);
    if (found === undefined) return { kind: 'unreadable', what: 'a DROP TABLE' };
    tables.push(found.table);
    if (!isSign(words[found.behind], ',')) return { kind: 'gone', tables, how: 'was dropped' };
    at = found.behind + 1;
  }
}

function skipIfExists(words: readonly Word[], at: number): number {
  return isWord(words[at], 'IF') && isWord(words[at + 1], 'EXISTS') ? at + 2 : at;
}

/** `RENAME TABLE a TO b, c TO d` */
function renaming(words: readonly Word[], database: string): StatementEffect {
  if (!isWord(words[1], 'TABLE', 'TABLES')) return nothing;
  const pairs: Renaming[] = [];
  for (let at = skipIfExists(words, 2); ; ) {
    const from = nameAt(words, at, database);
    if (from === undefined) return { kind: 'unreadable', what: 'a RENAME TABLE' };
    let to = from.behind;
    while (isWord(words[to], 'WAIT', 'NOWAIT') || /^\d+$/.test(words[to]?.text ?? '')) to++;
    const behind = isWord(words[to], 'TO') ? nameAt(words, to + 1, database) : undefined;
    if (behind === undefined) return { kind: 'unreadable', what: 'a RENAME TABLE' };
    pairs.push({ from: from.table, to: behind.table });
    if (!isSign(words[behind.behind], ',')) return { kind: 'rename', pairs };
    at = behind.behind + 1;
  }
}

/** Only MariaDB's CREATE OR REPLACE takes rows away. */
function creation(words: readonly Word[], database: string): StatementEffect {
  if (isWord(words[1], 'TABLE')) {
    const made = nameAt(words, isWord(words[2], 'IF') ? 5 : 2, database);
    return made === undefined ? nothing : { kind: 'create', table: made.table };
  }
  if (!isWord(words[1], 'OR') || !isWord(words[2], 'REPLACE')) return nothing;
  if (!isWord(words[3], 'TABLE')) return nothing;
  const found = nameAt(words, 4, database);
  return found === undefined
    ? { kind: 'unreadable', what: 'a CREATE OR REPLACE TABLE' }
    : { kind: 'gone', tables: [found.table], how: 'was replaced' };
}

function alteration(words: readonly Word[], database: string): StatementEffect {
  let at = 1;
  while (isWord(words[at], 'ONLINE', 'OFFLINE', 'IGNORE')) at++;
  if (!isWord(words[at], 'TABLE')) return nothing;
  const found = nameAt(words, skipIfExists(words, at + 1), database);
  if (found === undefined) return { kind: 'unreadable', what: 'an ALTER TABLE' };
  const rest = words.slice(found.behind);
  const tables = [found.table];
  for (const [index, word] of rest.entries()) {
    const next = rest[index + 1];
    if (isWord(word, 'DROP', 'TRUNCATE', 'EXCHANGE', 'DISCARD', 'IMPORT') && isWord(next, 'PARTITION', 'SUBPARTITION', 'TABLESPACE')) {
      return { kind: 'gone', tables, how: `lost or exchanged rows by ${word.text.toUpperCase()} ${next?.text.toUpperCase() ?? ''}` };
    }
    if (isWord(word, 'EXCHANGE')) return { kind: 'gone', tables: mentioned(words, database), how: 'had a partition exchanged' };
    if (isWord(word, 'CONVERT') && isWord(next, 'PARTITION', 'TABLE')) {
      return { kind: 'gone', tables: mentioned(words, database), how: 'had a partition moved' };
    }
    if (isWord(word, 'RENAME') && !isWord(next, 'COLUMN', 'INDEX', 'KEY')) return alterRename(rest, index, found.table, database);
  }
  const dropped = [...droppedColumns(rest), ...renamedColumns(rest)];
  const unbinds = rest.some((word, index) => isWord(word, 'DROP') && isWord(rest[index + 1], 'FOREIGN', 'CONSTRAINT'));
  return { kind: 'alter', tables, dropped, modified: modifiedColumns(rest), unbinds };
}

function alterRename(rest: readonly Word[], at: number, from: TableName, database: string): StatementEffect {
  let place = at + 1;
  while (isWord(rest[place], 'TO', 'AS') || isSign(rest[place], '=')) place++;
  const to = nameAt(rest, place, database);
  return to === undefined ? { kind: 'unreadable', what: 'an ALTER TABLE … RENAME' } : { kind: 'rename', pairs: [{ from, to: to.table }] };
}

function droppedColumns(rest: readonly Word[]): readonly string[] {
  return rest.flatMap((word, index) => {
    if (!isWord(word, 'DROP')) return [];
    let at = index + 1;
    if (isWord(rest[at], 'COLUMN')) at++;
    else if (isWord(rest[at], 'INDEX', 'KEY', 'PRIMARY', 'FOREIGN', 'CONSTRAINT', 'CHECK', 'DEFAULT', 'SYSTEM', 'PERIOD')) return [];
    at = skipIfExists(rest, at);
    const name = rest[at];
    return name === undefined ? [] : [name.text];
  });
}

/** Both names of `CHANGE a b` and `RENAME COLUMN a TO b`, where they differ: a name that goes on with other values is no better than none. */
function renamedColumns(rest: readonly Word[]): readonly string[] {
  return rest.flatMap((word, index) => {
    if (isWord(word, 'RENAME') && isWord(rest[index + 1], 'COLUMN')) return differing(rest, skipIfExists(rest, index + 2), 2);
    return isWord(word, 'CHANGE') ? differing(rest, columnAt(rest, index), 1) : [];
  });
}

function differing(rest: readonly Word[], at: number, distance: number): readonly string[] {
  const [old = '', now = ''] = [rest[at]?.text, rest[at + distance]?.text];
  return old.toLowerCase() === now.toLowerCase() ? [] : [old, now];
}

/** Columns behind MODIFY and CHANGE; `CONVERT TO CHARACTER SET` changes all of them, but no text. */
function modifiedColumns(rest: readonly Word[]): readonly string[] {
  return rest.flatMap((word, index) => (isWord(word, 'MODIFY', 'CHANGE') ? [rest[columnAt(rest, index)]?.text ?? ''] : []));
}

function columnAt(rest: readonly Word[], at: number): number {
  return skipIfExists(rest, isWord(rest[at + 1], 'COLUMN') ? at + 2 : at + 1);
}

/** `DELETE FROM a.b` and nothing else: what servers write for a MEMORY table that a restart emptied. */
function isWholeDelete(words: readonly Word[], database: string): boolean {
  if (!isWord(words[0], 'DELETE') || !isWord(words[1], 'FROM')) return false;
  const found = nameAt(words, 2, database);
  return found !== undefined && words.length === found.behind;
}
