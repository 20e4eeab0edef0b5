import type { Words } from './words.ts';

export const nationalWords: Words['national'] = {
  contracts: 'Các tệp hợp đồng; nếu không nêu, lấy các tập dữ liệu trong cấu hình',
  property: 'thuộc tính',
  field: 'trường của thông điệp',
  reason: 'vì',
  others: 'trường khác cho giá trị này',
  stays: 'không gửi đi',
  reasons: { options: 'cấu hình quy định', regulation: 'quy chuẩn đặt tên', own: 'tên của chính nó' },
  error: 'lỗi',
  warning: 'cảnh báo',
  summary: (fields, errors, warnings) =>
    `${fields} thuộc tính, ${errors} lỗi, ${warnings} cảnh báo; đổi trường bằng national.fields của tập dữ liệu`,
};
