import type { Words } from './words.ts';

export const platformWords: Words['platform'] = {
  directory: 'Thư mục của nền tảng: khóa, PostgreSQL nhúng',
  host: 'Địa chỉ lắng nghe',
  port: 'Cổng; 0 là cổng trống bất kỳ',
  database: 'chuỗi kết nối tới PostgreSQL riêng (cũng như DATABASE_URL); bỏ trống: dùng bản nhúng',
  agency: 'Đăng ký một cơ quan khi khởi động: <mã cơ quan>=<tệp khóa công khai>; có thể lặp lại',
  consumer: 'Đăng ký một cơ quan được đọc và ghi thẻ truy cập vào tệp mới: <mã cơ quan>=<tệp>; có thể lặp lại',
  listening: (url) => `nền tảng lắng nghe ở ${url}`,
  receiptKey: (keyId, file) => `biên nhận được ký bằng ${keyId}: ${file}`,
  stopped: 'nền tảng đã dừng',
  register: {
    dataset: 'Chỉ tập dữ liệu này',
    agency: 'Chỉ bên khai thác thuộc cơ quan này',
    purpose: 'Chỉ mục đích này, đúng như đã khai',
    from: 'Từ ngày (UTC) hoặc thời điểm này: 2026-03-01, 2026-03-01T08:00:00+07:00',
    to: 'Trước ngày hoặc thời điểm này',
    csv: 'Dạng CSV',
    column: {
      dataset: 'tập dữ liệu',
      agency: 'cơ quan',
      consumer: 'bên khai thác',
      purpose: 'mục đích',
      requests: 'số lần',
      records: 'bản ghi',
      first: 'lần đầu',
      last: 'lần cuối',
      data: 'loại dữ liệu',
    },
    noStorage: (folder) => `${folder} không có nền tảng nào`,
    summary: (entries, records) => `${entries} mục, đã cung cấp ${records} bản ghi`,
  },
};
