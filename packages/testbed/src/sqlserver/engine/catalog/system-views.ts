import { bound } from '../binding/bound.ts';
import type { BoundQuery, Context } from '../binding/context.ts';
import { cdcViews } from '../cdc/views.ts';
import type { Name } from '../syntax/ast.ts';
import { keyViews } from './key-views.ts';
import { objectViews } from './object-views.ts';
import { serverViews } from './server-views.ts';
import { type SystemView, typeOf } from './view.ts';

const views: Readonly<Record<string, SystemView>> = { ...objectViews, ...keyViews, ...serverViews, ...cdcViews };

/** A view of `sys` or INFORMATION_SCHEMA, `[database.]sys.x`; undefined when the name is none of them. */
export function systemView(context: Context, { parts }: Name): BoundQuery | undefined {
  const [view = '', schema = '', database] = [...parts].reverse();
  const name = `${schema}.${view}`.toLowerCase();
  const isThere = context.facts.features.changeTracking || !name.startsWith('sys.change_tracking_');
  const found = isThere && Object.hasOwn(views, name) ? views[name] : undefined;
  const of = database === undefined ? context.database : context.databases.get(database.toLowerCase());
  return found === undefined || of === undefined ? undefined : viewQuery(context, found, of.id, of.collation);
}

function viewQuery({ facts }: Context, view: SystemView, databaseId: number, collation: string): BoundQuery {
  const values: Readonly<Record<string, string>> = {
    $db: String(databaseId),
    $user: `'${facts.user.replaceAll("'", "''")}'`,
    $spid: String(facts.spid),
    $major: String(facts.major),
    $offset: String(facts.utcOffset),
    $agent: facts.features.agent ? "'Running'" : "'Stopped'",
  };
  const filled = (sql: string): string => sql.replaceAll(/\$(db|user|spid|major|offset|agent)\b/g, (word) => values[word] ?? word);
  const columns = view.columns.map(([name, type]) => ({ name, value: bound('', typeOf(type, collation), { coercibility: 'implicit' }) }));
  const list = view.columns.map(([, , sql], index) => `${filled(sql)} as k${index + 1}`).join(', ');
  return { sql: `select ${list} from ${filled(view.from)}`, columns };
}
