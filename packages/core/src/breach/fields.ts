import { nearest } from '../contract/nearest.ts';
import type { ProblemList } from '../contract/problem.ts';
import { joinPath } from '../contract/shape.ts';
import { entryOf, type YamlMap } from '../contract/yaml.ts';
import type { IdentifierSearch, Named } from './facts.ts';
import { readMoment } from './moment.ts';

/** Where the fields of one map are read: an empty value counts as absent, what is wrong is reported, and no value is quoted. */
export interface Fields {
  readonly map: YamlMap;
  readonly path: string;
  readonly problems: ProblemList;
  readonly search: IdentifierSearch;
}

/** Reports keys that nobody reads: what they say would be missing in the notice. */
export function refuseUnknownKeys({ map, path, problems }: Fields, known: readonly string[]): void {
  const present = new Set(map.entries.map(({ key }) => key));
  for (const { key, place } of map.entries) {
    if (known.includes(key)) continue;
    const guess = nearest(
      key,
      known.filter((name) => !present.has(name)),
    );
    const suggestion = guess === undefined ? `one of ${known.join(', ')}` : `did you mean \`${guess}\`?`;
    problems.error('key-unknown', place, joinPath(path, key.slice(0, 40)), 'the facts of a breach have no such key here', suggestion);
  }
}

/** A text, without white space around it; a number of a person in it is refused. */
export function textOf(fields: Fields, key: string, allowed: readonly string[] = []): string | undefined {
  const node = entryOf(fields.map, key)?.value;
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return undefined;
  const path = joinPath(fields.path, key);
  if (node.kind !== 'scalar' || typeof node.value !== 'string') {
    const suggestion = node.kind === 'scalar' ? 'put it between quotes' : 'one text; `|` keeps its lines';
    fields.problems.error('wrong-kind', node.place, path, 'must be a text', suggestion);
    return undefined;
  }
  for (const { type, start, end } of fields.search(node.value)) {
    if (allowed.includes(type)) continue;
    const message = `holds what may be a ${type} (characters ${start + 1} to ${end}): the report of a breach names no value of personal data`;
    fields.problems.error('personal-identifier', node.place, path, message, 'leave it out, or say what it is without the number');
  }
  const text = node.value.trim();
  return text === '' ? undefined : text;
}

/** A moment with its zone, as UTC. */
export function momentAt(fields: Fields, key: string): string | undefined {
  const text = textOf(fields, key);
  if (text === undefined) return undefined;
  const moment = readMoment(text);
  const place = entryOf(fields.map, key)?.value.place ?? fields.map.place;
  if (moment === undefined) {
    const message = 'must be a moment with its time zone (RFC 3339)';
    fields.problems.error('value-invalid', place, joinPath(fields.path, key), message, '2026-03-01T08:00:00+07:00');
  }
  return moment;
}

/** A list of names; one name alone is a list of one. */
export function namesAt(fields: Fields, key: string): readonly Named[] | undefined {
  const node = entryOf(fields.map, key)?.value;
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return undefined;
  const path = joinPath(fields.path, key);
  const items = node.kind === 'list' ? node.items : [node];
  const names = items.flatMap((item, index): readonly Named[] => {
    if (item.kind === 'scalar' && typeof item.value === 'string' && item.value.trim() !== '')
      return [{ value: item.value.trim(), place: item.place, path: node.kind === 'list' ? `${path}[${index}]` : path }];
    fields.problems.error('wrong-kind', item.place, path, 'must be a name or a list of names', 'put it between quotes');
    return [];
  });
  // An empty list would concern nothing, and left out it concerns all: which of them is meant must be said.
  if (names.length === 0 && items.length === 0)
    fields.problems.error('value-invalid', node.place, path, 'is an empty list', 'leave the key out for all, or name some');
  return names;
}
