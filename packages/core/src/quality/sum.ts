import type { FoundCount, PropertyCounts, QualityCounts } from './counts.ts';

const mostExamples = 3;

/** Counts of the same dataset, made at different times of different records, as one. `undefined`: of nothing. */
export function sumCounts(parts: readonly QualityCounts[]): QualityCounts | undefined {
  return parts.reduce<QualityCounts | undefined>((sum, part) => (sum === undefined ? part : addCounts(sum, part)), undefined);
}

function addCounts(left: QualityCounts, right: QualityCounts): QualityCounts {
  const names = new Set([...left.properties, ...right.properties].map(({ property }) => property));
  const find = ({ properties }: QualityCounts, name: string) => properties.find(({ property }) => property === name);
  const found = addAllFound(left.found ?? [], right.found ?? []);
  return {
    dataset: left.dataset,
    records: left.records + right.records,
    rejected: left.rejected + right.rejected,
    properties: [...names].map((name) => addProperty(name, find(left, name), find(right, name))),
    ...addCompared(left, right),
    ...(found.length === 0 ? {} : { found }),
  };
}

function addProperty(property: string, left: PropertyCounts | undefined, right: PropertyCounts | undefined): PropertyCounts {
  return {
    property,
    present: (left?.present ?? 0) + (right?.present ?? 0),
    withError: (left?.withError ?? 0) + (right?.withError ?? 0),
    found: addAllFound(left?.found ?? [], right?.found ?? []),
    ...addCompared(left, right),
  };
}

function addCompared(...parts: readonly ({ readonly compared?: number } | undefined)[]): { readonly compared?: number } {
  const known = parts.flatMap((part) => (part?.compared === undefined ? [] : [part.compared]));
  return known.length === 0 ? {} : { compared: known.reduce((sum, one) => sum + one, 0) };
}

function addAllFound(left: readonly FoundCount[], right: readonly FoundCount[]): readonly FoundCount[] {
  const sums = new Map<string, FoundCount>();
  for (const one of [...left, ...right]) {
    const name = `${one.code} ${one.severity} ${one.origin}`;
    const before = sums.get(name);
    sums.set(name, before === undefined ? one : addFound(before, one));
  }
  return [...sums.values()];
}

/** Both as one, with the origin of the more frequent. */
export function addFound(left: FoundCount, right: FoundCount): FoundCount {
  const { origin } = right.count > left.count ? right : left;
  const examples = [...new Set([...left.examples, ...right.examples])].slice(0, mostExamples);
  return { ...left, origin, count: left.count + right.count, examples };
}
