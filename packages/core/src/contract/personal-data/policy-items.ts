interface PolicyItem {
  /** Where the law asks for it. */
  readonly article: string;
  readonly vi: string;
  readonly en: string;
  /** A value as it may stand in a contract: YAML. */
  readonly example: string;
}

const agreement = (point: string) => `Nghị định 356/2025/NĐ-CP, Điều 7.1.${point}`;

/**
 * What a contract with personal data must declare: the seven items of a transfer agreement, of which (c) has two parts, and beside them
 * how long the recipient may keep the data and who the recipients are.
 */
export const policyItems = {
  purpose: {
    ...{ article: agreement('a'), vi: 'Mục đích chuyển giao', en: 'Purpose of the transfer' },
    example: '"Đối soát nhân thân khi giải quyết thủ tục hành chính"',
  },
  dataSubjects: {
    ...{ article: agreement('b'), vi: 'Đối tượng chủ thể dữ liệu', en: 'Categories of data subjects' },
    example: '[Công dân đã đăng ký hộ tịch]',
  },
  processingPeriod: {
    ...{ article: agreement('c'), vi: 'Thời hạn xử lý', en: 'Period of processing' },
    example: 'P5Y',
  },
  deletion: {
    ...{ article: agreement('c'), vi: 'Yêu cầu xóa, hủy', en: 'Deletion and destruction after the purpose is met' },
    example: '"Xóa khỏi mọi hệ thống trong 30 ngày sau khi đạt mục đích"',
  },
  legalBasis: {
    ...{ article: agreement('d'), vi: 'Cơ sở pháp lý', en: 'Legal basis' },
    example: '"state-agency-activity; Luật Hộ tịch 60/2014/QH13"',
  },
  protectionDuty: {
    ...{ article: agreement('đ'), vi: 'Trách nhiệm bảo vệ khi chuyển giao và xử lý', en: 'Duty to protect in transfer and processing' },
    example: '"Hai bên mã hóa đường truyền, giới hạn quyền truy cập, lưu nhật ký"',
  },
  subjectRights: {
    ...{ article: agreement('e'), vi: 'Bên thực hiện quyền của chủ thể dữ liệu', en: 'Who carries out the rights of data subjects' },
    example: '"Bên cung cấp tiếp nhận và trả lời yêu cầu của chủ thể dữ liệu"',
  },
  breachCooperation: {
    ...{ article: agreement('g'), vi: 'Phối hợp khi có vi phạm', en: 'Cooperation on a breach' },
    example: '"Bên phát hiện báo cho bên kia trong 24 giờ"',
  },
  retention: {
    ...{ article: 'Nghị định 165/2025/NĐ-CP, Điều 5', vi: 'Thời hạn lưu trữ', en: 'Retention' },
    example: 'P10Y',
  },
  recipients: {
    ...{ article: 'Nghị định 278/2025/NĐ-CP, Điều 4.2', vi: 'Bên nhận', en: 'Recipients' },
    example: '["*"]',
  },
} as const satisfies Record<string, PolicyItem>;

export type PolicyItemName = keyof typeof policyItems;

/** The methods of mandatory sharing (Nghị định 252/2026/NĐ-CP, Điều 56): query, synchronisation to a peer or to the national database, package. */
export const sharingMethods = ['query', 'sync-peer', 'sync-national', 'package'] as const;

export type SharingMethod = (typeof sharingMethods)[number];

/** Who needs no impact assessment: competent state agencies (Luật 91/2025/QH15, Điều 21.6). */
export const assessmentExemptions = ['state-agency'] as const;
