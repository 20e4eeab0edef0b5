import { nearest } from './nearest.ts';
import type { Place, ProblemList } from './problem.ts';
import { clip, entryOf, type YamlMap, type YamlNode } from './yaml.ts';

/** A value of the document with where it stands. Values of the wrong kind are left out: the shape check has reported them. */
export interface Found<T> {
  readonly value: T;
  readonly place: Place;
}

export function textAt(map: YamlMap, key: string): Found<string> | undefined {
  const node = entryOf(map, key)?.value;
  return node?.kind === 'scalar' && typeof node.value === 'string' ? { value: node.value, place: node.place } : undefined;
}

export function booleanAt(map: YamlMap, key: string): Found<boolean> | undefined {
  const node = entryOf(map, key)?.value;
  return node?.kind === 'scalar' && typeof node.value === 'boolean' ? { value: node.value, place: node.place } : undefined;
}

export function integerAt(map: YamlMap, key: string): Found<number> | undefined {
  const node = entryOf(map, key)?.value;
  return node?.kind === 'scalar' && Number.isSafeInteger(node.value) ? { value: Number(node.value), place: node.place } : undefined;
}

export function mapAt(map: YamlMap, key: string): YamlMap | undefined {
  const node = entryOf(map, key)?.value;
  return node?.kind === 'map' ? node : undefined;
}

export function listAt(map: YamlMap, key: string): readonly YamlNode[] {
  const node = entryOf(map, key)?.value;
  return node?.kind === 'list' ? node.items : [];
}

/** One entry of `customProperties`. */
export interface Setting {
  readonly node: YamlNode;
  readonly path: string;
}

/** `customProperties` by name: ODCS' own door for what a profile adds. Names that look like a mistyped one of ours are reported. */
export function readSettings(map: YamlMap, path: string, ours: readonly string[], problems: ProblemList): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  for (const [index, item] of listAt(map, 'customProperties').entries()) {
    if (item.kind !== 'map') continue;
    const name = textAt(item, 'property');
    const value = entryOf(item, 'value')?.value;
    if (name === undefined || value === undefined) continue;
    const here = `${path}customProperties[${index}]`;
    if (found.has(name.value)) {
      problems.error(
        'name-duplicate',
        name.place,
        `${here}.property`,
        `the custom property \`${clip(name.value)}\` occurs twice`,
        'keep one of them',
      );
      continue;
    }
    if (!ours.includes(name.value)) {
      const guess = nearest(name.value, ours);
      const close =
        guess !== undefined && (guess.toLowerCase() === name.value.toLowerCase() || Math.abs(guess.length - name.value.length) <= 2);
      if (close) {
        const message = `\`${clip(name.value)}\` is no custom property of Liên Thông: it is ignored`;
        // Ignored, it would let clear values pass.
        const report = guess === 'protection' ? problems.error : problems.warning;
        report('key-unknown', name.place, `${here}.property`, message, `did you mean \`${guess}\`?`);
      }
    }
    found.set(name.value, { node: value, path: `${here}.value` });
  }
  return found;
}

/** The text of a setting; reports another kind or an empty text. */
export function settingText(setting: Setting | undefined, problems: ProblemList): Found<string> | undefined {
  if (setting === undefined) return undefined;
  const { node, path } = setting;
  if (node.kind === 'scalar' && typeof node.value === 'string' && node.value.trim() !== '')
    return { value: node.value.trim(), place: node.place };
  const suggestion = node.kind === 'scalar' && node.value !== null && node.value !== '' ? `"${clip(node.source)}"` : undefined;
  problems.error('wrong-kind', node.place, path, 'must be a text that is not empty', suggestion);
  return undefined;
}
