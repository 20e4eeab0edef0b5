import type { FindingSentences } from './sentence.ts';

/** Of codes of lists, and of codes of administrative units. */
export const listSentences: FindingSentences = {
  'code-list-missing': {
    vi: 'Nơi đo không có danh mục mà hợp đồng nêu, nên không tra được: hãy nạp danh mục.',
    en: 'The list that the contract names is not there where it was measured: load it.',
  },
  'semantic-type-missing': {
    vi: 'Từ điển nơi đo không biết loại mã mà hợp đồng nêu, nên không kiểm tra được.',
    en: 'The dictionary does not know the type that the contract names, so nothing was checked.',
  },
  'code-unknown': {
    vi: 'Không phải mã của danh mục: hãy ánh xạ bằng bảng riêng hoặc nạp danh mục mà nguồn dùng.',
    en: 'Not a code of the list: map the value by a table of your own, or load the list that the source uses.',
  },
  'code-name-in-place': {
    vi: 'Tên của mục đứng ở chỗ của mã: hãy để ánh xạ đọc theo danh mục (`codes`).',
    en: 'A name of the list stands where its code should: have the mapping read it by the list (`codes`).',
  },
  'code-zero-lost': {
    vi: 'Mã mất số không ở đầu: hãy đọc cột dưới dạng chữ và thêm lại số không.',
    en: 'A code that lost its zero in front: read the column as text, and put the zero back.',
  },
  'code-not-in-force': {
    vi: 'Mục không còn hiệu lực vào ngày xét: chỉ hồ sơ cho biết nó đã thành gì.',
    en: 'An entry that the list does not hold on that day: only the file tells what it became.',
  },
  'code-meaning-uncertain': {
    vi: 'Mã của danh mục này chưa được xác nhận: hãy nạp danh mục mà nguồn dùng.',
    en: 'The codes of this list are not confirmed: load the list that the source uses.',
  },
  'code-ambiguous': {
    vi: 'Nhiều mục viết giống nhau: hãy đọc cột theo mã hoặc giữ nguyên dấu.',
    en: 'Several entries are written so: read the column as codes, or with its accents.',
  },
  'code-and-name': {
    vi: 'Mã và tên lẫn trong một cột: hãy chọn một, và ánh xạ cái còn lại.',
    en: 'Codes and names in one column: decide for one, and map the other.',
  },
  'code-from-name': {
    vi: 'Mã được tra từ tên hoặc cách viết: nguồn nên ghi mã của danh mục.',
    en: 'The code was looked up by a name or spelling: the source should write codes of the list.',
  },
  'sex-scheme-missing': {
    vi: 'Không rõ các con số nghĩa là gì, vì các nguồn quy ước trái nhau: hãy nói nguồn dùng quy ước nào.',
    en: 'What the digits mean is not said, and sources contradict each other: state the scheme of the source.',
  },
  'sex-unknown': {
    vi: 'Không phải giới tính theo quy ước nào đã biết.',
    en: 'Not a sex in any scheme that is known.',
  },
  'unit-code-form': {
    vi: 'Sai dạng mã đơn vị hành chính: tỉnh hai chữ số, huyện ba, xã năm.',
    en: 'Not of the form of such a code: two digits of a province, three of a district, five of a commune.',
  },
  'unit-code-zero-lost': {
    vi: 'Thiếu các số không ở đầu, thường do cột kiểu số: hãy đọc cột dưới dạng chữ.',
    en: 'Too short by its leading zeros, as after a numeric column: read the column as text.',
  },
  'unit-list-missing': {
    vi: 'Đúng dạng. Chỉ danh mục các đơn vị này cho biết mã có tồn tại và ở phiên bản nào: hãy nạp danh mục.',
    en: 'The form is right. Only the list of these units tells whether the code exists: load it.',
  },
  'unit-code-unknown': {
    vi: 'Mã không có trong phiên bản nào của danh mục: hãy xem lại số không ở đầu và cấp của đơn vị.',
    en: 'The code is in no version of the list: look at its zeros, and at the list of the source.',
  },
  'unit-code-not-in-version': {
    vi: 'Mã không có trong phiên bản danh mục mà hợp đồng nêu: hãy chuyển đổi theo văn bản đã bãi bỏ nó.',
    en: 'The code is not in the version of the list that the contract names: translate it.',
  },
  'unit-code-ended': {
    vi: 'Đơn vị chỉ còn trong phiên bản cũ: hãy nói nguồn dùng phiên bản nào và chuyển đổi mã theo văn bản tương ứng.',
    en: 'The unit is in older versions of the list only: say which one the source uses, and translate the code.',
  },
  'unit-code-ambiguous': {
    vi: 'Các đơn vị khác nhau từng mang mã này: hợp đồng cần nêu phiên bản danh mục.',
    en: 'Different units bore the code in different versions of the list: have the contract name the version.',
  },
  'unit-code-unversioned': {
    vi: 'Mã có nhiều nghĩa tùy phiên bản danh mục: hãy nói mã được ghi vào ngày nào hoặc theo phiên bản nào.',
    en: 'The code has several meanings, by version of the list: say on which day it was written.',
  },
  'unit-code-reused': {
    vi: 'Mã nay thuộc về đơn vị khác: không được dùng lại nguyên mã mà không kèm phiên bản.',
    en: 'The code belongs to another unit now: never use it without its version.',
  },
  'unit-day-before-lists': {
    vi: 'Ngày xét nằm trước phiên bản cũ nhất của danh mục: hãy nạp phiên bản cũ hơn.',
    en: 'The day lies before the oldest version of the list: load an older one.',
  },
  'unit-day-invalid': {
    vi: 'Ngày xét không có dạng YYYY-MM-DD hoặc không có trong lịch.',
    en: 'The day that was asked for is not YYYY-MM-DD, or the calendar does not have it.',
  },
  'unit-merged': {
    vi: 'Đơn vị đã nhập với đơn vị khác: mã mới bao trùm cả phần khác.',
    en: 'The unit was merged with others: the new code covers more than it.',
  },
  'unit-split': {
    vi: 'Đơn vị đã chia: mọi phần đều là ứng viên, chỉ hồ sơ cho biết phần nào.',
    en: 'The unit was split: all parts are candidates, and only the file tells which.',
  },
  'unit-name-ambiguous': {
    vi: 'Tên thuộc về nhiều đơn vị: cần thêm cấp hoặc đơn vị cấp trên.',
    en: 'Several units bear the name: say its level, or the unit above it.',
  },
  'unit-name-unknown': {
    vi: 'Không đơn vị nào trong phiên bản này mang tên đó.',
    en: 'No unit of this version bears the name.',
  },
  'unit-type-differs': {
    vi: 'Tên đúng nhưng loại đơn vị khác với danh mục của phiên bản này.',
    en: 'The name fits, but the unit is of another type in this version.',
  },
  'birth-registration-code-unknown': {
    vi: 'Không phải mã nơi đăng ký khai sinh nào đã biết.',
    en: 'No known code of a place of birth registration.',
  },
};
