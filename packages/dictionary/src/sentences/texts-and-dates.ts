import type { FindingSentences } from './sentence.ts';

/** Of text, dates, numbers, and of columns as wholes. */
export const textAndDateSentences: FindingSentences = {
  'text-lost': {
    vi: 'Ký tự đã mất trước khi đọc: phải nhập lại tại nguồn.',
    en: 'Characters were lost before the value was read: they must be entered again at the source.',
  },
  'text-maybe-lost': {
    vi: 'Dấu hỏi đứng ở chỗ của chữ cái: rất có thể ký tự đã mất khi lưu. Hãy đối chiếu với giấy tờ.',
    en: 'A question mark stands where a letter is expected: most likely characters were lost when it was stored.',
  },
  'text-unusual': {
    vi: 'Có từ không phải âm tiết tiếng Việt theo bảng mã của cột; không bảng mã nào giải thích tốt hơn.',
    en: 'Some words are no Vietnamese syllables in the encoding of the column; no other explains them better.',
  },
  'text-unexplained': {
    vi: 'Không bảng mã nào giải thích được giá trị này, nên giữ nguyên: hãy tìm xem chương trình nào đã ghi.',
    en: 'No known encoding explains this value: find out which program wrote it.',
  },
  'text-ambiguous': {
    vi: 'Giá trị đọc được theo hai cách, bản thân văn bản không cho biết cách nào.',
    en: 'The value can be read in two ways, and its text cannot tell which.',
  },
  'text-lookalike': {
    vi: 'Chữ eth đứng thay cho Đ trông giống hệt, và đã được thay.',
    en: 'The letter eth stood for Đ, which looks alike, and was replaced by it.',
  },
  'text-recased': {
    vi: 'Chữ thường có dấu trong từ viết hoa đã được viết hoa, vì TCVN3 chỉ có chữ thường có dấu.',
    en: 'Small toned letters in capitals were made capitals: TCVN3 has toned letters in lower case only.',
  },
  'text-case-unknown': {
    vi: 'Từ bắt đầu bằng chữ có dấu mà TCVN3 không có chữ hoa, trong khi các từ khác đều viết hoa: giữ nguyên.',
    en: 'A word begins with a toned letter whose capital TCVN3 does not have: it was left as it is.',
  },
  'text-not-in-encoding': {
    vi: 'Bảng mã không có ký tự này; dấu hỏi đứng thay.',
    en: 'The encoding has no such character; a question mark stands for it.',
  },
  'text-case-lost': {
    vi: 'Chữ hoa có dấu được viết thành chữ thường, vì bảng mã chỉ có chữ thường.',
    en: 'Toned capitals were written as small letters, the only ones that the encoding has.',
  },
  'text-other-encoding': {
    vi: 'Giá trị dùng bảng mã khác với cột và chưa được chuyển: hãy chuyển riêng các dòng đó.',
    en: 'The value is in another encoding than its column, and was not converted: convert such rows by themselves.',
  },
  'text-mojibake': {
    vi: 'UTF-8 bị đọc nhầm thành bảng mã khác, không ai đọc được: hãy chuyển riêng các dòng đó.',
    en: 'UTF-8 that was read as something else on its way: convert such rows by themselves.',
  },
  'text-decomposed': {
    vi: 'Dấu viết tách khỏi chữ: trông đúng nhưng tìm kiếm không thấy. Hãy ghép lại (NFC).',
    en: 'Marks stand apart from their letters: compose them (NFC), or whoever searches will not find the text.',
  },
  'text-legacy': {
    vi: 'Viết bằng bảng mã cũ, không đọc được nguyên trạng: hãy giải mã cột.',
    en: 'Written in a legacy encoding: decode the column.',
  },
  'text-mixed': {
    vi: 'Nhiều bảng mã trong một cột: hãy phân biệt theo cột khác, như chương trình hay năm ghi.',
    en: 'Rows of several encodings: tell them apart by another column.',
  },
  'text-unknown': {
    vi: 'Không bảng mã nào giải thích được cột: hãy tìm xem chương trình nào đã ghi rồi nêu bảng mã.',
    en: 'No encoding explains the column well enough: find out which program wrote it.',
  },
  'text-decoded': {
    vi: 'Văn bản bảng mã cũ đã được chuyển sang Unicode trên đường đi: nguồn vẫn còn bảng mã cũ.',
    en: 'Legacy text was decoded on its way: the source still has it in the old encoding.',
  },
  'date-unreadable': {
    vi: 'Không đúng mẫu ngày: hãy xem cột còn chứa gì khác.',
    en: 'Does not fit the date pattern: look at what else the column holds.',
  },
  'date-not-in-calendar': {
    vi: 'Đúng mẫu nhưng không có trong lịch: hãy xem ngày và tháng có đổi chỗ không.',
    en: 'Fits the pattern and is no day of the calendar: look whether day and month change places.',
  },
  'date-time-not-in-day': {
    vi: 'Giờ không có trong một ngày.',
    en: 'Has a time that a day does not have.',
  },
  'date-part-zero': {
    vi: 'Ngày hoặc tháng là số không: nếu nghĩa là chưa biết, hãy đọc với zeroParts: unknown.',
    en: 'Has a day or month of zeros: if that means not known, read the column so.',
  },
  'date-ambiguous': {
    vi: 'Đúng hai mẫu và mỗi mẫu cho một ngày khác: đã lấy mẫu đứng trước trong ánh xạ. Hãy khảo sát cột rồi chỉ giữ một mẫu.',
    en: 'Fits two of the patterns and is another date in each: the first of the mapping was taken. Survey the column and keep one.',
  },
  'date-pivot-used': {
    vi: 'Năm hai chữ số đã được hiểu theo mốc trăm năm nêu trong ánh xạ: nguồn vẫn còn hai chữ số.',
    en: 'Two digits of a year were read by the pivot of the mapping: the source still has two digits.',
  },
  'date-zeros-dropped': {
    vi: 'Ngày hoặc tháng là số không đã được hiểu là chưa biết, như ánh xạ nêu.',
    en: 'A day or month of zeros was read as not known, as the mapping says.',
  },
  'date-serial-read': {
    vi: 'Số ngày của bảng tính đã được đọc thành ngày, như ánh xạ nêu.',
    en: 'A day number of a spreadsheet was read as its day, as the mapping says.',
  },
  'date-placeholder-dropped': {
    vi: 'Ngày dùng để lấp chỗ trống đã trở thành không có giá trị, như ánh xạ nêu.',
    en: 'A day that fills a gap became no value, as the mapping says.',
  },
  'date-placeholder-suspected': {
    vi: 'Ngày mà phần mềm hay tự ghi khi chưa biết, nhưng cũng có thể là ngày thật: hãy đối chiếu với giấy tờ.',
    en: 'A day that systems write where none is known, and that can be true: compare with the paper.',
  },
  'date-placeholder': {
    vi: 'Ngày dùng để lấp chỗ trống: hãy khai báo trong ánh xạ (placeholders), nếu cơ quan xác nhận.',
    en: 'A day that fills a gap: declare it in the mapping (placeholders), if the agency confirms it.',
  },
  'date-first-of-january': {
    vi: 'Quá nhiều ngày mồng một tháng Giêng: chỗ nào chỉ biết năm thì chỉ giữ năm.',
    en: 'Too many firsts of January: where only the year was known, keep only the year.',
  },
  'date-order-mixed': {
    vi: 'Có dòng ngày trước tháng, có dòng tháng trước ngày: hai nguồn trộn vào nhau, hãy tách ra trước.',
    en: 'Some rows have the day first and some the month: two sources flow together, tell them apart.',
  },
  'date-order-unproven': {
    vi: 'Mọi dòng đều đọc được theo cả hai thứ tự: hãy hỏi người giữ nguồn.',
    en: 'Every row is a day in both orders: ask who keeps the source.',
  },
  'date-two-digit-year': {
    vi: 'Năm chỉ có hai chữ số: hãy nêu mốc trăm năm trong ánh xạ (pivot).',
    en: 'Two digits of the year: say in the mapping which hundred years they mean (pivot).',
  },
  'date-six-digits': {
    vi: 'Sáu chữ số đọc được theo ba thứ tự: hãy hỏi thứ tự.',
    en: 'Six digits, which three orders explain: ask for the order.',
  },
  'date-serial': {
    vi: 'Có thể là số ngày của bảng tính: hãy đối chiếu vài dòng với giấy tờ.',
    en: 'Can be day numbers of a spreadsheet: compare some with the paper.',
  },
  'date-serial-proposed': {
    vi: 'Số ngày của bảng tính, ngày tương ứng là đề xuất.',
    en: 'A day number of a spreadsheet; the day it stands for is a proposal.',
  },
  'date-serial-unreadable': {
    vi: 'Không phải số ngày của bảng tính.',
    en: 'No day number of a spreadsheet.',
  },
  'number-unreadable': {
    vi: 'Không phải số thường: có dấu, chữ, số mũ hoặc dấu ngăn hàng nghìn. Hãy nói nghĩa trước khi chuyển.',
    en: 'Not a plain number: say what it means before it is converted.',
  },
  'number-leading-zero': {
    vi: 'Chữ số có số không ở đầu là mã chứ không phải số: hãy ánh xạ cột dưới dạng chữ.',
    en: 'Digits with a zero in front are a code and no number: map the column as text.',
  },
  'value-bytes': {
    vi: 'Byte không đọc được thành văn bản: hãy nêu bảng mã của cột.',
    en: 'Bytes that are no text: state the encoding of the column.',
  },
  'value-empty': {
    vi: 'Rỗng hoặc chỉ có khoảng trắng: giá trị chưa biết thì phải bỏ trống.',
    en: 'Empty, or nothing but blanks: a value that is not known is left out.',
  },
  'value-protected': {
    vi: 'Giá trị đã được bảo vệ trước khi công bố: cách viết chỉ đo được tại nguồn.',
    en: 'The value was protected before it was published: how it is written can only be measured at its source.',
  },
  'value-padded': {
    vi: 'Có khoảng trắng thừa ở đầu hoặc cuối: hãy cắt bỏ.',
    en: 'Blanks in front or behind: trim them.',
  },
  'column-undecided': {
    vi: 'Không rõ cột là loại gì: hãy nêu loại của cột.',
    en: 'What the column is was not decided: state its kind.',
  },
  'column-unlike-its-name': {
    vi: 'Giá trị không giống điều mà tên cột nói.',
    en: 'The values are unlike what the name of the column says.',
  },
};
