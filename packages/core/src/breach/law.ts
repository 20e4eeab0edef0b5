import type { PersonalDataKind } from '../contract/personal-data/kinds.ts';

/** What the notice of a breach must hold, by the names under which the builder knows it. */
export type BreachFieldName =
  | 'detectedAt'
  | 'occurredFrom'
  | 'place'
  | 'act'
  | 'persons'
  | 'dataTypes'
  | 'records'
  | 'contactUnit'
  | 'contactReach'
  | 'consequences'
  | 'measures';

export interface BreachField {
  readonly name: BreachFieldName;
  readonly article: string;
  /** Short titles, no quotations. */
  readonly vi: string;
  readonly en: string;
}

/** What the law asks for when personal data was breached: from a day on, until the next entry. */
export interface BreachLaw {
  readonly id: string;
  readonly source: string;
  /** The day, in Vietnam, from which on breaches are reported by it. */
  readonly from: string;
  /** The form on which the notice is handed in. */
  readonly form: string;
  /** Hours from detection until the authority is told. */
  readonly authority: { readonly hours: number; readonly article: string };
  /** Whose data of these kinds is concerned is told, too. */
  readonly subjects: { readonly hours: number; readonly kinds: readonly PersonalDataKind[]; readonly article: string };
  /** Years from the repair on in which the file is kept. */
  readonly keep: { readonly years: number; readonly article: string };
  /** What is required, in the order of the notice. */
  readonly fields: readonly BreachField[];
}

const law = 'Luật 91/2025/QH15, Điều 23';
const content = 'Nghị định 356/2025/NĐ-CP, Điều 28';
const subjects = 'Nghị định 356/2025/NĐ-CP, Điều 29';

/** In the order of their days; another decree adds an entry, and none is changed. */
export const breachLaws: readonly BreachLaw[] = [
  {
    id: 'VN-2026-01-01',
    source: 'Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 23; Nghị định 356/2025/NĐ-CP, Điều 28, 29',
    from: '2026-01-01',
    form: 'Mẫu số 08, Nghị định 356/2025/NĐ-CP',
    authority: { hours: 72, article: law },
    subjects: { hours: 72, kinds: ['sensitive.location', 'sensitive.biometric'], article: subjects },
    keep: { years: 5, article: subjects },
    fields: [
      { name: 'detectedAt', article: law, vi: 'Thời điểm phát hiện', en: 'When it was detected' },
      { name: 'occurredFrom', article: content, vi: 'Thời gian xảy ra', en: 'When it happened' },
      { name: 'place', article: content, vi: 'Địa điểm', en: 'Where it happened' },
      { name: 'act', article: content, vi: 'Hành vi vi phạm', en: 'What was done' },
      { name: 'persons', article: content, vi: 'Tổ chức, cá nhân liên quan', en: 'Organisations and persons involved' },
      { name: 'dataTypes', article: content, vi: 'Loại dữ liệu cá nhân', en: 'Types of personal data' },
      { name: 'records', article: content, vi: 'Số lượng bản ghi', en: 'Number of records' },
      { name: 'contactUnit', article: content, vi: 'Bộ phận bảo vệ dữ liệu cá nhân', en: 'The data protection unit' },
      { name: 'contactReach', article: content, vi: 'Điện thoại hoặc thư điện tử của bộ phận', en: 'Telephone or e-mail of the unit' },
      { name: 'consequences', article: content, vi: 'Hậu quả, thiệt hại có thể xảy ra', en: 'Consequences and possible damage' },
      { name: 'measures', article: content, vi: 'Biện pháp đã và sẽ thực hiện', en: 'Measures taken and planned' },
    ],
  },
];

/** The law in force on a day in Vietnam, `YYYY-MM-DD`; `undefined`: a day before all that is known. */
export function breachLawAt(day: string): BreachLaw | undefined {
  return breachLaws.findLast(({ from }) => from <= day);
}
