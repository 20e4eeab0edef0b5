import {
  type CollectionDescription,
  type Contract,
  compileEncoder,
  type Dictionary,
  type FoundCount,
  LienThongError,
  type Property,
  type PropertyCounts,
} from '@lienthong/core';

/** Counts what is found in one property's values, each as it stands there. */
export interface PropertyCounter {
  /** Whether the contract takes the value; `null`: there is none. */
  add(value: string | null): boolean;
  /** A record that was refused on its way, for this property. */
  addRefusal(code: string): void;
  counts(): PropertyCounts;
}

/** The contract and the dictionary both look at every value: a code that the contract refuses is one that no list has, too. */
export function countProperty(contract: Contract, property: Property, dictionary: Dictionary): PropertyCounter {
  const { name } = property;
  const inspector = dictionary.inspector(property);
  if (typeof inspector === 'string') throw new LienThongError('CONTRACT_INVALID', { message: `${name}: ${inspector}` });
  const encoder = compileEncoder({
    contract: { ...contract, properties: [property], primaryKey: [] },
    collection: oneText(name),
    mapping: { properties: { [name]: { column: name, cast: true } } },
  });
  const found = new Map<string, Omit<FoundCount, 'count'> & { count: number }>();
  const find = (code: string, severity: FoundCount['severity'], origin: FoundCount['origin']): void => {
    const known = found.get(`${code} ${origin}`) ?? { code, severity, origin, count: 0, examples: [] };
    known.count += 1;
    found.set(`${code} ${origin}`, known);
  };
  let [present, withError] = [0, 0];
  return {
    add(value) {
      if (value !== null) present += 1;
      const taken = encoder.record([value]);
      const findings = value === null ? [] : (inspector?.inspect(value) ?? []);
      if (typeof taken !== 'string') find(taken.code, 'error', 'contract');
      for (const { code, severity } of findings) find(code, severity, 'dictionary');
      if (typeof taken !== 'string' || findings.some(({ severity }) => severity === 'error')) withError += 1;
      return typeof taken === 'string';
    },
    addRefusal(code) {
      if (code !== 'required-missing') present += 1;
      withError += 1;
      find(code, 'error', 'contract');
    },
    counts: () => ({ property: name, present, withError, found: [...found.values()] }),
  };
}

function oneText(name: string): CollectionDescription {
  const type = { native: 'text', canonical: { kind: 'string' }, raw: 'text' } as const;
  return {
    collection: { schema: 'public', name: 'values' },
    kind: 'view',
    columns: [{ name, nativeType: 'text', type, nullable: true, generated: false, comment: undefined }],
    primaryKey: [],
    uniqueKeys: [],
    rowEstimate: undefined,
    comment: undefined,
  };
}
