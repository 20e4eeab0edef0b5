import { agencyPattern } from '../../seal/stream-name.ts';
import type { PersonalDataPolicy } from '../contract.ts';
import type { Place, ProblemList } from '../problem.ts';
import type { PropertyReading } from '../properties.ts';
import { type Setting, settingText } from '../settings.ts';
import { clip } from '../yaml.ts';
import { type PolicyItemName, policyItems } from './policy-items.ts';
import { readCrossBorder, readImpactAssessment, readLegalBasis, readPeriod, readSharingMethod, readTexts } from './policy-values.ts';

const itemNames = Object.keys(policyItems) as PolicyItemName[]; // the keys of the table
const optionalNames = ['sharingMethod', 'impactAssessment', 'crossBorder'] as const;

/** The custom properties of the document that Liên Thông reads. */
export const documentSettings = [...itemNames, ...optionalNames, 'authoritativePublisher', 'stateSecret'] as const;

export interface PolicyInput {
  readonly settings: ReadonlyMap<string, Setting>;
  /** `description.purpose`, which counts where `purpose` is not declared. */
  readonly describedPurpose: string | undefined;
  readonly readings: readonly PropertyReading[];
  /** Where the custom properties of the document stand, or the document itself. */
  readonly place: Place;
}

/**
 * The declaration of personal data. A contract with a personal or sensitive property that lacks one of the items is refused: they are
 * the seven of the transfer agreement that Decree 356/2025 asks for, with retention and recipients.
 */
export function readPolicy(input: PolicyInput, problems: ProblemList): PersonalDataPolicy | undefined {
  const { settings, describedPurpose } = input;
  const text = (name: PolicyItemName) => settingText(settings.get(name), problems)?.value;
  const legal = readLegalBasis(settings.get('legalBasis'), problems);
  const found = {
    purpose: text('purpose') ?? describedPurpose,
    dataSubjects: readTexts(settings.get('dataSubjects'), problems),
    processingPeriod: readPeriod(settings.get('processingPeriod'), problems),
    deletion: text('deletion'),
    legalBasis: legal?.basis,
    protectionDuty: text('protectionDuty'),
    subjectRights: text('subjectRights'),
    breachCooperation: text('breachCooperation'),
    retention: readPeriod(settings.get('retention'), problems),
    recipients: readRecipients(settings.get('recipients'), problems),
  } satisfies { readonly [Name in PolicyItemName]: PersonalDataPolicy[Name] | undefined };
  const optional = {
    legalCitation: legal?.citation,
    sharingMethod: readSharingMethod(settings.get('sharingMethod'), problems),
    impactAssessment: readImpactAssessment(settings.get('impactAssessment'), problems),
    crossBorder: readCrossBorder(settings.get('crossBorder'), problems),
  };
  if (isComplete(found)) return { ...found, ...optional };
  report(
    input,
    // What is there and wrong has its own problem.
    itemNames.filter((name) => found[name] === undefined && !settings.has(name)),
    problems,
  );
  return undefined;
}

type Items = { readonly [Name in PolicyItemName]: PersonalDataPolicy[Name] };

function isComplete(found: { readonly [Name in PolicyItemName]: PersonalDataPolicy[Name] | undefined }): found is Items {
  return itemNames.every((name) => found[name] !== undefined);
}

function report({ settings, readings, place }: PolicyInput, missing: readonly PolicyItemName[], problems: ProblemList): void {
  const personal = readings.filter(({ property }) => property.classification === 'personal' || property.classification === 'sensitive');
  const first = personal[0]?.property;
  if (first === undefined) return warnOfHalf(settings, missing, problems);
  const whose = personal.length === 1 ? `\`${first.name}\` is` : `\`${first.name}\` and ${personal.length - 1} more of the properties are`;
  for (const name of missing) {
    const { article, en, example } = policyItems[name];
    const message = `\`${name}\` is not declared (${en}; ${article}), but ${whose} personal data`;
    const suggestion = `add to the customProperties of the contract, such as { property: ${name}, value: ${example} }`;
    problems.error('personal-data-undeclared', place, 'customProperties', message, suggestion);
  }
}

// Recipients that have no effect would look like a protection.
function warnOfHalf(settings: ReadonlyMap<string, Setting>, missing: readonly PolicyItemName[], problems: ProblemList): void {
  const first = [...settings].find(([name]) => name !== 'purpose' && [...itemNames, ...optionalNames].some((known) => known === name))?.[1];
  if (first === undefined || missing.length === 0) return;
  const message = `the declaration of personal data lacks ${missing.join(', ')}: it has no effect`;
  const suggestion = `add to the customProperties of the contract: ${missing.join(', ')}`;
  problems.warning('personal-data-undeclared', first.node.place, first.path, message, suggestion);
}

// Consumers are not always agencies with a code of their own; what publishes always is.
const recipient = /^(?:\*|[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)$/;

function readRecipients(setting: Setting | undefined, problems: ProblemList): readonly string[] | undefined {
  return readTexts(setting, problems, (text, place, path) => {
    if (text.length <= 100 && recipient.test(text)) return;
    problems.error('value-invalid', place, path, `\`${clip(text)}\` is no agency code and not \`*\``);
  });
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
