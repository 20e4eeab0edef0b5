interface LegalBasisEntry {
  readonly article: string;
  /** Short titles, no quotations. */
  readonly vi: string;
  readonly en: string;
}

// Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, in force since 2026-01-01: Art. 9 (consent), 19(1) (without consent), 17(1) (transfer).
const law = (article: string, vi: string, en: string): LegalBasisEntry => ({ article: `Luật 91/2025/QH15, Điều ${article}`, vi, en });

/** The grounds on which personal data may be handed over: what `legalBasis` of a contract may name. */
export const legalBases = {
  consent: law('9, 17.1.a', 'Sự đồng ý của chủ thể dữ liệu', 'Consent of the data subject'),
  'vital-or-legitimate-defence': law(
    '19.1.a',
    'Bảo vệ tính mạng, sức khỏe, quyền và lợi ích hợp pháp trong trường hợp cấp bách',
    'Protection of life, health or legitimate interests in an urgent case',
  ),
  'emergency-security-crime': law(
    '19.1.b',
    'Tình trạng khẩn cấp, an ninh quốc gia, phòng chống tội phạm',
    'State of emergency, national security, fight against crime',
  ),
  'state-agency-activity': law(
    '19.1.c',
    'Phục vụ hoạt động của cơ quan nhà nước, quản lý nhà nước theo luật',
    'Activity of state agencies, state management under law',
  ),
  'agreement-with-subject': law('19.1.d', 'Thực hiện thỏa thuận với chủ thể dữ liệu', 'Performance of an agreement with the data subject'),
  'other-law': law('19.1.đ', 'Trường hợp khác theo luật', 'Other case under law'),
  'competent-authority-request': law('17.1.đ', 'Yêu cầu của cơ quan nhà nước có thẩm quyền', 'Request of a competent state agency'),
  reorganisation: law(
    '17.1.c',
    'Sắp xếp, sáp nhập, chia tách cơ quan, đơn vị hành chính',
    'Reorganisation of agencies or administrative units',
  ),
  'internal-unit': law('17.1.b', 'Chia sẻ giữa các bộ phận trong cùng cơ quan', 'Sharing between units of one agency'),
} as const satisfies Record<string, LegalBasisEntry>;

export type LegalBasis = keyof typeof legalBases;

/** `undefined` when the text names no legal basis. */
export function findLegalBasis(text: string): LegalBasis | undefined {
  return Object.hasOwn(legalBases, text) ? (text as LegalBasis) : undefined; // a key of the table
}
