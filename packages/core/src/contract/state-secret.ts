import type { ProblemList } from './problem.ts';
import { joinPath } from './shape.ts';
import { clip, entryOf, type YamlMap, type YamlNode } from './yaml.ts';

interface LevelEntry {
  /** The mark as the law writes it. */
  readonly mark: string;
  /** Other ways of writing it, in lower case. */
  readonly spellings: readonly string[];
}

/** The three levels of state secrets: Luật Bảo vệ bí mật nhà nước 29/2018/QH14, Điều 8. Such data do not travel on this channel. */
export const stateSecretLevels = {
  secret: { mark: 'Mật', spellings: ['secret', 'mật', 'mat', 'bí mật nhà nước', 'state-secret', 'state secret'] },
  'high-secret': { mark: 'Tối mật', spellings: ['high-secret', 'high secret', 'highly secret', 'tối mật', 'toi mat', 'toi-mat'] },
  'top-secret': { mark: 'Tuyệt mật', spellings: ['top-secret', 'top secret', 'tuyệt mật', 'tuyet mat', 'tuyet-mat'] },
} as const satisfies Record<string, LevelEntry>;

export type StateSecretLevel = keyof typeof stateSecretLevels;

/** What says that something is no state secret. */
const openMarks = ['none', 'false'];
/** Custom properties that hold a mark. */
const markNames = ['stateSecret', 'state-secret', 'state_secret', 'doMat', 'do_mat', 'do-mat', 'độ mật'];

/** The level that a text marks, in whatever spelling; `undefined` when it is none that is known. */
export function stateSecretLevel(text: string): StateSecretLevel | undefined {
  const word = plain(text);
  const levels = Object.keys(stateSecretLevels) as StateSecretLevel[]; // the keys of the table
  return levels.find((level) => stateSecretLevels[level].spellings.some((spelling) => spelling === word));
}

/**
 * Reports every mark of a state secret: in `classification`, `tags` and the custom property `stateSecret` of the document, its schema
 * and its properties. A mark that is not known blocks like one that is.
 */
export function refuseStateSecrets(root: YamlMap, problems: ProblemList): void {
  visit(root, '', problems);
}

function visit(map: YamlMap, path: string, problems: ProblemList): void {
  for (const { key, value } of map.entries) {
    const here = joinPath(path, key);
    if (key === 'classification') refuseMark(value, here, problems);
    if (key === 'tags' && value.kind === 'list')
      for (const [index, tag] of value.items.entries()) refuseMark(tag, `${here}[${index}]`, problems);
    if (key === 'customProperties' && value.kind === 'list') refuseSettings(value.items, here, problems);
    if (key === 'items' && value.kind === 'map') visit(value, here, problems);
    if ((key === 'schema' || key === 'properties') && value.kind === 'list') {
      for (const [index, item] of value.items.entries()) if (item.kind === 'map') visit(item, `${here}[${index}]`, problems);
    }
  }
}

function refuseSettings(items: readonly YamlNode[], path: string, problems: ProblemList): void {
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'map') continue;
    const name = entryOf(item, 'property')?.value;
    const value = entryOf(item, 'value')?.value;
    if (name?.kind !== 'scalar' || value === undefined || !markNames.some((mark) => plain(mark) === plain(String(name.value)))) continue;
    const here = `${path}[${index}].value`;
    if (refuseMark(value, here, problems)) continue;
    if (value.kind === 'scalar' && openMarks.includes(plain(value.source))) continue;
    const message = 'the mark of a state secret cannot be read: what is not surely open does not travel on this channel';
    problems.error('state-secret', value.place, here, message, `none, or leave the data out`);
  }
}

function refuseMark(node: YamlNode, path: string, problems: ProblemList): boolean {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return false;
  const level = stateSecretLevel(node.value);
  if (level === undefined) return false;
  const message = `\`${clip(node.value)}\` marks a state secret (${stateSecretLevels[level].mark}): such data do not travel on this channel`;
  problems.error('state-secret', node.place, path, message, 'leave the data out of the contract');
  return true;
}

function plain(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
