import type { FindingSentences } from './sentence.ts';

/** Of identifiers of organisations and of things, and of ways to reach somebody. */
export const organisationSentences: FindingSentences = {
  'agency-code-form': {
    vi: 'Mã định danh cơ quan gồm một chữ cái và hai chữ số, các cấp dưới cách nhau bằng dấu chấm, dài nhất ba mươi lăm ký tự.',
    en: 'An agency code is a letter and two digits, with lower levels behind dots, of at most thirty-five characters.',
  },
  'agency-code-gap': {
    vi: 'Có dùng một cấp mà cấp trên của nó thì không.',
    en: 'A level is used though the level above it is not.',
  },
  'agency-code-old-form': {
    vi: 'Dạng của QCVN 102:2016, các cấp viết ngược. Danh mục mã phải xác nhận đề xuất, vì các cơ quan đã cấp lại mã cấp dưới.',
    en: 'The form of QCVN 102:2016, with its levels the other way: the directory must confirm the proposal.',
  },
  'agency-code-merged-ministry': {
    vi: 'Bộ của mã này đã sáp nhập trước ngày kiểm tra: hãy hỏi danh mục mã hiện nay của các cơ quan.',
    en: 'The ministry of this code went up in another: ask the directory which code its agencies have now.',
  },
  'agency-code-directory': {
    vi: 'Chỉ danh mục mã định danh cho biết cơ quan có tồn tại và đang hoạt động hay không.',
    en: 'Only the directory of agency codes tells whether the agency exists and is active.',
  },
  'tax-code-form': {
    vi: 'Mã số thuế có mười chữ số, đơn vị phụ thuộc thêm gạch nối và ba chữ số; của cá nhân là số định danh mười hai chữ số.',
    en: 'A tax code has ten digits, a dependent unit three more behind a hyphen; of a person it has twelve.',
  },
  'tax-code-check-digit': {
    vi: 'Chữ số thứ mười không khớp chín chữ số trước: có ít nhất một chữ số sai hoặc hai chữ số đổi chỗ.',
    en: 'The tenth digit does not follow from the nine before it: a digit is wrong, or two are swapped.',
  },
  'tax-code-segment': {
    vi: 'Hai chữ số đầu chỉ nơi cấp mã: không có nơi nào mang số này.',
    en: 'The first two digits name the registry that gives codes out: this is none.',
  },
  'tax-code-serial': {
    vi: 'Số thứ tự ở chữ số thứ ba đến thứ chín bắt đầu từ một.',
    en: 'The serial number in the third to ninth digit begins at one.',
  },
  'tax-code-branch': {
    vi: 'Số của đơn vị phụ thuộc sau gạch nối bắt đầu từ một.',
    en: 'The number of the dependent unit behind the hyphen begins at one.',
  },
  'tax-code-maybe-branch': {
    vi: 'Mười hai chữ số nhưng không thuộc tỉnh nào; thêm số không ở đầu thì thành mã đơn vị phụ thuộc. Hãy xem là loại nào.',
    en: 'Twelve digits of no known province, or the code of a dependent unit that lost a zero: see which is meant.',
  },
  'tax-code-register': {
    vi: 'Chỉ cơ sở dữ liệu thuế cho biết mã đã được cấp và còn dùng hay không.',
    en: 'Only the tax register tells whether the code was given out and is in use.',
  },
  'enterprise-code-form': {
    vi: 'Mã số doanh nghiệp có mười chữ số, chi nhánh thêm gạch nối và ba chữ số.',
    en: 'The code of an enterprise has ten digits, that of a branch a hyphen and three more.',
  },
  'enterprise-code-location': {
    vi: 'Năm chữ số là số địa điểm kinh doanh trong một doanh nghiệp: thiếu mã doanh nghiệp thì không chỉ được gì.',
    en: 'Five digits number a business location within its enterprise: alone they name nothing.',
  },
  'enterprise-code-person': {
    vi: 'Mười hai chữ số là số định danh cá nhân: hộ kinh doanh dùng làm mã số thuế, doanh nghiệp thì không.',
    en: 'Twelve digits are a personal identification number, which an enterprise never has as its code.',
  },
  'enterprise-code-register': {
    vi: 'Chỉ cơ sở dữ liệu đăng ký doanh nghiệp cho biết doanh nghiệp có tồn tại và đang hoạt động hay không.',
    en: 'Only the business register tells whether the enterprise exists and is active.',
  },
  'land-parcel-form': {
    vi: 'Khóa thửa đất gồm mã xã năm chữ số, số tờ bản đồ và số thửa.',
    en: 'The key of a parcel is the commune code of five digits, the map sheet and the number of the parcel.',
  },
  'land-parcel-zero': {
    vi: 'Số tờ bản đồ và số thửa bắt đầu từ một.',
    en: 'Map sheets and parcels are numbered from one.',
  },
  'land-parcel-vintage': {
    vi: 'Không có ngày thì mã xã có thể là hai xã, vì năm 2025 có mã chuyển sang xã khác: hãy nói khóa thuộc ngày nào.',
    en: 'Without a day the commune code can mean two communes: say of which day the key is.',
  },
  'land-parcel-register': {
    vi: 'Chỉ cơ sở dữ liệu đất đai cho biết xã và thửa có tồn tại hay không.',
    en: 'Only the land register tells whether commune and parcel exist.',
  },
  'real-estate-id-form': {
    vi: 'Nhiều nhất bốn mươi ký tự: chữ hoa, chữ số, dấu chấm và gạch nối, ít nhất một chữ hoặc số.',
    en: 'At most forty characters: capital letters, digits, dots and hyphens.',
  },
  'real-estate-id-before-its-day': {
    vi: 'Vào ngày kiểm tra chưa cấp loại mã này.',
    en: 'On the day of the check no such identifiers were given out yet.',
  },
  'real-estate-id-register': {
    vi: 'Không kiểm tra cấu trúc bên trong: chỉ hệ thống thông tin nhà ở, nơi tạo mã, đọc được.',
    en: 'The inner layout is not checked: only the housing information system can read it.',
  },
  'vehicle-plate-form': {
    vi: 'Biển số có hai chữ số, một hoặc hai chữ cái (xe máy có thể là chữ và số) và bốn hoặc năm chữ số; quân đội: hai chữ cái và hai cặp số.',
    en: 'A plate has two digits, one or two letters and four or five digits; military: two letters and two pairs.',
  },
  'vehicle-plate-series': {
    vi: 'Hai chữ số đầu không phải ký hiệu địa phương nào đã biết.',
    en: 'The first two digits are no known series of a province.',
  },
  'vehicle-plate-two-readings': {
    vi: 'Thiếu dấu phân cách nên biển đọc được theo hai cách: ô tô năm chữ số hoặc xe máy cũ bốn chữ số.',
    en: 'Without its separator the plate reads in two ways: that of a car, or of an old motorbike.',
  },
  'vehicle-plate-register': {
    vi: 'Chỉ cơ sở dữ liệu đăng ký xe cho biết biển đã cấp hay chưa, màu và chủ xe.',
    en: 'Only the vehicle register tells whether the plate is given, its colour and its owner.',
  },
  'phone-form': {
    vi: 'Số di động Việt Nam có mười chữ số, số cố định mười một, đều bắt đầu bằng 0.',
    en: 'A Vietnamese number has ten digits when mobile and eleven when landline, with 0 in front.',
  },
  'phone-prefix': {
    vi: 'Đúng dạng số di động nhưng đầu số chưa thấy cấp cho mạng nào.',
    en: 'The form of a mobile number, but under a prefix not known to be given to a network.',
  },
  'phone-prefix-before-its-day': {
    vi: 'Vào ngày kiểm tra chưa có số di động bắt đầu như vậy: có lẽ là số cố định với mã vùng trước năm 2017.',
    en: 'On the day of the check no mobile number began so: probably a landline number from before 2017.',
  },
  'phone-area-code': {
    vi: 'Đúng dạng số cố định nhưng mã vùng không tồn tại.',
    en: 'The form of a landline number, but under no known area code.',
  },
  'phone-old-area-code': {
    vi: 'Số cố định với mã vùng trước năm 2017: đề xuất dùng mã vùng mới.',
    en: 'A landline number with the area code from before 2017: the proposal has the new one.',
  },
  'phone-old-mobile-prefix': {
    vi: 'Số di động mười một chữ số trước đợt đổi đầu số năm 2018: đề xuất dùng đầu số mới.',
    en: 'A mobile number from before the renumbering of 2018: the proposal has the new prefix.',
  },
  'phone-foreign': {
    vi: 'Số của nước khác: hãy để trong trường dành cho số nước ngoài, theo dạng quốc tế.',
    en: 'A number of another country: keep it in a field for foreign numbers.',
  },
  'phone-several': {
    vi: 'Nhiều số trong một ô: mỗi số cần một trường hoặc một bản ghi riêng.',
    en: 'More than one number in one field: give each a field, or a record, of its own.',
  },
  'phone-network': {
    vi: 'Chỉ nhà mạng cho biết số còn dùng hay không và của ai.',
    en: 'Only the network tells whether the number is in service, and whose it is.',
  },
  'e-mail-form': {
    vi: 'Địa chỉ thư điện tử có phần tên, một dấu @ và tên miền có ít nhất hai nhãn.',
    en: 'An e-mail address has a local part, one @ and a domain of at least two labels.',
  },
  'e-mail-accents': {
    vi: 'Chữ có dấu hoặc của hệ chữ khác: phần lớn máy chủ thư không nhận.',
    en: 'Letters with accents or of another script: most mail servers do not take them.',
  },
  'e-mail-domain': {
    vi: 'Tên miền giống tên của một nhà cung cấp thư lớn gõ nhầm.',
    en: 'The domain looks like a slip in the name of a large mail provider.',
  },
  'e-mail-slips': {
    vi: 'Lỗi gõ: dấu phẩy thay dấu chấm, khoảng trắng cạnh @ hay dấu chấm, hoặc dấu thừa ở cuối.',
    en: 'Typing slips: a comma for a dot, a blank beside @ or dot, or a mark behind.',
  },
  'e-mail-several': {
    vi: 'Nhiều địa chỉ trong một ô: mỗi địa chỉ cần một trường hoặc một bản ghi riêng.',
    en: 'More than one address in one field: give each a field, or a record, of its own.',
  },
  'e-mail-server': {
    vi: 'Chỉ một thư được trả lời mới cho biết địa chỉ có thật và của ai.',
    en: 'Only a message that is answered tells whether the address exists, and whose it is.',
  },
};
