import type { FindingSentences } from './sentence.ts';

/** Of identifiers in general, and of those of persons. */
export const identifierSentences: FindingSentences = {
  'identifier-empty': {
    vi: 'Chỉ có khoảng trắng hoặc dấu phân cách: giá trị chưa biết thì phải bỏ trống.',
    en: 'Nothing but blanks or separators: a value that is not known is left out.',
  },
  'identifier-too-long': {
    vi: 'Dài hơn mọi loại mã: có lẽ là nhiều giá trị hoặc một ghi chú.',
    en: 'Longer than any identifier: probably several values or a note.',
  },
  'identifier-formatting': {
    vi: 'Viết kèm khoảng trắng, dấu phân cách, chữ thường hoặc tiền tố không có nghĩa: dạng chuẩn không có chúng.',
    en: 'Written with blanks, separators, small letters or a prefix without meaning: the normal form is without.',
  },
  'identifier-unusual-digits': {
    vi: 'Chữ số hoặc chữ cái của hệ chữ khác hay khác bề rộng đứng ở chỗ của ký tự thường: hãy sửa tại nguồn.',
    en: 'Digits or letters of another script or width stand where plain ones belong: mend them at the source.',
  },
  'identifier-letters-for-digits': {
    vi: 'Chữ cái đứng ở chỗ chữ số, như O thay cho không hay l thay cho một: hãy đối chiếu với giấy tờ trước khi nhận đề xuất.',
    en: 'Letters stand where digits belong, such as O for zero: compare with the paper before a proposal is taken.',
  },
  'identifier-leading-zero-lost': {
    vi: 'Thiếu các số không ở đầu, thường do cột kiểu số: hãy đọc cột dưới dạng chữ.',
    en: 'Shorter than the rule by its leading zeros, as after a numeric column: read the column as text.',
  },
  'identifier-decimal-tail': {
    vi: 'Kết thúc bằng dấu thập phân và số không, thường do cột kiểu số thực; số không ở đầu cũng có thể đã mất: hãy đọc cột dưới dạng chữ.',
    en: 'Ends in a decimal point and zeros, as after a floating-point column: read the column as text.',
  },
  'identifier-exponent': {
    vi: 'Viết dưới dạng số mũ: các chữ số đã mất hẳn. Hãy đọc lại cột dưới dạng chữ.',
    en: 'Written with an exponent: digits are lost for good. Read the column again, as text.',
  },
  'identifier-placeholder': {
    vi: 'Một chữ số lặp lại hoặc các chữ số tăng dần: đúng dạng, nhưng giống giá trị gõ cho đủ ô.',
    en: 'One digit repeated, or digits that count up: it looks like a value typed to fill a field.',
  },
  'identifier-personal-id-instead': {
    vi: 'Mười hai chữ số: số định danh cá nhân được dùng thay cho mã này, điều chỉ đúng từ ngày có hiệu lực.',
    en: 'The personal identification number used as this code, which holds only from its day of effect on.',
  },
  'personal-id-form': {
    vi: 'Số định danh cá nhân có mười hai chữ số.',
    en: 'A personal identification number has twelve digits.',
  },
  'personal-id-nine-digits': {
    vi: 'Chín chữ số là dạng của chứng minh nhân dân cũ: hãy giữ riêng, bên cạnh số mới; đây không phải số bị mất số không.',
    en: 'Nine digits are the form of an old identity card: keep it as such, beside the later number.',
  },
  'personal-id-place': {
    vi: 'Ba chữ số đầu không phải mã tỉnh đăng ký khai sinh hay mã nước nào đã biết.',
    en: 'The first three digits are no known place of birth registration.',
  },
  'personal-id-future-birth': {
    vi: 'Chữ số thế kỷ và năm cho ngày sinh ở tương lai.',
    en: 'The digits of century and year say a birth that is still to come.',
  },
  'personal-id-register': {
    vi: 'Chỉ cơ sở dữ liệu quốc gia về dân cư cho biết số đã được cấp hay chưa và cho ai.',
    en: 'Only the population database tells whether the number was given, and to whom.',
  },
  'personal-id-birth-year-differs': {
    vi: 'Năm sinh theo số khác với hồ sơ. Số có thể có trước khi cải chính: hãy hỏi cơ sở dữ liệu dân cư, không sửa bên nào.',
    en: 'The number says another year of birth than the record: ask the population database, change neither.',
  },
  'personal-id-sex-differs': {
    vi: 'Giới tính theo số khác với hồ sơ. Số có thể có trước khi cải chính: hãy hỏi cơ sở dữ liệu dân cư, không sửa bên nào.',
    en: 'The number says the other sex than the record: ask the population database, change neither.',
  },
  'old-id-card-form': {
    vi: 'Chứng minh nhân dân có chín chữ số, hoặc mười hai từ năm 2012.',
    en: 'An old identity card has nine digits, or twelve since 2012.',
  },
  'old-id-card-series': {
    vi: 'Hai chữ số đầu không phải loạt chứng minh nhân dân nào đã biết.',
    en: 'The first two digits are no known series of old identity cards.',
  },
  'old-id-card-invalid-paper': {
    vi: 'Vào ngày kiểm tra, chứng minh nhân dân không còn giá trị: hãy hỏi thêm số định danh cá nhân.',
    en: 'On the day of the check old identity cards are no papers any more: ask for the personal number, too.',
  },
  'old-id-card-differs': {
    vi: 'Thẻ mười hai chữ số mang số định danh cá nhân, nhưng hai số khác nhau.',
    en: 'A card of twelve digits bears the personal identification number, but the two differ.',
  },
  'old-id-card-register': {
    vi: 'Chỉ cơ quan công an cho biết thẻ đã được cấp hay chưa và số nào thay thế.',
    en: 'Only the police tells whether the card was given, and which number followed it.',
  },
  'passport-form': {
    vi: 'Hộ chiếu Việt Nam có một chữ cái và bảy chữ số, từ năm 2022 là tám. Hộ chiếu nước ngoài hãy để riêng.',
    en: 'A Vietnamese passport has a letter and seven digits, or eight since 2022: keep foreign ones apart.',
  },
  'passport-before-its-day': {
    vi: 'Một chữ cái và tám chữ số, nhưng vào ngày kiểm tra hộ chiếu chỉ có bảy.',
    en: 'A letter and eight digits, but on the day of the check passports had seven.',
  },
  'passport-register': {
    vi: 'Chỉ cơ quan xuất nhập cảnh cho biết hộ chiếu đã được cấp và còn giá trị hay không.',
    en: 'Only the immigration authority tells whether the passport was issued and is valid.',
  },
  'health-card-form': {
    vi: 'Thẻ bảo hiểm y tế có hai chữ cái và mười ba chữ số; từ năm 2021 chỉ còn mười chữ số của mã số bảo hiểm xã hội.',
    en: 'A health card has two letters and thirteen digits, or since 2021 ten digits alone.',
  },
  'health-card-group': {
    vi: 'Hai chữ cái đầu không phải nhóm đối tượng nào trong danh mục.',
    en: 'The first two letters are no group of insured persons that this list knows.',
  },
  'health-card-benefit-level': {
    vi: 'Ký tự thứ ba là mức hưởng, từ 1 đến 5.',
    en: 'The third character is the level of benefit, from 1 to 5.',
  },
  'health-card-facility': {
    vi: 'Hai mươi ký tự: mã thẻ kèm năm chữ số của nơi khám chữa bệnh ban đầu. Hãy để nơi khám trong một trường riêng.',
    en: 'The code with the facility of first care behind it: keep the facility in a field of its own.',
  },
  'health-card-differs': {
    vi: 'Thẻ bảo hiểm y tế kết thúc bằng mã số bảo hiểm xã hội khác với hồ sơ.',
    en: 'The health card ends in another social insurance code than the record has.',
  },
  'health-card-register': {
    vi: 'Chỉ cơ sở dữ liệu bảo hiểm cho biết thẻ còn giá trị vào một ngày hay không.',
    en: 'Only the insurance register tells whether the card is valid on a day.',
  },
  'social-insurance-code-form': {
    vi: 'Mã số bảo hiểm xã hội có mười chữ số.',
    en: 'A social insurance code has ten digits.',
  },
  'social-insurance-code-transition': {
    vi: 'Mười hai chữ số: số định danh cá nhân thay cho mã số. Chưa xác minh được thời điểm thay thế đối với từng nhóm người.',
    en: 'The personal identification number in place of the code: from when on was not verified.',
  },
  'social-insurance-code-register': {
    vi: 'Mã không có chữ số kiểm tra được công bố: chỉ cơ sở dữ liệu bảo hiểm cho biết sai số và mã của ai.',
    en: 'No check digit is published: only the insurance register tells a wrong digit, and whose code it is.',
  },
};
