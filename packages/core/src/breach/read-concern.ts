import { nearest } from '../contract/nearest.ts';
import { entryOf, type YamlNode } from '../contract/yaml.ts';
import { type BreachConcern, type Exposure, exposures } from './facts.ts';
import { type Fields, momentAt, namesAt, refuseUnknownKeys, textOf } from './fields.ts';

const keys = ['dataset', 'exposed', 'publishers', 'sources', 'recipients', 'properties', 'from', 'to'];

/** The datasets that are concerned: `concerned` of the facts. */
export function readConcerned(fields: Fields): readonly BreachConcern[] {
  const node = entryOf(fields.map, 'concerned')?.value;
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  if (node.kind !== 'list') {
    const example = '- { dataset: ho-tich.cong-dan, exposed: stored }';
    fields.problems.error('wrong-kind', node.place, 'concerned', 'must be a list of datasets', example);
    return [];
  }
  return node.items.flatMap((item, index) => readConcern(fields, item, `concerned[${index}]`) ?? []);
}

function readConcern(fields: Fields, node: YamlNode, path: string): BreachConcern | undefined {
  // An entry of the template that nobody filled in.
  if (node.kind === 'scalar' && node.value === null) return undefined;
  if (node.kind !== 'map') {
    fields.problems.error('wrong-kind', node.place, path, 'must be a map of keys and values', `keys: ${keys.join(', ')}`);
    return undefined;
  }
  if (node.entries.every(({ value }) => value.kind === 'scalar' && value.value === null)) return undefined;
  const own: Fields = { ...fields, map: node, path };
  refuseUnknownKeys(own, keys);
  const dataset = readDataset(own);
  const exposed = readExposure(own);
  const concern = {
    publishers: namesAt(own, 'publishers'),
    sources: namesAt(own, 'sources'),
    recipients: namesAt(own, 'recipients'),
    properties: namesAt(own, 'properties'),
    from: momentAt(own, 'from'),
    to: momentAt(own, 'to'),
  };
  if (exposed === undefined || dataset === undefined) return undefined;
  for (const key of misfits[exposed]) {
    const wrong = entryOf(node, key);
    if (wrong === undefined || concern[key] === undefined) continue;
    const message = `\`${key}\` says nothing of data that was ${exposed}`;
    fields.problems.error('value-invalid', wrong.place, `${path}.${key}`, message, `leave it out, or another \`exposed\``);
  }
  return { dataset, exposed, ...concern };
}

/** What lies there has no time and no reader; what was read is known by reader, not by stream. */
const misfits = {
  stored: ['recipients', 'from', 'to'],
  received: ['recipients'],
  read: ['publishers', 'sources'],
} as const satisfies Record<Exposure, readonly (keyof BreachConcern)[]>;

function readDataset(fields: Fields): BreachConcern['dataset'] | undefined {
  const names = namesAt(fields, 'dataset');
  if (names?.length === 1) return names[0];
  const { map, path, problems } = fields;
  const place = entryOf(map, 'dataset')?.value.place ?? map.place;
  const wrong = names === undefined ? '`dataset` is missing' : 'one dataset, please: each has an entry of its own';
  problems.error(names === undefined ? 'missing' : 'value-invalid', place, `${path}.dataset`, wrong, 'dataset: ho-tich.cong-dan');
  return undefined;
}

function readExposure(fields: Fields): Exposure | undefined {
  const text = textOf(fields, 'exposed');
  const known = exposures.find((name) => name === text);
  if (known !== undefined) return known;
  const { map, path, problems } = fields;
  const place = entryOf(map, 'exposed')?.value.place ?? map.place;
  const guess = text === undefined ? undefined : nearest(text, exposures);
  const how = 'stored (as it lies at the platform), received (as it arrived in a time) or read (as it was handed out)';
  problems.error(text === undefined ? 'missing' : 'value-invalid', place, `${path}.exposed`, `\`exposed\` must be one of ${how}`, guess);
  return undefined;
}
