import { SqlServerError, type SqlType } from '../../../engine.ts';
import { type Bound, bound, nullBound } from '../../binding/bound.ts';
import { commonType } from '../../binding/common-type.ts';
import { isUnicode, kindOf } from '../../types/kinds.ts';
import { maxLength } from '../../types/names.ts';
import { aligned, implicit } from '../compare.ts';
import { pageOf, sizeOf } from '../convert-text.ts';
import { baseName, variantFact } from '../convert-variant.ts';
import { constantText, type Functions, int } from './function.ts';

function strongest(values: readonly Bound[]): Bound['coercibility'] {
  return values.find((value) => value.coercibility !== 'default')?.coercibility ?? 'default';
}

/** Bytes that a value takes. */
function dataLength({ sql, type }: Bound): Bound {
  switch (kindOf(type)) {
    case 'text':
      return bound(
        isUnicode(type) ? `(2 * ${sizeOf(sql, type)})` : pageOf(type) === 65_001 ? `octet_length(${sql})` : `length(${sql})`,
        int,
      );
    case 'binary':
    case 'udt':
      return bound(`length(${sql})`, int);
    default:
      return bound(`case when ${sql} is not null then ${maxLength(type)} end`, int);
  }
}

export const valueFunctions: Functions = {
  isnull: {
    arguments: [2, 2],
    translate: ([value, other]) => {
      const [a, b] = [value ?? nullBound(), other ?? nullBound()];
      // The first decides the type, so the second is cut to it.
      const type = a.isNull === true ? b.type : a.type;
      return bound(`coalesce(${implicit(a, type).sql}, ${implicit(b, type).sql})`, type, {
        nullable: b.nullable,
        coercibility: strongest([a, b]),
      });
    },
  },
  coalesce: {
    arguments: [2, 100],
    translate: (list) => {
      const type = commonType(list);
      return bound(`coalesce(${list.map((value) => implicit(value, type).sql).join(', ')})`, type, {
        nullable: list.every(({ nullable }) => nullable),
        coercibility: strongest(list),
      });
    },
  },
  nullif: {
    arguments: [2, 2],
    translate: ([a = nullBound(), b = nullBound()]) => {
      const [left, right] = aligned(a, b, 'equal to');
      return { ...a, sql: `case when ${left} = ${right} then null else ${a.sql} end`, nullable: true };
    },
  },
  datalength: { arguments: [1, 1], translate: ([value = nullBound()]) => dataLength(value) },
  newid: {
    arguments: [0, 0],
    translate: () => bound('tsql.guid_from_bytes(uuid_send(gen_random_uuid()))', { name: 'uniqueidentifier' }, { nullable: false }),
  },
  checksum: {
    arguments: [1, 100],
    translate: (list) => bound(`hashtext(concat_ws('|', ${list.map(({ sql }) => `(${sql})::text`).join(', ')}))`, int, { nullable: false }),
  },
  sql_variant_property: {
    arguments: [2, 2],
    translate: ([value = nullBound(), property], context) => {
      const name = constantText(property, 'SQL_VARIANT_PROPERTY').toLowerCase();
      const type: SqlType = { name: 'sql_variant' };
      if (value.type.name !== 'sql_variant')
        throw new SqlServerError(40510, 'SQL_VARIANT_PROPERTY of another type than sql_variant is not supported by this server.');
      const facts: Readonly<Record<string, string>> = {
        basetype: baseName(value.sql),
        precision: variantFact(value.sql, 'precision'),
        scale: variantFact(value.sql, 'scale'),
        collation: variantFact(value.sql, 'collation'),
        maxlength: variantFact(value.sql, 'length'),
      };
      const fact = facts[name];
      if (fact === undefined) return nullBound(type);
      const held: SqlType =
        name === 'basetype' || name === 'collation' ? { name: 'nvarchar', length: 128, collation: context.database.collation } : int;
      return bound(`'${JSON.stringify(held)}|' || ${fact}`, type);
    },
  },
};
