import { flagOption, type Login, type LoginInput, type LoginKind, loginOptions, readLogin, resolveAll } from '@lienthong/adapter-kit';
import { type DeclaredColumns, type DeclaredColumnsInput, declaredColumns } from './declared-columns.ts';

const kind: LoginKind = {
  example: 'mongodb://user:password@host:27017/database',
  protocols: ['mongodb:'],
  hostParameter: 'host',
  defaultPort: 27017,
  anonymous: true,
};

export type ReadFrom = 'primary' | 'secondary' | 'secondaryPreferred';

/** `connectionString` is `mongodb://user:password@host:port/database?sslmode=verify-full`: it names one member, and the others are found. */
export interface MongodbInput extends LoginInput {
  /** More members of the replica set, or routers of a cluster, as `host:port`: where the first is down, the others are asked. */
  readonly members?: readonly string[];
  /** The replica set's name. Default: whatever set the first member that answers belongs to. */
  readonly replicaSet?: string;
  /** Only this one member, and no other of its set: behind a tunnel or a proxy. */
  readonly direct?: boolean;
  /** The database that holds the account. Default `admin`. */
  readonly authSource?: string;
  /** Where snapshots are read: members other than the primary are spared nothing of the log, which is always followed on the primary. */
  readonly readFrom?: ReadFrom;
  /** How many documents are looked at to learn what a collection holds: half of them the oldest, half the newest by `_id`. Default 1,000. */
  readonly sampleDocuments?: number;
  /**
   * What single columns hold, by collection and column: where the sampled documents do not tell, or tell too much. The names are those
   * of the type table.
   */
  readonly columns?: DeclaredColumnsInput;
}

export interface MongodbOptions extends Login {
  readonly members: readonly string[];
  readonly replicaSet: string | undefined;
  readonly direct: boolean;
  readonly authSource: string;
  readonly readFrom: ReadFrom;
  readonly sampleDocuments: number;
  readonly columns: DeclaredColumns;
}

const own = ['members', 'replicaSet', 'direct', 'authSource', 'readFrom', 'sampleDocuments', 'columns'];
const known = { product: 'MongoDB', names: new Set<string>([...loginOptions, ...own]) };

/** Applies defaults; throws OPTIONS_INVALID with every problem at once, without any value. */
export function resolveOptions(input: MongodbInput): MongodbOptions {
  return resolveAll(input, known, (problems) => {
    const options = {
      ...readLogin(input, kind, problems),
      members: membersOf(input.members, problems),
      replicaSet: optionalText('replicaSet', input.replicaSet, problems),
      direct: flagOption('direct', input.direct, false, problems),
      authSource: optionalText('authSource', input.authSource, problems) ?? 'admin',
      readFrom: readFromOf(input.readFrom, problems),
      sampleDocuments: sampleOf(input.sampleDocuments, problems),
      columns: declaredColumns(input.columns, problems),
    };
    if (options.direct && options.members.length > 0) problems.push('direct asks for one member alone: members cannot be given with it');
    return options;
  });
}

function membersOf(value: unknown, problems: string[]): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((member) => typeof member === 'string' && /^[^\s/?@]+:\d{1,5}$/.test(member))) return value;
  problems.push('members must be a list of host:port');
  return [];
}

function optionalText(name: string, value: unknown, problems: string[]): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  problems.push(`${name} must be a text that is not empty`);
  return undefined;
}

function readFromOf(value: unknown, problems: string[]): ReadFrom {
  if (value === undefined) return 'primary';
  if (value === 'primary' || value === 'secondary' || value === 'secondaryPreferred') return value;
  problems.push('readFrom must be primary, secondary or secondaryPreferred');
  return 'primary';
}

function sampleOf(value: unknown, problems: string[]): number {
  if (value === undefined) return 1_000;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 10 && value <= 100_000) return value;
  problems.push('sampleDocuments must be a whole number from 10 to 100000');
  return 0;
}
