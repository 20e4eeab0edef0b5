import type { Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseName } from './names.ts';

/** Options that are on or off and change nothing in this server, or what the session makes of them. */
const switches = new Set(
  `ansi_nulls ansi_padding ansi_warnings ansi_null_dflt_on ansi_defaults arithabort concat_null_yields_null quoted_identifier
   numeric_roundabort cursor_close_on_commit implicit_transactions nocount xact_abort noexec parseonly fmtonly`.split(/\s+/),
);

const levels = ['read uncommitted', 'read committed', 'repeatable read', 'serializable', 'snapshot'];

/** `set` without a variable, behind the word `set`. */
export function parseOption(cursor: Cursor, line: number): Statement {
  if (cursor.accept('transaction', 'isolation', 'level')) {
    const level = levels.find((name) => cursor.accept(...name.split(' ')));
    return level === undefined ? cursor.refuse() : { kind: 'option', name: 'isolation', value: level, line };
  }
  if (cursor.accept('identity_insert')) {
    const of = parseName(cursor);
    return { kind: 'option', name: 'identity_insert', value: onOff(cursor), of, line };
  }
  if (cursor.accept('lock_timeout')) {
    const sign = cursor.accept('-') ? '-' : '';
    return { kind: 'option', name: 'lock_timeout', value: `${sign}${cursor.integer()}`, line };
  }
  const word = cursor.peek().text.toLowerCase();
  if (['textsize', 'rowcount', 'datefirst'].includes(word)) {
    cursor.next();
    return { kind: 'option', name: word, value: String(cursor.accept('-') ? -cursor.integer() : cursor.integer()), line };
  }
  if (['deadlock_priority', 'language', 'dateformat'].includes(word)) {
    cursor.next();
    return { kind: 'option', name: word, value: cursor.next().text.toLowerCase(), line };
  }
  if (!switches.has(word)) return cursor.refuse();
  // `set ansi_nulls, quoted_identifier on` sets several; tedious sends them one by one.
  cursor.next();
  return { kind: 'option', name: word, value: onOff(cursor), line };
}

function onOff(cursor: Cursor): string {
  if (cursor.accept('on')) return 'on';
  return cursor.accept('off') ? 'off' : cursor.refuse();
}
