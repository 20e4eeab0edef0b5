import { agencyPattern } from '../seal/stream-name.ts';
import type { PersonalDataPolicy } from './contract.ts';
import type { ProblemList } from './problem.ts';
import type { PropertyReading } from './properties.ts';
import { type Setting, settingText } from './settings.ts';
import { joinPath } from './shape.ts';
import { clip } from './yaml.ts';

/** The custom properties of the document that Liên Thông reads. */
export const documentSettings = ['purpose', 'legalBasis', 'retention', 'recipients', 'authoritativePublisher'] as const;

/**
 * Purpose, legal basis, retention and recipients of personal data. A contract with a personal or sensitive property that lacks one
 * of them is refused: Law 91/2025 and Decree 356/2025 ask for all four before data is handed over.
 */
export function readPolicy(
  settings: ReadonlyMap<string, Setting>,
  describedPurpose: string | undefined,
  readings: readonly PropertyReading[],
  problems: ProblemList,
): PersonalDataPolicy | undefined {
  const text = (name: string) => settingText(settings.get(name), problems)?.value;
  const purpose = text('purpose') ?? describedPurpose;
  const legalBasis = text('legalBasis');
  const retention = text('retention');
  const recipients = readRecipients(settings.get('recipients'), problems);
  if (purpose !== undefined && legalBasis !== undefined && retention !== undefined && recipients !== undefined) {
    return { purpose, legalBasis, retention, recipients };
  }
  const missing = Object.entries({ purpose, legalBasis, retention, recipients }).flatMap(([name, value]) =>
    value === undefined ? [name] : [],
  );
  const declared = missing.length < 4 && ['legalBasis', 'retention', 'recipients'].some((name) => settings.has(name));
  if (declared) warnOfHalf(settings, missing, problems);
  for (const { property, path, classificationPlace } of readings) {
    if (property.classification !== 'personal' && property.classification !== 'sensitive') continue;
    const message = `\`${property.name}\` is ${property.classification} data, but the contract does not declare ${missing.join(', ')}`;
    problems.error('personal-data-undeclared', classificationPlace, joinPath(path, 'classification'), message, suggest(missing));
  }
  return undefined;
}

// Recipients that have no effect would look like a protection.
function warnOfHalf(settings: ReadonlyMap<string, Setting>, missing: readonly string[], problems: ProblemList): void {
  const first = [...settings.entries()].find(
    ([name]) => name !== 'authoritativePublisher' && documentSettings.some((known) => known === name),
  )?.[1];
  if (first === undefined) return;
  const message = `the declaration of personal data lacks ${missing.join(', ')}: it has no effect`;
  problems.warning('personal-data-undeclared', first.node.place, first.path, message, suggest(missing));
}

// Consumers are not always agencies with a code of their own; what publishes always is.
const recipient = /^(?:\*|[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)$/;

function readRecipients(setting: Setting | undefined, problems: ProblemList): readonly string[] | undefined {
  if (setting === undefined) return undefined;
  const { node, path } = setting;
  const items = node.kind === 'list' ? node.items : [node];
  if (node.kind === 'map' || items.length === 0) {
    problems.error('wrong-kind', node.place, path, 'must be a list of agency codes that is not empty', '["*"]');
    return undefined;
  }
  const found: string[] = [];
  for (const [index, item] of items.entries()) {
    const here = node.kind === 'list' ? `${path}[${index}]` : path;
    const text = settingText({ node: item, path: here }, problems);
    if (text === undefined) continue;
    if (text.value.length > 100 || !recipient.test(text.value))
      problems.error('value-invalid', text.place, here, `\`${clip(text.value)}\` is no agency code and not \`*\``);
    found.push(text.value);
  }
  return found.length === 0 ? undefined : found;
}

function suggest(missing: readonly string[]): string {
  return `add to the customProperties of the contract: ${missing.join(', ')}`;
}

/** Where an authoritative publisher is named. */
export function readPublisher(settings: ReadonlyMap<string, Setting>, problems: ProblemList): string | undefined {
  const setting = settings.get('authoritativePublisher');
  const text = settingText(setting, problems);
  if (setting === undefined || text === undefined) return undefined;
  if (agencyPattern.test(text.value)) return text.value;
  problems.error('value-invalid', text.place, setting.path, `\`${clip(text.value)}\` is no agency code`, 'H26.12');
  return undefined;
}
