import { type ContractProblem, createProblemList } from '../contract/problem.ts';
import { readYaml } from '../contract/read-yaml.ts';
import { entryOf } from '../contract/yaml.ts';
import { extentQueries } from './extent.ts';
import { type BreachContact, type BreachFacts, type IdentifierSearch, withoutIdentifiers } from './facts.ts';
import { type Fields, momentAt, refuseUnknownKeys, textOf } from './fields.ts';
import { breachLawAt, breachLaws } from './law.ts';
import { vietnamDay } from './moment.ts';
import { readConcerned } from './read-concern.ts';

export type ParsedBreachFacts =
  | { readonly facts: BreachFacts; readonly problems: readonly ContractProblem[] }
  | { readonly facts: undefined; readonly problems: readonly ContractProblem[] };

export interface BreachReading {
  /** What must not stand in a text. */
  readonly search: IdentifierSearch;
  /** Now, RFC 3339: what is found was found before. */
  readonly at: string;
}

const document = { name: 'file', example: 'detectedAt: 2026-03-01T08:00:00+07:00', remedy: 'a notice is a few pages of text' };

/**
 * The facts of a breach as people write them (YAML): every problem at once, with line and column. What is not there yet is no
 * problem: the report names it as missing. No problem quotes a number of a person.
 */
export function parseBreachFacts(yaml: string, { search, at }: BreachReading): ParsedBreachFacts {
  const problems = createProblemList();
  const root = readYaml(yaml, problems, document);
  if (root !== undefined && root.kind !== 'map') {
    problems.error('wrong-kind', root.place, '', 'must be a map of keys and values', document.example);
  }
  const facts = root?.kind === 'map' ? readFacts({ map: root, path: '', problems, search }, at) : undefined;
  const found = problems.found
    .map((problem) => withoutValues(problem, search))
    .sort((left, right) => left.line - right.line || left.column - right.column);
  const refused = facts === undefined || found.some(({ level }) => level === 'error');
  return refused ? { facts: undefined, problems: found } : { facts, problems: found };
}

const keys = [
  ...['detectedAt', 'occurredFrom', 'occurredTo', 'place', 'act', 'persons', 'concerned', 'contact', 'consequences'],
  ...['measures', 'repairedAt'],
];
const contactKeys = ['unit', 'person', 'phone', 'email'];

function readFacts(fields: Fields, at: string): BreachFacts {
  refuseUnknownKeys(fields, keys);
  const facts = {
    detectedAt: momentAt(fields, 'detectedAt'),
    occurredFrom: momentAt(fields, 'occurredFrom'),
    occurredTo: momentAt(fields, 'occurredTo'),
    place: textOf(fields, 'place'),
    act: textOf(fields, 'act'),
    persons: textOf(fields, 'persons'),
    concerned: readConcerned(fields),
    contact: readContact(fields),
    consequences: textOf(fields, 'consequences'),
    measures: textOf(fields, 'measures'),
    repairedAt: momentAt(fields, 'repairedAt'),
  };
  checkOrder(fields, facts, at);
  return facts;
}

function readContact(fields: Fields): BreachContact {
  const node = entryOf(fields.map, 'contact')?.value;
  const none = { unit: undefined, person: undefined, phone: undefined, email: undefined };
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return none;
  if (node.kind !== 'map') {
    fields.problems.error('wrong-kind', node.place, 'contact', 'must be a map of keys and values', `keys: ${contactKeys.join(', ')}`);
    return none;
  }
  const own: Fields = { ...fields, map: node, path: 'contact' };
  refuseUnknownKeys(own, contactKeys);
  // The unit is there to be reached: these two are no personal data of a data subject.
  return {
    unit: textOf(own, 'unit'),
    person: textOf(own, 'person'),
    phone: textOf(own, 'phone', ['phone']),
    email: textOf(own, 'email', ['e-mail']),
  };
}

/** A deadline that is computed from a wrong moment is a wrong deadline. */
function checkOrder({ map, problems }: Fields, facts: BreachFacts, at: string): void {
  const placeOf = (key: keyof BreachFacts) => entryOf(map, key)?.value.place ?? map.place;
  const behind = (later: 'detectedAt' | 'occurredTo' | 'repairedAt', earlier: 'occurredFrom' | 'detectedAt'): void => {
    const [first, second] = [facts[earlier], facts[later]];
    if (first === undefined || second === undefined || Date.parse(first) <= Date.parse(second)) return;
    problems.error('value-invalid', placeOf(later), later, `lies before \`${earlier}\``, 'correct one of the two');
  };
  behind('detectedAt', 'occurredFrom');
  behind('occurredTo', 'occurredFrom');
  behind('repairedAt', 'detectedAt');
  for (const [index, { dataset, exposed }] of facts.concerned.entries()) {
    const { from, to } = extentQueries(facts)[index] ?? {};
    if (exposed === 'stored' || from === undefined || to === undefined || Date.parse(from) < Date.parse(to)) continue;
    const message = 'the time of this entry ends before it begins; what it leaves out is the time of the breach';
    problems.error('value-invalid', dataset.place, `concerned[${index}]`, message, 'correct `from` and `to`');
  }
  const { detectedAt } = facts;
  if (detectedAt === undefined) return;
  if (Date.parse(detectedAt) > Date.parse(at))
    problems.error('value-invalid', placeOf('detectedAt'), 'detectedAt', 'lies in the future', 'correct the moment or its zone');
  if (breachLawAt(vietnamDay(detectedAt)) === undefined) {
    const message = `lies before ${breachLaws[0]?.from ?? ''}: no law of that time is known here`;
    problems.error('value-invalid', placeOf('detectedAt'), 'detectedAt', message, 'report it by the law of that time');
  }
}

/** Messages quote keys and anchors, and a number may stand in their place. */
function withoutValues(problem: ContractProblem, search: IdentifierSearch): ContractProblem {
  const clean = (text: string): string => withoutIdentifiers(text, search);
  const { suggestion } = problem;
  // What we say of a moment is no value of anybody's.
  const said = problem.code === 'personal-identifier' ? problem.message : clean(problem.message);
  return { ...problem, path: clean(problem.path), message: said, suggestion };
}
