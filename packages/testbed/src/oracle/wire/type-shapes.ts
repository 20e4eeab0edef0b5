import type { Bind, Execution, OracleValue } from '../engine.ts';
import { xmlTypeId } from './values/objects.ts';

/**
 * What the driver asks before it reads a column of an object's type: a block of its own, about how the type is made. It is answered here,
 * as no engine has it: XMLTYPE has no attributes, and every other type is unknown, so that the driver refuses it. Undefined for all else.
 */
export function typeShapeOf(text: string, [binds]: readonly (readonly Bind[])[]): Execution | undefined {
  if (binds?.length !== places.count || !text.includes('dbms_pickler.get_type_shape')) return undefined;
  const isXml = binds[places.fullName]?.value === '"SYS"."XMLTYPE"';
  const outputs = new Map<number, readonly OracleValue[]>();
  for (let place = 0; place < places.count; place++) if (place !== places.fullName) outputs.set(place, [null]);
  outputs.set(places.found, [isXml ? '0' : '1']);
  outputs.set(places.attributes, [{ columns: [], fetch: async () => [], close: async () => undefined }]);
  if (isXml) {
    outputs.set(places.id, [xmlTypeId]);
    outputs.set(places.version, ['1']);
    outputs.set(places.description, [Buffer.alloc(18)]);
    outputs.set(places.schema, ['SYS']);
    outputs.set(places.name, ['XMLTYPE']);
  }
  return { cursor: undefined, rowCount: 0, outputs };
}

/** Of the block's binds, in the order in which it mentions them. */
const places = { found: 0, fullName: 1, id: 2, version: 3, description: 4, attributes: 5, schema: 7, name: 8, count: 9 };
