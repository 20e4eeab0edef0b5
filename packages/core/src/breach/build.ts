import { formatProtection } from '../contract/protection.ts';
import { type BreachExtent, exposedProperties, extentQueries } from './extent.ts';
import { type BreachFacts, type IdentifierSearch, withoutIdentifiers } from './facts.ts';
import type { BreachField, BreachFieldName, BreachLaw } from './law.ts';
import { hoursBehind, momentOf, vietnamDay, yearsBehind } from './moment.ts';
import type { BreachReport, ConcernedData, ConcernedProperty, Deadline, SubjectNotice } from './report.ts';

export interface BreachInput {
  readonly facts: BreachFacts;
  /** What the platform answered to `extentQueries`, in their order. */
  readonly extents: readonly BreachExtent[];
  readonly law: BreachLaw;
  /** Now, RFC 3339. */
  readonly at: string;
  /** Purposes are the words of consumers: what is found in them is left out. */
  readonly search: IdentifierSearch;
}

/** The report of a breach out of what people wrote and what the platform counted; what is required and absent is named. */
export function buildBreachReport(input: BreachInput): BreachReport {
  const { facts, law, at } = input;
  const data = concernedData(input);
  const records = data.length === 0 ? undefined : data.reduce((sum, one) => sum + one.records, 0);
  const missing = missingFields(law, facts, data);
  const { detectedAt, repairedAt, contact, consequences, measures, place, act, persons } = facts;
  const moment = (text: string | undefined) => (text === undefined ? undefined : momentOf(text));
  return {
    law: { id: law.id, source: law.source, from: law.from, form: law.form },
    at: momentOf(at),
    complete: missing.length === 0,
    missing,
    authority: deadline(detectedAt, law.authority, at),
    subjects: subjectNotice(data, input),
    keep: { ...law.keep, until: repairedAt === undefined ? undefined : yearsBehind(vietnamDay(repairedAt), law.keep.years) },
    nature: {
      detectedAt: moment(detectedAt),
      occurredFrom: moment(facts.occurredFrom),
      occurredTo: moment(facts.occurredTo),
      ...{ place, act, persons, data, records },
    },
    ...{ contact, consequences, measures },
    repairedAt: moment(repairedAt),
  };
}

function concernedData({ facts, extents, search }: BreachInput): readonly ConcernedData[] {
  const queries = extentQueries(facts);
  return facts.concerned.flatMap((concern, index): readonly ConcernedData[] => {
    const [extent, query] = [extents[index], queries[index]];
    if (extent === undefined || query === undefined) return [];
    const { contracts, records, persons, streams, readers } = extent;
    const inTime = concern.exposed !== 'stored';
    return [
      {
        dataset: concern.dataset.value,
        title: contracts.findLast(({ title }) => title !== undefined)?.title,
        versions: contracts.map(({ version }) => version),
        dataSubjects: [...new Set(contracts.flatMap(({ personalData }) => personalData?.dataSubjects ?? []))],
        exposed: concern.exposed,
        from: inTime && query.from !== undefined ? momentOf(query.from) : undefined,
        to: inTime && query.to !== undefined ? momentOf(query.to) : undefined,
        properties: exposedProperties(contracts, concern.properties).map(concernedProperty),
        ...{ records, persons, streams },
        readers: readers.map((reader) => ({
          ...reader,
          consumer: withoutIdentifiers(reader.consumer, search),
          purpose: withoutIdentifiers(reader.purpose, search),
        })),
      },
    ];
  });
}

function concernedProperty(property: ReturnType<typeof exposedProperties>[number]): ConcernedProperty {
  const { name, title, classification, personalDataKind, protection } = property;
  return {
    ...{ name, title, classification },
    kind: personalDataKind,
    protection: protection === undefined ? undefined : formatProtection(protection),
  };
}

function isPersonal({ classification }: ConcernedProperty): boolean {
  return classification === 'personal' || classification === 'sensitive';
}

function missingFields(law: BreachLaw, facts: BreachFacts, data: readonly ConcernedData[]): readonly BreachField[] {
  const { contact } = facts;
  const present: Readonly<Record<BreachFieldName, boolean>> = {
    detectedAt: facts.detectedAt !== undefined,
    occurredFrom: facts.occurredFrom !== undefined,
    place: facts.place !== undefined,
    act: facts.act !== undefined,
    persons: facts.persons !== undefined,
    dataTypes: data.some(({ properties }) => properties.some(isPersonal)),
    // A dataset of which nothing was counted was concerned in another way than was written, or at another time.
    records: data.length > 0 && data.every(({ records }) => records > 0),
    contactUnit: contact.unit !== undefined,
    contactReach: contact.phone !== undefined || contact.email !== undefined,
    consequences: facts.consequences !== undefined,
    measures: facts.measures !== undefined,
  };
  return law.fields.filter(({ name }) => !present[name]);
}

function subjectNotice(data: readonly ConcernedData[], { facts, law, at }: BreachInput): SubjectNotice {
  const because = data.flatMap(({ dataset, properties }) =>
    properties.flatMap(({ name, kind }) =>
      kind !== undefined && law.subjects.kinds.includes(kind) ? [{ dataset, property: name, kind }] : [],
    ),
  );
  const required = data.length === 0 ? null : because.length > 0;
  return {
    required,
    ...{ article: law.subjects.article, kinds: law.subjects.kinds, because },
    deadline: required === true ? deadline(facts.detectedAt, law.subjects, at) : undefined,
  };
}

function deadline(
  detectedAt: string | undefined,
  { hours, article }: { readonly hours: number; readonly article: string },
  at: string,
): Deadline | undefined {
  if (detectedAt === undefined) return undefined;
  const until = hoursBehind(detectedAt, hours);
  const left = (Date.parse(until) - Date.parse(at)) / 3_600_000;
  return {
    ...{ hours, article },
    until: momentOf(until),
    hoursLeft: Math.max(0, Math.floor(left)),
    hoursOverdue: Math.max(0, Math.floor(-left)),
    overdue: left < 0,
  };
}
