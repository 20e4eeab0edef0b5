import type { Place } from '../contract/problem.ts';

/** In which way data was exposed: as it lies at the platform, as it arrived in a time, or as it was handed out in a time. */
export const exposures = ['stored', 'received', 'read'] as const;
export type Exposure = (typeof exposures)[number];

/** A name of the file with where it stands, so that one that nobody knows can be shown. */
export interface Named {
  readonly value: string;
  readonly place: Place;
  readonly path: string;
}

/** One dataset that is concerned; what is left out does not narrow it. */
export interface BreachConcern {
  readonly dataset: Named;
  readonly exposed: Exposure;
  /** Agencies whose streams are concerned. */
  readonly publishers: readonly Named[] | undefined;
  readonly sources: readonly Named[] | undefined;
  /** Agencies that read; only of `read`. */
  readonly recipients: readonly Named[] | undefined;
  readonly properties: readonly Named[] | undefined;
  /** RFC 3339 in UTC; of `received` and `read`. The time of the breach when left out. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Of the unit that protects personal data. */
export interface BreachContact {
  readonly unit: string | undefined;
  readonly person: string | undefined;
  readonly phone: string | undefined;
  readonly email: string | undefined;
}

/** What people know of a breach; moments are RFC 3339 in UTC. What is `undefined` was not written yet. */
export interface BreachFacts {
  readonly detectedAt: string | undefined;
  readonly occurredFrom: string | undefined;
  /** `undefined`: until it was detected. */
  readonly occurredTo: string | undefined;
  readonly place: string | undefined;
  readonly act: string | undefined;
  readonly persons: string | undefined;
  readonly concerned: readonly BreachConcern[];
  readonly contact: BreachContact;
  readonly consequences: string | undefined;
  readonly measures: string | undefined;
  readonly repairedAt: string | undefined;
}

/** Part of a text that may be a number of a person, by offsets in UTF-16 code units; never the number itself. */
export interface IdentifierInText {
  /** Name of the semantic type. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Finds what a text holds of persons: the shared data dictionary has one (`findIdentifiers`). */
export type IdentifierSearch = (text: string) => readonly IdentifierInText[];

/** The text without what was found in it. */
export function withoutIdentifiers(text: string, search: IdentifierSearch): string {
  return search(text).reduceRight((rest, { start, end }) => `${rest.slice(0, start)}***${rest.slice(end)}`, text);
}
