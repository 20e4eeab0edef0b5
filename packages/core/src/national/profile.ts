/**
 * How well a detail of the regulation is known, best first:
 * `act` read in the signed text · `summary` in an official summary · `implementations` in several public implementations ·
 * `implementation` in one · `ours` nowhere: our choice until somebody tells better.
 */
export type Certainty = 'act' | 'summary' | 'implementations' | 'implementation' | 'ours';

/** One detail of the message, and what is known of it. */
export interface ProfileItem {
  /** As it is written: on the wire, or the value itself. */
  readonly name: string;
  /** What it is, in one sentence. */
  readonly meaning: string;
  readonly certainty: Certainty;
  /** What to ask the receiving side before going live; `undefined`: nothing is open. */
  readonly ask?: string | undefined;
  /** Code points. */
  readonly maxLength?: number | undefined;
}

/** A business field that the regulation names, and what of ours may stand in it. */
export interface ProfileField extends ProfileItem {
  /** Names that a contract may give the same thing, folded: lower-case letters and digits alone. */
  readonly aliases: readonly string[];
  /** The semantic type that its values should have. */
  readonly semanticType?: string | undefined;
  /** The code list, without version, that its values should be codes of. */
  readonly codeList?: string | undefined;
}

/** A date of which only a part may be known travels in one of three fields: the most precise that is known. */
export interface PartialDateFields {
  readonly aliases: readonly string[];
  /** `YYYY-MM-DD`, `YYYY-MM`, `YYYY`. */
  readonly day: ProfileItem;
  readonly month: ProfileItem;
  readonly year: ProfileItem;
}

/** Everything about the national message that an authority can change. `{ ...qcvn09, … }` makes another one. */
export interface NationalProfile {
  readonly id: string;
  /** Raised with every correction of what stands here. */
  readonly revision: string;
  /** The act, and how it is known. */
  readonly source: string;
  readonly effectiveFrom: string;
  readonly groups: { readonly source: ProfileItem; readonly state: ProfileItem; readonly data: ProfileItem };
  readonly origin: { readonly id: ProfileItem; readonly name: ProfileItem; readonly dataType: ProfileItem };
  readonly state: {
    readonly event: ProfileItem;
    readonly version: ProfileItem;
    readonly updatedAt: ProfileItem;
    readonly effectiveDate: ProfileItem;
  };
  readonly data: { readonly recordId: ProfileItem; readonly dataId: ProfileItem; readonly attachments: ProfileItem };
  readonly attachment: {
    readonly id: ProfileItem;
    readonly name: ProfileItem;
    readonly version: ProfileItem;
    readonly checksum: ProfileItem;
    readonly checksumValue: ProfileItem;
    readonly url: ProfileItem;
  };
  /** `again`: of a record that was cancelled and is there again. */
  readonly events: { readonly new: ProfileItem; readonly update: ProfileItem; readonly cancel: ProfileItem; readonly again: ProfileItem };
  readonly xml: { readonly record: ProfileItem; readonly batch: ProfileItem; readonly namespace: ProfileItem | undefined };
  /** Offset of times without zone, as `+07:00`. */
  readonly zone: ProfileItem;
  /** What versions count: seconds since this moment (UTC), as far as a record has not used them up. */
  readonly versionOrigin: ProfileItem;
  /** The highest version that every receiver is sure to store. */
  readonly maxVersion: number;
  readonly fields: readonly ProfileField[];
  readonly partialDates: readonly PartialDateFields[];
}
