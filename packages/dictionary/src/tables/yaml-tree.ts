import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { type Place, start, type TableProblems } from './problem.ts';

/** What a list in YAML can hold, with places. `other` is a number, a boolean or a tagged value. */
export type YamlValue =
  | YamlMap
  | (Place & { readonly kind: 'list'; readonly items: readonly YamlValue[] })
  | (Place & { readonly kind: 'text'; readonly text: string })
  | (Place & { readonly kind: 'empty' | 'other' });

export interface YamlMap extends Place {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, YamlValue>;
  readonly keys: readonly (readonly [string, Place])[];
}

const maxLength = 4 * 1024 * 1024;

// Lists nest four deep: entries, entry, aliases, alias. The parser recurses, and a hostile text must not make it recurse far.
const maxDepth = 8;
const deep = /[[{]\s*[[{]\s*[[{]\s*[[{]|^(?:[ \t]*-){5}/m;

/** One YAML document without anchors, aliases and tags; `undefined` when nothing can be made of it. */
export function readYamlTree(yaml: string, problems: TableProblems): YamlValue | undefined {
  if (yaml.length > maxLength || deep.test(yaml)) {
    const remedy = 'load lists of more than 4 million characters, or nested deeper than a list is, as CSV';
    problems.add('too-large', start, 'the text is too long or nested too deep', remedy);
    return undefined;
  }
  const lines = new LineCounter();
  const document = parse(yaml, lines);
  if (document === undefined) {
    problems.add('yaml-syntax', start, 'the text cannot be read as YAML', 'compare it with the example');
    return undefined;
  }
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  // The library's own message can repeat the text.
  for (const { pos, code } of [...document.errors, ...document.warnings])
    problems.add('yaml-syntax', placeOf(pos[0]), `YAML cannot be read here (${code})`, 'mend the syntax; indent with blanks, one document');
  if (document.errors.length > 0) return undefined;
  if (document.contents === null) {
    problems.add('list-empty', start, 'the document is empty', 'write list, version, from, source, certainty and entries');
    return undefined;
  }
  return visit({ placeOf, problems }, document.contents, start, 0);
}

interface Walk {
  readonly placeOf: (offset: number) => Place;
  readonly problems: TableProblems;
}

function parse(yaml: string, lineCounter: LineCounter) {
  try {
    // Keys that occur twice are looked for here: the library compares every pair.
    return parseDocument(yaml, { lineCounter, prettyErrors: false, uniqueKeys: false, schema: 'core', version: '1.2', logLevel: 'error' });
  } catch {
    return undefined; // a stack that ended: nested too deep
  }
}

function visit(walk: Walk, node: Node | null, around: Place, depth: number): YamlValue {
  const place = node?.range ? walk.placeOf(node.range[0]) : around;
  if (node === null) return { ...place, kind: 'empty' };
  if (isAlias(node) || depth > maxDepth) {
    walk.problems.add('yaml-shape', place, 'an alias or a nested value has no place in a list', 'write the value out');
    return { ...place, kind: 'other' };
  }
  if (isMap(node)) return visitMap(walk, node, place, depth);
  if (isSeq(node)) return { ...place, kind: 'list', items: node.items.map((item) => visit(walk, nodeOf(item), place, depth + 1)) };
  if (!isScalar(node)) return { ...place, kind: 'other' };
  if (node.value === null) return { ...place, kind: 'empty' };
  return typeof node.value === 'string' ? { ...place, kind: 'text', text: node.value } : { ...place, kind: 'other' };
}

function visitMap(walk: Walk, node: YAMLMap, place: Place, depth: number): YamlMap {
  const entries = new Map<string, YamlValue>();
  const keys: (readonly [string, Place])[] = [];
  for (const pair of node.items) {
    const key = nodeOf(pair.key);
    const keyPlace = key?.range ? walk.placeOf(key.range[0]) : place;
    const name = isScalar(key) ? String(key.value) : '';
    if (entries.has(name)) walk.problems.add('column-duplicate', keyPlace, 'the key occurs twice in one map', 'keep one of them');
    keys.push([name, keyPlace]);
    entries.set(name, visit(walk, nodeOf(pair.value), keyPlace, depth + 1));
  }
  return { ...place, kind: 'map', entries, keys };
}

/** The types of the library leave open what an item is; a parsed text has nodes and nothing else. */
function nodeOf(item: unknown): Node | null {
  return isNode(item) ? item : null;
}
