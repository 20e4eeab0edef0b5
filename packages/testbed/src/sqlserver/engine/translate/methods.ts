import { SqlServerError, type SqlType } from '../../engine.ts';
import { type Bound, bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import type { Name } from '../syntax/ast.ts';

/** Methods and properties of the CLR types; their names are case-sensitive. */
const methods = new Set(['ToString', 'STSrid', 'AsBinaryZM', 'STAsBinary', 'STAsText', 'GetLevel', 'Lat', 'Long']);

export function isMethod({ parts }: Name): boolean {
  return parts.length > 1 && methods.has(parts[parts.length - 1] ?? '');
}

const text: (context: Context) => SqlType = (context) => ({ name: 'nvarchar', length: 4000, collation: context.database.collation });
const bytes: SqlType = { name: 'varbinary', length: 'max' };

/**
 * A geography is kept as SQL Server keeps a point without Z and M (MS-SSCLRT 2.1.1): SRID in four bytes, version, properties, two
 * doubles; a geography's first double is the latitude.
 */
export function translateMethod(context: Context, of: Bound, method: string, list: readonly Bound[]): Bound {
  const { type } = of;
  if (type.name !== 'udt' || list.length > 0) throw new SqlServerError(258, `Cannot call methods on ${type.name}.`);
  const isHierarchy = type.typeName === 'hierarchyid';
  const first = `substring(${of.sql} from 7 for 8)`;
  const second = `substring(${of.sql} from 15 for 8)`;
  const [x, y] = type.typeName === 'geography' ? [second, first] : [first, second];
  switch (`${isHierarchy ? 'hierarchyid' : 'spatial'}.${method}`) {
    case 'hierarchyid.ToString':
      return bound(`tsql.hierarchy_text(${of.sql})`, text(context));
    case 'hierarchyid.GetLevel':
      return bound(`(length(tsql.hierarchy_text(${of.sql})) - length(replace(tsql.hierarchy_text(${of.sql}), '/', '')) - 1)`, {
        name: 'int',
      });
    case 'spatial.STSrid':
      return bound(`tsql.bytes_int(tsql.reversed(substring(${of.sql} from 1 for 4)))::int`, { name: 'int' });
    case 'spatial.AsBinaryZM':
    case 'spatial.STAsBinary':
      return bound(`('\\x0101000000'::bytea || ${x} || ${y})`, bytes);
    case 'spatial.ToString':
    case 'spatial.STAsText':
      return bound(`('POINT (' || tsql.double_of(${x})::text || ' ' || tsql.double_of(${y})::text || ')')`, {
        name: 'nvarchar',
        length: 'max',
        collation: context.database.collation,
      });
    default:
      throw new SqlServerError(
        6506,
        `Could not find method '${method}' for type '${type.typeName}' in assembly 'Microsoft.SqlServer.Types'`,
      );
  }
}
