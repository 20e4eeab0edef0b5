import type { OracleType } from '../../engine.ts';
import { bound } from '../binding/bound.ts';
import type { BoundQuery, Context } from '../binding/context.ts';
import type { SystemView } from '../extensions.ts';
import { quote } from '../quote.ts';
import { storageOf } from '../values/storage.ts';
import { number, varchar2 } from '../values/types.ts';

/** A view as a query over PostgreSQL; `$…` are the session's facts. */
export function viewQuery(context: Context, view: SystemView): BoundQuery {
  const { facts, isDba, rights } = context;
  const values: Readonly<Record<string, string>> = {
    sid: String(facts.sid),
    user: quote(facts.user),
    user_id: String(facts.userId),
    schema: quote(facts.schema),
    container: quote(facts.container),
    con_id: String(facts.containerId),
    instance: String(facts.instance),
    dba: String(isDba),
    any: String(rights.has('SELECT ANY TABLE')),
    grantees: [facts.user, 'PUBLIC', ...context.roles].map(quote).join(', '),
    settings: `${quote(JSON.stringify(Object.fromEntries(facts.settings)))}::jsonb`,
    version: quote(facts.version),
  };
  const filled = (sql: string): string =>
    sql.replaceAll(
      /\$(sid|user_id|user|schema|container|con_id|instance|dba|any|grantees|settings|version)\b/g,
      (whole, name: string) => values[name] ?? whole,
    );
  const columns = view.columns.map(([name, type]) => ({ name, value: bound('', viewType(type)) }));
  return {
    sql: `select ${view.columns.map(([, type, sql], index) => `(${filled(sql)})::${storageOf(viewType(type))} as k${index + 1}`).join(', ')} from ${filled(view.from)}`,
    columns,
  };
}

function viewType(word: string): OracleType {
  const size = /^text\((\d+)\)$/.exec(word)?.[1];
  if (size !== undefined) return varchar2(Number(size));
  switch (word) {
    case 'number':
      return number;
    case 'text':
      return varchar2(4000);
    case 'name':
      return varchar2(128);
    case 'date':
      return { name: 'date' };
    case 'timestamp':
      return { name: 'timestamp', scale: 9 };
    case 'raw':
      return { name: 'raw', length: 2000 };
    case 'clob':
    case 'long':
    case 'rowid':
      return { name: word };
    default:
      throw new Error(`No type is called ${word} in the system views.`);
  }
}
