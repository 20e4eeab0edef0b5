import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Place, ProblemList } from './problem.ts';
import { clip, type YamlEntry, type YamlNode } from './yaml.ts';

export const maxDepth = 32;
const maxNodes = 100_000;

/** The tree of the library as ours, with aliases resolved; `undefined` when it is too deep or too large. */
export function yamlTree(root: Node, placeOf: (offset: number) => Place, problems: ProblemList): YamlNode | undefined {
  const walk: Walk = { placeOf, problems, anchors: new Map(), nodes: 0, refused: false };
  const tree = visit(walk, root, 0, { line: 1, column: 1 });
  return walk.refused ? undefined : tree;
}

interface Walk {
  readonly placeOf: (offset: number) => Place;
  readonly problems: ProblemList;
  readonly anchors: Map<string, Node>;
  nodes: number;
  refused: boolean;
}

function visit(walk: Walk, node: unknown, depth: number, fallback: Place): YamlNode | undefined {
  const place = placeOfNode(walk, node, fallback);
  if (!admit(walk, depth, place)) return undefined;
  if (isAlias(node)) return visitAlias(walk, node, depth, place);
  // In the order of the text, so that an alias finds the anchor before it, as YAML says.
  if (isNode(node) && node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  if (isMap(node)) return { kind: 'map', place, entries: entriesOf(walk, node, depth, place) };
  if (isSeq(node)) {
    const items = node.items.map((item) => visit(walk, item, depth + 1, place));
    return { kind: 'list', place, items: items.filter((item) => item !== undefined) };
  }
  return isScalar(node) ? scalarOf(walk, node, place) : emptyAt(place);
}

function admit(walk: Walk, depth: number, place: Place): boolean {
  if (walk.refused) return false;
  walk.nodes += 1;
  const tooMany = walk.nodes > maxNodes;
  if (!tooMany && depth <= maxDepth) return true;
  walk.refused = true;
  if (tooMany) {
    const message = `more than ${maxNodes} values once aliases are followed`;
    walk.problems.error('too-deep', place, '', message, 'write aliases out, or use fewer of them');
  } else {
    walk.problems.error('too-deep', place, '', `nested deeper than ${maxDepth} levels`);
  }
  return false;
}

function visitAlias(walk: Walk, alias: Alias, depth: number, place: Place): YamlNode | undefined {
  const target = walk.anchors.get(alias.source);
  return target === undefined ? emptyAt(place) : visit(walk, target, depth + 1, place);
}

function entriesOf(walk: Walk, map: YAMLMap, depth: number, place: Place): YamlEntry[] {
  const entries: YamlEntry[] = [];
  const seen = new Set<string>();
  for (const pair of map.items) {
    const keyPlace = placeOfNode(walk, pair.key, place);
    const key = keyOf(walk, pair, seen, keyPlace);
    if (key === undefined) continue;
    seen.add(key);
    const value = visit(walk, pair.value, depth + 1, keyPlace);
    if (value !== undefined) entries.push({ key, place: keyPlace, value });
  }
  return entries;
}

function keyOf({ problems }: Walk, pair: Pair, seen: ReadonlySet<string>, place: Place): string | undefined {
  if (!isScalar(pair.key)) {
    problems.error('yaml-invalid', place, '', 'a key must be a plain word');
    return undefined;
  }
  const key = String(pair.key.value);
  if (!seen.has(key)) return key;
  problems.error('key-duplicate', place, '', `the key \`${clip(key)}\` occurs twice in the same map`, 'keep one of them');
  return undefined;
}

// Neither databases nor JSON of other languages can keep these.
const unfit = /\u0000|\p{Surrogate}/u;

function scalarOf({ problems }: Walk, { value, source }: Scalar, place: Place): YamlNode {
  if (typeof value === 'string') {
    if (unfit.test(value)) problems.error('yaml-invalid', place, '', 'the text holds U+0000 or half a surrogate pair');
    return { kind: 'scalar', place, value, source: source ?? value };
  }
  if (typeof value === 'number' || typeof value === 'boolean') return { kind: 'scalar', place, value, source: source ?? String(value) };
  return value === null
    ? { ...emptyAt(place), source: source ?? '' }
    : { kind: 'scalar', place, value: source ?? '', source: source ?? '' };
}

function emptyAt(place: Place): YamlNode & { readonly kind: 'scalar' } {
  return { kind: 'scalar', place, value: null, source: '' };
}

function placeOfNode({ placeOf }: Walk, node: unknown, fallback: Place): Place {
  return isNode(node) && node.range ? placeOf(node.range[0]) : fallback;
}
