import type { SystemView } from '../extensions.ts';
import { type Columns, family } from './family.ts';

const constraintFrom = 'cat.constraints k join cat.objects o on o.object_id = k.object_id where o.container = $container';

const indexFrom = `cat.objects i join cat.objects o on o.object_id = i.parent_id where i.container = $container and i.type = 'INDEX'`;

const indexColumns: Columns = [
  ['OWNER', 'name', 'i.owner'],
  ['INDEX_NAME', 'name', 'i.name'],
  ['INDEX_TYPE', 'text(27)', `i.detail->>'type'`],
  ['TABLE_OWNER', 'name', 'o.owner'],
  ['TABLE_NAME', 'name', 'o.name'],
  ['TABLE_TYPE', 'text(5)', `'TABLE'`],
  ['UNIQUENESS', 'text(9)', `case when i.detail->>'unique' = 'true' then 'UNIQUE' else 'NONUNIQUE' end`],
  ['STATUS', 'text(8)', 'i.status'],
  ['PARTITIONED', 'text(3)', `'NO'`],
  ['VISIBILITY', 'text(9)', `'VISIBLE'`],
];

export const keyViews: Readonly<Record<string, SystemView>> = {
  ...family(
    'CONSTRAINTS',
    [
      ['OWNER', 'name', 'k.owner'],
      ['CONSTRAINT_NAME', 'name', 'k.name'],
      ['CONSTRAINT_TYPE', 'text(1)', 'k.type'],
      ['TABLE_NAME', 'name', 'o.name'],
      ['SEARCH_CONDITION', 'long', 'k.search_text'],
      ['R_OWNER', 'name', '(select r.owner from cat.constraints r where r.constraint_id = k.target_id)'],
      ['R_CONSTRAINT_NAME', 'name', '(select r.name from cat.constraints r where r.constraint_id = k.target_id)'],
      ['DELETE_RULE', 'text(9)', 'k.delete_rule'],
      ['STATUS', 'text(8)', 'k.status'],
      ['DEFERRABLE', 'text(14)', 'k.is_deferrable'],
      ['DEFERRED', 'text(9)', 'k.is_deferred'],
      ['VALIDATED', 'text(13)', 'k.validated'],
      ['GENERATED', 'text(14)', 'k.generated'],
      ['LAST_CHANGE', 'date', 'floor(ora.local(k.changed))'],
      ['INDEX_NAME', 'name', '(select i.name from cat.objects i where i.object_id = k.index_id)'],
    ],
    constraintFrom,
  ),
  ...family(
    'CONS_COLUMNS',
    [
      ['OWNER', 'name', 'k.owner'],
      ['CONSTRAINT_NAME', 'name', 'k.name'],
      ['TABLE_NAME', 'name', 'o.name'],
      ['COLUMN_NAME', 'text', 'c.name'],
      ['POSITION', 'number', 'e.ordinality'],
    ],
    `cat.constraints k join cat.objects o on o.object_id = k.object_id cross join lateral jsonb_array_elements_text(k.columns) with ordinality e join cat.columns c on c.object_id = k.object_id and c.column_id = e.value::int where o.container = $container`,
  ),
  ...family('INDEXES', indexColumns, indexFrom),
  ...family(
    'IND_COLUMNS',
    [
      ['INDEX_OWNER', 'name', 'i.owner'],
      ['INDEX_NAME', 'name', 'i.name'],
      ['TABLE_OWNER', 'name', 'o.owner'],
      ['TABLE_NAME', 'name', 'o.name'],
      ['COLUMN_NAME', 'text', `coalesce(e.value->>'name', 'SYS_NC' || lpad(e.ordinality::text, 5, '0') || '$')`],
      ['COLUMN_POSITION', 'number', 'e.ordinality'],
      ['DESCEND', 'text(4)', `case when e.value->>'descending' = 'true' then 'DESC' else 'ASC' end`],
    ],
    `cat.objects i join cat.objects o on o.object_id = i.parent_id cross join lateral jsonb_array_elements(i.detail->'columns') with ordinality e where i.container = $container and i.type = 'INDEX'`,
    'INDEX_OWNER',
  ),
};
