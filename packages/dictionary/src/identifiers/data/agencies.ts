import type { Table } from './table.ts';

/** The first level of agency codes before the mergers of ministries; H01 to H63 are provinces. Not complete. */
export const ministries = {
  certainty: 'uncertain',
  source: 'Public copies of the lists of QCVN 102:2016 and Decision 20/2020; G17 to G24 from general knowledge',
  effectiveFrom: '2016-01-01',
  entries: {
    G01: 'Bộ Công an',
    G02: 'Bộ Công Thương',
    G03: 'Bộ Giáo dục và Đào tạo',
    G04: 'Bộ Giao thông vận tải',
    G05: 'Bộ Kế hoạch và Đầu tư',
    G06: 'Bộ Khoa học và Công nghệ',
    G07: 'Bộ Lao động - Thương binh và Xã hội',
    G08: 'Bộ Ngoại giao',
    G09: 'Bộ Nội vụ',
    G10: 'Bộ Nông nghiệp và Phát triển nông thôn',
    G11: 'Bộ Quốc phòng',
    G12: 'Bộ Tài chính',
    G13: 'Bộ Tài nguyên và Môi trường',
    G14: 'Bộ Thông tin và Truyền thông',
    G15: 'Bộ Tư pháp',
    G16: 'Bộ Văn hóa, Thể thao và Du lịch',
    G17: 'Bộ Xây dựng',
    G18: 'Bộ Y tế',
    G19: 'Ngân hàng Nhà nước Việt Nam',
    G20: 'Thanh tra Chính phủ',
    G21: 'Ủy ban Dân tộc',
    G22: 'Văn phòng Chính phủ',
    G24: 'Bảo hiểm xã hội Việt Nam',
  },
} as const satisfies Table<Readonly<Record<string, string>>>;

/** Ministries that went up in others. Which code the new ministry uses was not verified: the directory must be asked. */
export const mergedMinistries = {
  certainty: 'own-knowledge',
  source: 'Resolution 176/2025/QH15 on the structure of the Government',
  effectiveFrom: '2025-03-01',
  entries: ['G04', 'G05', 'G07', 'G10', 'G13', 'G14', 'G21', 'G24'],
} as const satisfies Table<readonly string[]>;
