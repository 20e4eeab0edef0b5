import type { CanonicalKind } from '../canonical/types.ts';
import { formatType } from '../canonical/types.ts';
import type { Place, ProblemList } from './problem.ts';
import type { PropertyReading } from './properties.ts';

const keyKinds: readonly CanonicalKind[] = [
  'string',
  'integer',
  'bigint',
  'uuid',
  'date',
  'decimal',
  'timestamp',
  'timestamptz',
  'boolean',
];

/** Names of the properties that identify a record, in key order. */
export function readPrimaryKey(
  readings: readonly PropertyReading[],
  schemaPlace: Place,
  path: string,
  problems: ProblemList,
): readonly string[] {
  const parts = readings.flatMap((reading) => (reading.key === undefined ? [] : [{ ...reading, key: reading.key }]));
  if (parts.length === 0) {
    problems.error(
      'primary-key-invalid',
      schemaPlace,
      path,
      'no property is marked as primary key',
      'primaryKey: true at the property that identifies a record',
    );
  }
  const positions = new Map<number, string>();
  for (const { property, key, path: here } of parts) {
    if (!property.required)
      problems.error(
        'primary-key-invalid',
        key.place,
        `${here}.required`,
        `\`${property.name}\` is part of the primary key and must be required`,
        'required: true',
      );
    if (!keyKinds.includes(property.type.kind)) {
      problems.error(
        'primary-key-invalid',
        key.place,
        `${here}.primaryKey`,
        `a \`${formatType(property.type)}\` cannot identify a record`,
        `one of ${keyKinds.join(', ')}`,
      );
    }
    if (key.position === undefined) continue;
    const other = positions.get(key.position);
    if (other !== undefined)
      problems.error(
        'primary-key-invalid',
        key.place,
        `${here}.primaryKeyPosition`,
        `position ${key.position} is taken by \`${other}\` already`,
      );
    positions.set(key.position, property.name);
  }
  const placed = parts.filter((part) => part.key.position !== undefined).length;
  if (placed > 0 && placed < parts.length) {
    const missing = parts.find((part) => part.key.position === undefined);
    problems.error(
      'primary-key-invalid',
      missing?.key.place ?? schemaPlace,
      `${missing?.path ?? path}.primaryKeyPosition`,
      'either all properties of the key have a position or none has',
      `primaryKeyPosition: ${placed + 1}`,
    );
  }
  // A stable sort: without positions the order of declaration counts.
  return [...parts].sort((left, right) => (left.key.position ?? 0) - (right.key.position ?? 0)).map((part) => part.property.name);
}
