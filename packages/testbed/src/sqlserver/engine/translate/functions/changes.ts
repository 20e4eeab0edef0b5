import type { SqlType } from '../../../engine.ts';
import { bound, nullBound } from '../../binding/bound.ts';
import { bigint, type Functions } from './function.ts';

const eight: SqlType = { name: 'binary', length: 8 };

/** Row versions and Change Tracking. */
export const changeFunctions: Functions = {
  min_active_rowversion: {
    arguments: [0, 0],
    translate: (_, { database }) => bound(`int8send(tsql.min_active_rowversion(${database.id}))`, eight, { nullable: false }),
  },
  '@@dbts': {
    arguments: [0, 0],
    translate: (_, { database }) =>
      bound(`int8send(tsql.last_rowversion(${database.id}))`, { name: 'varbinary', length: 8 }, { nullable: false }),
  },
  change_tracking_current_version: {
    arguments: [0, 0],
    translate: (_, { database }) => (database.isTracking ? bound(`tsql.tracking_version(${database.id})`, bigint) : nullBound(bigint)),
  },
  change_tracking_min_valid_version: {
    arguments: [1, 1],
    translate: ([id = nullBound()], { database }) =>
      bound(
        `(select t.min_valid_version from cat.tracked t join cat.objects o on o.object_id = t.object_id where o.database_id = ${database.id} and t.object_id = ${id.sql})`,
        bigint,
      ),
  },
  change_tracking_is_column_in_mask: {
    arguments: [2, 2],
    translate: ([column = nullBound(), mask = nullBound()]) =>
      bound(`case when ${mask.sql} is null or tsql.in_mask(${mask.sql}, ${column.sql}) then 1 else 0 end`, { name: 'bit' }),
  },
};
