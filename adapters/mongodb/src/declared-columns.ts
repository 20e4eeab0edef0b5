import { type MongoType, mongoType, mongoTypes } from './types.ts';

/** `{ ho_so: { 'dia_chi.xa': 'string', so_dien_thoai: 'text' } }` */
export type DeclaredColumnsInput = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface DeclaredColumns {
  /** The columns of a collection, by its name as a dataset names it, without the database. */
  of(collection: string): ReadonlyMap<string, MongoType>;
}

const none: ReadonlyMap<string, MongoType> = new Map();

export function declaredColumns(input: unknown, problems: string[]): DeclaredColumns {
  const all = new Map<string, ReadonlyMap<string, MongoType>>();
  if (input !== undefined && !isObject(input)) problems.push('columns must name the columns of each collection');
  for (const [collection, columns] of Object.entries(isObject(input) ? input : {})) {
    if (!isObject(columns)) {
      problems.push(`columns of ${collection} must name a type for each column`);
      continue;
    }
    const types = new Map<string, MongoType>();
    for (const [column, name] of Object.entries(columns)) {
      const type = typeof name === 'string' ? mongoType(name) : undefined;
      if (type === undefined)
        problems.push(`the type of ${collection} ${column} must be one of ${mongoTypes.map(({ native }) => native).join(', ')}`);
      else types.set(column, type);
    }
    all.set(collection, types);
  }
  return { of: (collection) => all.get(collection) ?? none };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
