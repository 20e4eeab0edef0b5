import type { CanonicalType } from '../canonical/types.ts';
import type { Contract, Property } from '../contract/contract.ts';
import { publishedContract } from '../contract/published.ts';
import type { StreamName } from '../seal/batch.ts';
import { foldName, isFieldName } from './field-names.ts';
import type { NationalOrigin } from './message.ts';
import type { NationalOptions } from './options.ts';
import type { NationalProfile, PartialDateFields } from './profile.ts';
import { type FieldProposal, proposeFields } from './propose.ts';
import { qcvn09 } from './qcvn-09-2025-bca.ts';

export interface PlannedField {
  readonly property: string;
  readonly type: CanonicalType;
  /** One name, or the three of a date of which only a part may be known. */
  readonly target: string | PartialDateFields;
}

/** How the records of one stream become messages, and back. */
export interface NationalPlan {
  readonly profile: NationalProfile;
  readonly stream: StreamName;
  readonly origin: NationalOrigin;
  /** In the order of the contract. */
  readonly fields: readonly PlannedField[];
  readonly dataId: string | undefined;
  readonly updatedAt: Property | undefined;
  readonly effectiveDate: string | undefined;
  readonly attachments: string | undefined;
}

export interface NationalProblem {
  readonly level: 'error' | 'warning';
  /** Where it stands in the options: `fields.hoTen`. */
  readonly path: string;
  readonly message: string;
  /** What may have been meant. */
  readonly suggestion?: string | undefined;
}

export interface NationalPlanning {
  /** `undefined` where a problem is an error. */
  readonly plan: NationalPlan | undefined;
  /** Where each name comes from: for a person to look through. */
  readonly proposals: readonly FieldProposal[];
  readonly problems: readonly NationalProblem[];
}

export interface PlanInput {
  readonly contract: Contract;
  readonly stream: StreamName;
  readonly options: NationalOptions;
  readonly profile?: NationalProfile;
}

/** Proposes and checks how a contract's properties become fields: every problem at once. */
export function planNational({ contract: agreed, stream, options, profile = qcvn09 }: PlanInput): NationalPlanning {
  const contract = publishedContract(agreed);
  const proposals = proposeFields(contract, options, profile);
  const chosen = chooseProperties(contract, options);
  const problems = [
    ...chosen.problems,
    ...checkNames(proposals, profile),
    ...proposals.flatMap((proposal) => checkValues(proposal, profile)),
  ];
  const { dataId, updatedAt, effectiveDate, attachments } = chosen;
  const plan: NationalPlan = {
    profile,
    stream,
    origin: {
      id: options.origin?.id ?? `${stream.agency}.${stream.source}`,
      name: options.origin?.name ?? stream.source,
      dataType: options.dataType,
    },
    fields: proposals.flatMap(({ property, target }) =>
      target === undefined || property.name === attachments?.name ? [] : [{ property: property.name, type: property.type, target }],
    ),
    dataId: dataId?.name,
    updatedAt,
    effectiveDate: effectiveDate?.name,
    attachments: attachments?.name,
  };
  return { plan: problems.some(({ level }) => level === 'error') ? undefined : plan, proposals, problems };
}

/** What each option that names a property may name. */
const choices = {
  dataId: { kinds: undefined, wrong: '' },
  updatedAt: { kinds: ['timestamp', 'timestamptz'], wrong: 'is no timestamp' },
  effectiveDate: { kinds: ['date', 'timestamp'], wrong: 'is neither a date nor a timestamp' },
  attachments: { kinds: ['json'], wrong: 'is no json' },
} as const;

type Chosen = { readonly [Name in keyof typeof choices]: Property | undefined } & { readonly problems: readonly NationalProblem[] };

function chooseProperties(contract: Contract, options: NationalOptions): Chosen {
  const problems: NationalProblem[] = [];
  const error = (path: string, message: string, suggestion?: string) => problems.push({ level: 'error', path, message, suggestion });
  const find = (path: string, name: string | undefined): Property | undefined => {
    const found = contract.properties.find((property) => property.name === name);
    if (found === undefined && name !== undefined) error(path, `the published contract has no property \`${name}\``);
    return found;
  };
  const choose = (path: keyof typeof choices): Property | undefined => {
    const found = find(path, options[path]);
    const { kinds, wrong } = choices[path];
    if (found !== undefined && kinds?.some((kind) => kind === found.type.kind) === false) error(path, `\`${found.name}\` ${wrong}`);
    return found;
  };
  for (const name of Object.keys(options.fields ?? {})) find(`fields.${name}`, name);
  const chosen = {
    dataId: choose('dataId'),
    updatedAt: choose('updatedAt'),
    effectiveDate: choose('effectiveDate'),
    attachments: choose('attachments'),
  };
  if (!/^[A-Z]\d{2}[A-Za-z0-9.]*_[A-Za-z0-9]+$/.test(options.dataType))
    error('dataType', 'must be an agency code, `_` and the number that the receiver assigned', 'G15_001');
  return { ...chosen, problems };
}

/** The names that a target takes on the wire. */
function namesOf(target: string | PartialDateFields): readonly string[] {
  return typeof target === 'string' ? [target] : [target.day.name, target.month.name, target.year.name];
}

function checkNames(proposals: readonly FieldProposal[], { data }: NationalProfile): readonly NationalProblem[] {
  const taken = new Map([data.recordId, data.dataId, data.attachments].map(({ name }) => [foldName(name), 'the message itself']));
  return proposals.flatMap(({ property, target }) =>
    (target === undefined ? [] : namesOf(target)).flatMap((name): readonly NationalProblem[] => {
      const path = `fields.${property.name}`;
      if (!isFieldName(name))
        return [{ level: 'error', path, message: `\`${name}\` cannot be a field: letters and digits of ASCII, the first a capital` }];
      const other = taken.get(foldName(name));
      taken.set(foldName(name), `\`${property.name}\``);
      if (other === undefined) return [];
      return [{ level: 'error', path, message: `\`${name}\` is taken by ${other}, and receivers do not tell capitals apart` }];
    }),
  );
}

/** Where the regulation says what stands in a field, the contract has to promise it. */
function checkValues({ property, target, field }: FieldProposal, profile: NationalProfile): readonly NationalProblem[] {
  const path = `fields.${property.name}`;
  const warning = (message: string): NationalProblem => ({ level: 'warning', path, message });
  if (field === undefined || typeof target !== 'string') return [];
  const { semanticType, codeList } = field;
  const listed = property.codeList?.split('@')[0];
  return [
    ...(semanticType === undefined || property.semanticType === semanticType
      ? []
      : [warning(`${field.name} holds a \`${semanticType}\`, which the contract does not declare of \`${property.name}\``)]),
    ...(codeList === undefined || listed === codeList
      ? []
      : [warning(`${field.name} holds codes of \`${codeList}\`, which the contract does not declare of \`${property.name}\``)]),
    ...(field.maxLength === undefined || longest(property) <= field.maxLength
      ? []
      : [
          warning(
            `${field.name} holds ${field.maxLength} characters (${profile.id}), and the contract lets \`${property.name}\` be longer`,
          ),
        ]),
  ];
}

/** The most characters that the contract lets a value have, as far as it says so. */
function longest({ rules }: Property): number {
  if (rules.enum !== undefined) return Math.max(...rules.enum.map((value) => value.length));
  const counted = /^\^\[[^\]]+\]\{(?:\d+,)?(\d+)\}\$$/.exec(rules.pattern ?? '')?.[1];
  return Math.min(rules.maxLength ?? Number.POSITIVE_INFINITY, counted === undefined ? Number.POSITIVE_INFINITY : Number(counted));
}
