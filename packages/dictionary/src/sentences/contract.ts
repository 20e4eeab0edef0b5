import type { FindingSentences } from './sentence.ts';

/** Of what a contract refuses, what a mapping mended, and what is seen only by holding records against one another. */
export const contractSentences: FindingSentences = {
  'state-secret': {
    vi: 'Mang dấu hiệu bí mật nhà nước: không được công bố, hãy xử lý theo quy định bảo vệ bí mật nhà nước.',
    en: 'Marked as a state secret: it is not published, handle it as the law on state secrets says.',
  },
  'line-malformed': { vi: 'Dòng không phải bản ghi đúng chuẩn.', en: 'The line is no record of the standard.' },
  'property-unknown': { vi: 'Hợp đồng không có thuộc tính này.', en: 'The contract has no such property.' },
  'required-missing': { vi: 'Thiếu giá trị bắt buộc.', en: 'A required value is missing.' },
  'type-mismatch': { vi: 'Sai kiểu dữ liệu của hợp đồng.', en: 'Not of the type of the contract.' },
  'out-of-range': { vi: 'Nằm ngoài khoảng mà hợp đồng cho phép.', en: 'Outside of the range of the contract.' },
  'not-representable': { vi: 'Không biểu diễn chính xác được.', en: 'Cannot be represented exactly.' },
  'text-invalid': { vi: 'Văn bản có ký tự không được phép.', en: 'The text has characters that are not allowed.' },
  'too-short': { vi: 'Ngắn hơn hợp đồng cho phép.', en: 'Shorter than the contract allows.' },
  'too-long': { vi: 'Dài hơn hợp đồng cho phép.', en: 'Longer than the contract allows.' },
  'pattern-mismatch': { vi: 'Không khớp mẫu của hợp đồng.', en: 'Does not match the pattern of the contract.' },
  'not-in-list': { vi: 'Không nằm trong các giá trị hợp đồng cho phép.', en: 'Not one of the values that the contract allows.' },
  'transform-failed': { vi: 'Không chuyển đổi được theo ánh xạ.', en: 'The mapping could not convert it.' },
  'identifier-normalised': {
    vi: 'Đã đưa về dạng chuẩn trên đường đi: nguồn nên ghi dạng chuẩn.',
    en: 'Brought into its normal form on its way: the source should write it so.',
  },
  'identifier-repaired': {
    vi: 'Đã sửa theo đề xuất của từ điển trên đường đi: hãy sửa tại nguồn.',
    en: 'Repaired on its way as the dictionary proposes: mend it at the source.',
  },
  'duplicate-value': {
    vi: 'Cùng một số trong nhiều bản ghi: có thể là bản ghi trùng, cũng có thể hợp lệ nếu bản ghi là sự kiện.',
    en: 'The same number in several records: duplicates, unless records are events.',
  },
  'key-of-two-agencies': {
    vi: 'Hai cơ quan cùng công bố một khóa: hợp đồng cần nêu cơ quan có thẩm quyền.',
    en: 'Two agencies publish the same key: have the contract name the authoritative publisher.',
  },
};
