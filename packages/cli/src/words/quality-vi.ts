import type { Words } from './words.ts';

export const qualityWords: Words['quality'] = {
  format: 'Cách viết: text, json, csv (mỗi quy tắc một dòng) hoặc html (một trang)',
  out: 'Ghi vào tệp này thay vì stdout',
  noFormat: (format) => `không có định dạng ${format}`,
  noDataset: (dataset) => `cấu hình không có tập dữ liệu ${dataset}`,
  oneForPage: 'mỗi trang chỉ về một tập dữ liệu: hãy nêu bằng --dataset',
  nothing: 'chưa đếm được gì: hãy chạy bộ kết nối trước',
  summary: (datasets) => `đã chấm ${datasets} tập dữ liệu`,
  written: (file) => `đã ghi vào ${file}`,
  notWritten: (file) => `không ghi được vào ${file}`,
  otherFile: 'Hãy nêu tệp khác bằng --out, trong thư mục có sẵn và ghi được.',
  records: (records, rejected) => `đã đọc ${records} bản ghi, từ chối ${rejected}`,
  criterion: 'tiêu chí',
  field: 'trường',
  score: 'điểm',
  overall: 'tổng hợp',
  identifiersShort: (names) => `mã định danh chưa đạt 100 %: ${names}`,
  criteria: { correct: 'đúng', complete: 'đủ', clean: 'sạch', alive: 'sống', unified: 'thống nhất', shared: 'dùng chung' },
  colours: { green: 'tốt', yellow: 'cần cải thiện', red: 'chưa đạt', 'not-measured': 'chưa đo' },
};
