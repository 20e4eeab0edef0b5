import type { SystemView } from '../extensions.ts';

export type Columns = SystemView['columns'];

/** What a user sees of an object `o`: his own, what he or a role of his was granted, everything by a privilege. */
const visible = `($dba or $any or o.owner = $user or exists (select from cat.grants g where g.object_id = o.object_id and g.grantee in ($grantees)))`;

/**
 * ALL_, DBA_ and USER_ of a view over objects \`o\`. USER_ has not the columns named as the owner's.
 * \`from\` ends in a WHERE whose conditions more can follow.
 */
export function family(name: string, columns: Columns, from: string, owner = 'OWNER'): Readonly<Record<string, SystemView>> {
  return {
    [`ALL_${name}`]: { columns, from: `${from} and ${visible}`, access: 'public' },
    [`DBA_${name}`]: { columns, from, access: 'dictionary' },
    [`USER_${name}`]: { columns: columns.filter(([column]) => column !== owner), from: `${from} and o.owner = $schema`, access: 'public' },
  };
}

/** The same for whoever may read the view at all, as V$ and GV$, which has the instance before. */
export function dynamic(
  name: string,
  columns: Columns,
  from: string,
  access: SystemView['access'] = 'dictionary',
): Readonly<Record<string, SystemView>> {
  return {
    [`V$${name}`]: { columns, from, access },
    [`GV$${name}`]: { columns: [['INST_ID', 'number', '1'], ...columns], from, access },
  };
}
