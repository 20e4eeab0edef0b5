import type { Certainty } from '../tables/certainty.ts';
import type { Day } from '../tables/day.ts';

export type UnitLevel = 'province' | 'district' | 'commune';

export type UnitType = 'tỉnh' | 'thành phố' | 'quận' | 'huyện' | 'thị xã' | 'xã' | 'phường' | 'thị trấn' | 'đặc khu';

/** An administrative unit as one version of a list has it: the pair of code and version is its identity, the code alone is not. */
export interface Unit {
  readonly code: string;
  /** The id of the list version: `VN-DVHC:2025-07-01`. */
  readonly version: string;
  readonly level: UnitLevel;
  readonly type: UnitType;
  /** Without its type: `Hà Nội`. */
  readonly name: string;
  /** With its type: `Thành phố Hà Nội`. */
  readonly fullName: string;
  /** Other spellings under which data of this time has it. */
  readonly aliases: readonly string[];
  /** Code of the unit above, in the list of that level that holds on the same day; `undefined` for a province. */
  readonly parent: string | undefined;
}

export interface LegalAct {
  /** `Resolution 202/2025/QH15`. */
  readonly number: string;
  readonly inForce: Day;
}

/** A list of units as it holds from a day on, until the next version begins. */
export interface UnitVersion {
  readonly id: string;
  readonly from: Day;
  readonly act: LegalAct;
  readonly source: string;
  readonly certainty: Certainty;
  readonly units: readonly Unit[];
}

/** All or part of an older unit went into a newer one. A unit with several of them was split. */
export interface Succession {
  readonly older: Unit;
  readonly newer: Unit;
  readonly act: LegalAct;
  readonly certainty: Certainty;
}

/** From one version to the next, every pair of an older and a newer code. */
export interface Crosswalk {
  readonly from: string;
  readonly to: string;
  readonly act: LegalAct;
  readonly certainty: Certainty;
  readonly pairs: readonly (readonly [older: string, newer: string])[];
}

export function fullNameOf(type: UnitType, name: string): string {
  return `${type.charAt(0).toUpperCase()}${type.slice(1)} ${name}`;
}
