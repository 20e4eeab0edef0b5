import { type Contract, type Property } from '../contract/contract.ts';
import { nearest } from '../contract/nearest.ts';
import type { ContractProblem } from '../contract/problem.ts';
import type { BreachConcern, BreachFacts, Exposure, Named } from './facts.ts';

/** What a platform is asked about one concerned dataset; what is `undefined` does not narrow it. */
export interface ExtentQuery {
  readonly dataset: string;
  readonly exposed: Exposure;
  readonly publishers: readonly string[] | undefined;
  readonly sources: readonly string[] | undefined;
  readonly recipients: readonly string[] | undefined;
  /** RFC 3339 in UTC. Within this time data arrived, or was read. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** What a platform knows of one concerned dataset: counts and names, never a value. */
export interface BreachExtent {
  /** As registered, of all versions under which concerned records were published; at least one. */
  readonly contracts: readonly Contract[];
  readonly streams: readonly ExposedStream[];
  /** Records concerned: of `stored` each once, of `received` and `read` as often as they went by. */
  readonly records: number;
  /** Persons, of `stored` where a number of theirs can be compared. */
  readonly persons: ExposedPersons | undefined;
  /** Who read the dataset in the time of the query, whatever was exposed. */
  readonly readers: readonly ExposedReader[];
  readonly known: ExtentNames;
}

export interface ExposedStream {
  readonly agency: string;
  readonly source: string;
  readonly records: number;
}

export interface ExposedPersons {
  /** Different numbers in the properties that hold one. A person with several numbers, or tokens of several keys, counts several times. */
  readonly distinct: number;
  readonly properties: readonly string[];
  /** Records that name no person. */
  readonly recordsWithout: number;
}

export interface ExposedReader {
  readonly agency: string;
  readonly consumer: string;
  readonly purpose: string;
  readonly contractVersion: string | null;
  readonly requests: number;
  readonly records: number;
  readonly first: string;
  readonly last: string;
}

/** The names among which those of the facts must be. */
export interface ExtentNames {
  readonly publishers: readonly string[];
  readonly sources: readonly string[];
  readonly recipients: readonly string[];
}

/** What the facts ask of a platform, in their order. */
export function extentQueries(facts: BreachFacts): readonly ExtentQuery[] {
  const values = (names: readonly Named[] | undefined) => names?.map(({ value }) => value);
  return facts.concerned.map(({ dataset, exposed, publishers, sources, recipients, from, to }) => ({
    dataset: dataset.value,
    exposed,
    publishers: values(publishers),
    sources: values(sources),
    recipients: values(recipients),
    from: from ?? facts.occurredFrom,
    to: to ?? facts.occurredTo ?? facts.detectedAt,
  }));
}

/** Names of the facts that the platform does not know; what is mistyped would count as nothing. They are not quoted: they may be anything. */
export function unknownNames(
  facts: BreachFacts,
  extents: readonly (BreachExtent | undefined)[],
  datasets: readonly string[],
): readonly ContractProblem[] {
  return facts.concerned.flatMap((concern, index) => {
    const extent = extents[index];
    if (extent === undefined) return [unknown(concern.dataset, 'the platform knows no such dataset', datasets)];
    const { publishers, sources, recipients } = extent.known;
    const properties = exposedProperties(extent.contracts).map(({ name }) => name);
    return [
      ...missing(concern.publishers, publishers, 'no such agency publishes the dataset'),
      ...missing(concern.sources, sources, 'the dataset has no such source'),
      ...missing(concern.recipients, recipients, 'no such agency is a consumer of the platform'),
      ...missing(concern.properties, properties, 'no such property of the dataset was published'),
    ];
  });
}

function missing(names: readonly Named[] | undefined, known: readonly string[], message: string): readonly ContractProblem[] {
  return (names ?? []).filter(({ value }) => !known.includes(value)).map((name) => unknown(name, message, known));
}

function unknown({ value, place, path }: Named, message: string, known: readonly string[]): ContractProblem {
  const guess = nearest(value, known);
  const some = known.slice(0, 20).join(', ');
  const suggestion = guess === undefined ? (some === '' ? undefined : `one of ${some}`) : `did you mean \`${guess}\`?`;
  return { level: 'error', code: 'value-invalid', ...place, path, message, suggestion };
}

/**
 * The properties that travelled under any of these contracts, each once, as the most sensitive of them says. A dropped property never
 * travelled; a masked, tokenised or encrypted one did, and stays what it is: encrypted data is personal data.
 */
export function exposedProperties(contracts: readonly Contract[], names?: BreachConcern['properties']): readonly Property[] {
  const found = new Map<string, Property>();
  for (const property of contracts.flatMap(({ properties }) => properties)) {
    if (property.protection?.method === 'drop') continue;
    if (names !== undefined && !names.some(({ value }) => value === property.name)) continue;
    const before = found.get(property.name);
    if (before === undefined || outranks(property, before)) found.set(property.name, property);
  }
  return [...found.values()];
}

const ranks = ['public', 'internal', 'personal', 'sensitive'] as const satisfies readonly Property['classification'][];

function outranks(property: Property, before: Property): boolean {
  const [rank, least] = [ranks.indexOf(property.classification), ranks.indexOf(before.classification)];
  if (rank !== least) return rank > least;
  // Of one class, what was in the clear once counts.
  return property.protection === undefined && before.protection !== undefined;
}
