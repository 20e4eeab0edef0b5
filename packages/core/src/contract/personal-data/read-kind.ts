import type { Classification } from '../contract.ts';
import { nearest } from '../nearest.ts';
import type { Place, ProblemList } from '../problem.ts';
import { type Setting, settingText } from '../settings.ts';
import { joinPath } from '../shape.ts';
import { clip } from '../yaml.ts';
import { findPersonalDataKind, type PersonalDataKind, personalDataKinds } from './kinds.ts';
import { knownKind } from './known-kinds.ts';

/** What is known of a property when its kind is read. */
export interface KindRoom {
  readonly name: string;
  readonly classification: Classification;
  readonly place: Place;
  readonly path: string;
  readonly semanticType: string | undefined;
  readonly codeList: string | undefined;
  readonly problems: ProblemList;
}

const kinds = Object.keys(personalDataKinds);

/** `personalDataKind` of a property; a sensitive one must have it, and it must agree with the classification. */
export function readKind(setting: Setting | undefined, room: KindRoom): PersonalDataKind | undefined {
  const { name, classification, place, path, problems } = room;
  warnOfLow(room);
  if (setting === undefined) {
    if (classification === 'sensitive') {
      const message = `\`${name}\` is sensitive, but does not say which kind of sensitive personal data it is (${decree}, Điều 4.1)`;
      problems.error('personal-data-undeclared', place, joinPath(path, 'customProperties'), message, adviceOf(room));
    }
    return undefined;
  }
  const text = settingText(setting, problems);
  if (text === undefined) return undefined;
  const kind = findPersonalDataKind(text.value);
  if (kind === undefined) {
    problems.error('value-invalid', text.place, setting.path, `\`${clip(text.value)}\` is no kind of personal data`, guess(text.value));
    return undefined;
  }
  const meant = personalDataKinds[kind];
  if (meant.classification !== classification) {
    const message = `\`${kind}\` is ${meant.classification} data (${meant.article}), but \`${name}\` is classified ${classification}`;
    problems.error('personal-data-kind-misfit', text.place, setting.path, message, `classification: ${meant.classification}`);
  }
  return kind;
}

function adviceOf({ semanticType, codeList }: KindRoom): string {
  const known = knownKind(semanticType, codeList)?.kind;
  const add = (value: string) => `add to its customProperties: { property: personalDataKind, value: ${value} }`;
  if (known !== undefined && personalDataKinds[known].classification === 'sensitive') return add(known);
  return `${add('…')}, with one of ${kinds.filter((kind) => kind.startsWith('sensitive.')).join(', ')}`;
}

const decree = 'Nghị định 356/2025/NĐ-CP';

function guess(text: string): string {
  const near = nearest(text, kinds) ?? kinds.find((kind) => kind.endsWith(`.${text.toLowerCase()}`));
  return near === undefined ? `one of ${kinds.join(', ')}` : `did you mean \`${near}\`?`;
}

const ranks: Readonly<Record<Classification, number>> = { public: 0, internal: 1, personal: 2, sensitive: 3 };

/** A classification below what the dictionary's name says: the author may have a reason, but shall have thought of it. */
function warnOfLow({ name, classification, place, path, semanticType, codeList, problems }: KindRoom): void {
  const known = knownKind(semanticType, codeList);
  if (known === undefined) return;
  const least = personalDataKinds[known.kind];
  if (ranks[classification] >= ranks[least.classification]) return;
  const message = `\`${name}\` is classified ${classification}, but \`${known.name}\` is ${least.classification} data (${least.article})`;
  const suggestion = `classification: ${least.classification}`;
  problems.warning('classification-too-low', place, joinPath(path, 'classification'), message, suggestion);
}
