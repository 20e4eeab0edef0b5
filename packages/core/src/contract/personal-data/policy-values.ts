import { nearest } from '../nearest.ts';
import type { Place, ProblemList } from '../problem.ts';
import { type Setting, settingText, textAt } from '../settings.ts';
import { clip } from '../yaml.ts';
import { findLegalBasis, type LegalBasis, legalBases } from './legal-bases.ts';
import { assessmentExemptions, type SharingMethod, sharingMethods } from './policy-items.ts';

/** A list of texts that is not empty; one text alone is a list of one. `check` reports what is wrong with an item. */
export function readTexts(
  setting: Setting | undefined,
  problems: ProblemList,
  check?: (text: string, place: Place, path: string) => void,
): readonly string[] | undefined {
  if (setting === undefined) return undefined;
  const { node, path } = setting;
  const items = node.kind === 'list' ? node.items : [node];
  if (node.kind === 'map' || items.length === 0) {
    problems.error('wrong-kind', node.place, path, 'must be a list of texts that is not empty');
    return undefined;
  }
  const found: string[] = [];
  for (const [index, item] of items.entries()) {
    const here = node.kind === 'list' ? `${path}[${index}]` : path;
    const text = settingText({ node: item, path: here }, problems);
    if (text === undefined) continue;
    check?.(text.value, text.place, here);
    found.push(text.value);
  }
  return found.length === 0 ? undefined : found;
}

const duration = /^P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;

/** An ISO 8601 duration, or a sentence. */
export function readPeriod(setting: Setting | undefined, problems: ProblemList): string | undefined {
  const text = settingText(setting, problems);
  if (setting === undefined || text === undefined) return undefined;
  const meant = /^[Pp]?T?\d[\dA-Za-z]*$/.test(text.value);
  if (meant && !duration.test(text.value)) {
    problems.error('value-invalid', text.place, setting.path, `\`${clip(text.value)}\` is no ISO 8601 duration`, 'P10Y');
    return undefined;
  }
  return text.value;
}

/** The ground of the law, and behind `;` the articles of the sector's law: `state-agency-activity; Luật Hộ tịch 60/2014/QH13`. */
export function readLegalBasis(
  setting: Setting | undefined,
  problems: ProblemList,
): { readonly basis: LegalBasis; readonly citation: string | undefined } | undefined {
  const text = settingText(setting, problems);
  if (setting === undefined || text === undefined) return undefined;
  const [name = '', ...rest] = text.value.split(';');
  const citation = rest.join(';').trim();
  const basis = findLegalBasis(name.trim());
  if (basis !== undefined) return { basis, citation: citation === '' ? undefined : citation };
  const names = Object.keys(legalBases);
  const near = nearest(name.trim(), names);
  const message = `\`${clip(name.trim())}\` is none of the legal bases ${names.join(', ')}`;
  const suggestion =
    near === undefined ? `the basis, then the law: state-agency-activity; ${clip(text.value)}` : `did you mean \`${near}\`?`;
  problems.error('value-invalid', text.place, setting.path, message, suggestion);
  return undefined;
}

/** One of the four methods of mandatory sharing. */
export function readSharingMethod(setting: Setting | undefined, problems: ProblemList): SharingMethod | undefined {
  const text = settingText(setting, problems);
  if (setting === undefined || text === undefined) return undefined;
  const known = sharingMethods.find((method) => method === text.value);
  if (known === undefined) {
    const message = `\`${clip(text.value)}\` is none of ${sharingMethods.join(', ')}`;
    problems.error('value-invalid', text.place, setting.path, message, nearest(text.value, sharingMethods));
  }
  return known;
}

/** The file number of the impact assessment, or `exempt: state-agency`; a YAML map with `exempt` is the same. */
export function readImpactAssessment(setting: Setting | undefined, problems: ProblemList): string | undefined {
  if (setting === undefined) return undefined;
  const { node, path } = setting;
  const ofMap = node.kind === 'map' ? textAt(node, 'exempt') : undefined;
  const text = ofMap === undefined ? settingText(setting, problems) : { value: `exempt: ${ofMap.value}`, place: ofMap.place };
  if (text === undefined) return undefined;
  const reason = /^exempt\s*:\s*(.*)$/s.exec(text.value)?.[1];
  if (reason === undefined) return text.value;
  const known = assessmentExemptions.find((name) => name === reason);
  if (known === undefined) {
    const message = `\`${clip(reason)}\` exempts nobody from the impact assessment; ${assessmentExemptions.join(', ')} does (Luật 91/2025/QH15, Điều 21.6)`;
    problems.error('value-invalid', text.place, path, message, 'exempt: state-agency');
    return undefined;
  }
  return `exempt: ${known}`;
}

/** Whether the data leaves Vietnam (Luật 91/2025/QH15, Điều 20.1). */
export function readCrossBorder(setting: Setting | undefined, problems: ProblemList): boolean | undefined {
  if (setting === undefined) return undefined;
  const { node, path } = setting;
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  problems.error('wrong-kind', node.place, path, 'must be true or false', 'false');
  return undefined;
}
