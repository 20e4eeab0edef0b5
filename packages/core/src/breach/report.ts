import type { Classification } from '../contract/contract.ts';
import type { PersonalDataKind } from '../contract/personal-data/kinds.ts';
import type { ExposedPersons, ExposedReader, ExposedStream } from './extent.ts';
import type { BreachContact, Exposure } from './facts.ts';
import type { BreachField, BreachLaw } from './law.ts';
import type { Moment } from './moment.ts';

/** What is to be told of a breach of personal data, in the order in which the law asks for it. Holds no value of a record. */
export interface BreachReport {
  readonly law: Pick<BreachLaw, 'id' | 'source' | 'from' | 'form'>;
  /** When it was built. */
  readonly at: Moment;
  /** Whether everything that is required is there. */
  readonly complete: boolean;
  readonly missing: readonly BreachField[];
  /** `undefined` while nobody wrote when it was detected. */
  readonly authority: Deadline | undefined;
  readonly subjects: SubjectNotice;
  readonly keep: { readonly years: number; readonly article: string; readonly until: string | undefined };
  readonly nature: {
    readonly detectedAt: Moment | undefined;
    readonly occurredFrom: Moment | undefined;
    /** `undefined`: until it was detected. */
    readonly occurredTo: Moment | undefined;
    readonly place: string | undefined;
    readonly act: string | undefined;
    readonly persons: string | undefined;
    readonly data: readonly ConcernedData[];
    /** Of all concerned data; `undefined` when none is named. */
    readonly records: number | undefined;
  };
  readonly contact: BreachContact;
  readonly consequences: string | undefined;
  readonly measures: string | undefined;
  readonly repairedAt: Moment | undefined;
}

export interface Deadline {
  readonly hours: number;
  readonly article: string;
  readonly until: Moment;
  /** Whole hours that are left; 0 in the last hour and when it is over. */
  readonly hoursLeft: number;
  /** Whole hours since it was over; 0 when it is not, or just. */
  readonly hoursOverdue: number;
  readonly overdue: boolean;
}

/** Whether the persons themselves must be told. */
export interface SubjectNotice {
  /** `null` while nobody wrote which data is concerned: that is no reason to leave them untold. */
  readonly required: boolean | null;
  readonly article: string;
  /** The kinds for which the law asks it. */
  readonly kinds: readonly PersonalDataKind[];
  /** The concerned properties because of which they are told. */
  readonly because: readonly { readonly dataset: string; readonly property: string; readonly kind: PersonalDataKind }[];
  /** `undefined` when it is not required, or nobody wrote when the breach was detected. */
  readonly deadline: Deadline | undefined;
}

export interface ConcernedData {
  readonly dataset: string;
  readonly title: string | undefined;
  readonly versions: readonly string[];
  /** Whose data it is, as the contracts say. */
  readonly dataSubjects: readonly string[];
  readonly exposed: Exposure;
  /** Of the time in which it was received or read. */
  readonly from: Moment | undefined;
  readonly to: Moment | undefined;
  readonly properties: readonly ConcernedProperty[];
  readonly records: number;
  readonly persons: ExposedPersons | undefined;
  readonly streams: readonly ExposedStream[];
  readonly readers: readonly ExposedReader[];
}

export interface ConcernedProperty {
  readonly name: string;
  readonly title: string | undefined;
  readonly classification: Classification;
  readonly kind: PersonalDataKind | undefined;
  /** What travelled in the place of the value: `mask keep-last-3`; `undefined`: the value itself. */
  readonly protection: string | undefined;
}
