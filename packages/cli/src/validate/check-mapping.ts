import {
  type CollectionDescription,
  type ColumnDescription,
  type Contract,
  compileEncoder,
  type Dictionary,
  isLienThongError,
  type Mapping,
  type Property,
  type PropertyMapping,
  type TypeMapping,
  withEncodings,
} from '@lienthong/core';

export interface MappingProblem {
  /** The property, or undefined when the whole mapping is meant. */
  readonly property: string | undefined;
  readonly message: string;
}

const text: TypeMapping = { native: 'text', canonical: { kind: 'string' }, raw: 'text' };

/**
 * Compiles the mapping without a database: every column is taken to exist and to have a type that fits, so what is found is
 * wrong whatever the table looks like. `lienthong doctor` holds it against the real table.
 */
export function checkMapping(contract: Contract, mapping: Mapping, dictionary: Dictionary): readonly MappingProblem[] {
  const columns: ColumnDescription[] = [];
  const column = (name: string, type: TypeMapping): string => {
    columns.push({ name, nativeType: type.native, type, nullable: true, generated: false, comment: undefined });
    return name;
  };
  const properties: Record<string, PropertyMapping> = {};
  for (const [name, given] of Object.entries(mapping.properties)) {
    const property = contract.properties.find((candidate) => candidate.name === name);
    properties[name] = suppose(given, property, name, column);
  }
  const collection: CollectionDescription = {
    collection: { schema: '', name: contract.dataset },
    kind: 'table',
    columns,
    primaryKey: [],
    uniqueKeys: [],
    rowEstimate: undefined,
    comment: undefined,
  };
  try {
    // Which encoding it is, the connector finds out.
    const decided = withEncodings({ properties }, () => ({ encoding: 'ascii' }));
    compileEncoder({ contract, mapping: decided, collection, dictionary: withoutDoubt(dictionary) });
    return [];
  } catch (error) {
    if (!isLienThongError(error)) throw error;
    // The mapping is right, then: keys are the configuration's own problem.
    if (error.code === 'PROTECTION_KEY_MISSING') return [];
    if (error.code !== 'MAPPING_INVALID') throw error;
    const problems = error.details['problems'];
    return (Array.isArray(problems) ? problems : [error.message]).map((problem) => toProblem(String(problem), mapping, contract));
  }
}

/** What the contract names and the dictionary does not know is told with the contract's own line. */
function withoutDoubt(dictionary: Dictionary): Dictionary {
  return {
    ...dictionary,
    inspector(property) {
      const known = dictionary.inspector(property);
      return typeof known === 'string' ? undefined : known;
    },
  };
}

// One column for each use: two properties may read the same column in different ways.
function suppose(
  given: PropertyMapping,
  property: Property | undefined,
  name: string,
  column: (name: string, type: TypeMapping) => string,
): PropertyMapping {
  const fitting: TypeMapping =
    property === undefined ? text : { native: 'any', canonical: property.type, raw: 'canonical', read: () => null };
  if (typeof given === 'string') return column(`${name}/${given}`, fitting);
  if ('concat' in given) return { ...given, concat: given.concat.map((one, index) => column(`${name}/${index}/${one}`, text)) };
  if ('compute' in given) return { ...given, columns: given.columns.map((one, index) => column(`${name}/${index}/${one}`, text)) };
  if (!('column' in given)) return given;
  const { trim, emptyAsNull, encoding, lookup, codes = false, dates, identifier } = given;
  const textual =
    trim === true || emptyAsNull === true || codes !== false || [encoding, lookup, dates, identifier].some((step) => step !== undefined);
  return { ...given, column: column(`${name}/${given.column}`, textual ? text : fitting), ...(textual ? { cast: true } : {}) };
}

function toProblem(problem: string, mapping: Mapping, contract: Contract): MappingProblem {
  const at = problem.indexOf(': ');
  const property = problem.slice(0, Math.max(at, 0));
  const known = Object.hasOwn(mapping.properties, property) || contract.properties.some(({ name }) => name === property);
  return known ? { property, message: problem.slice(at + 2) } : { property: undefined, message: problem };
}
