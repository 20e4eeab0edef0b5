/** One kind of personal data that the law names. */
interface KindEntry {
  /** The classification that a property of this kind has. */
  readonly classification: 'personal' | 'sensitive';
  /** Article and point of the law. */
  readonly article: string;
  /** Short titles, no quotations. */
  readonly vi: string;
  readonly en: string;
}

// Decree 356/2025/NĐ-CP, in force since 2026-01-01: Art. 3 lists eleven items of basic, Art. 4(1) twelve points of sensitive personal
// data; points đ and i name two things each, which have a name each here.
const basic = (item: number, vi: string, en: string) =>
  ({ classification: 'personal', article: `Nghị định 356/2025/NĐ-CP, Điều 3, mục ${item}`, vi, en }) as const;
const sensitive = (point: string, vi: string, en: string) =>
  ({ classification: 'sensitive', article: `Nghị định 356/2025/NĐ-CP, Điều 4.1.${point}`, vi, en }) as const;

/** The kinds of personal data: what `personalDataKind` of a property may name. A new decree adds names; none is given a new meaning. */
export const personalDataKinds = {
  'basic.full-name': basic(1, 'Họ tên, tên gọi khác', 'Full name, other name'),
  'basic.life-dates': basic(2, 'Ngày sinh, ngày chết hoặc mất tích', 'Date of birth, death or disappearance'),
  'basic.sex': basic(3, 'Giới tính', 'Sex'),
  'basic.address': basic(
    4,
    'Nơi sinh, đăng ký khai sinh, thường trú, tạm trú, nơi ở hiện tại, quê quán, địa chỉ liên hệ',
    'Places of birth, birth registration, residence and origin; contact address',
  ),
  'basic.nationality': basic(5, 'Quốc tịch', 'Nationality'),
  'basic.image': basic(6, 'Hình ảnh của cá nhân', 'Image of the person'),
  'basic.identifying-number': basic(
    7,
    'Số điện thoại, số định danh cá nhân, hộ chiếu, giấy phép lái xe, biển số xe',
    'Numbers of telephone, personal identification, passport, driving licence, plate',
  ),
  'basic.marital-status': basic(8, 'Tình trạng hôn nhân', 'Marital status'),
  'basic.family-relation': basic(9, 'Mối quan hệ gia đình', 'Family relations'),
  'basic.digital-account': basic(10, 'Thông tin tài khoản số', 'Digital account'),
  'basic.other': basic(11, 'Thông tin khác giúp xác định một con người', 'Other information that identifies a person'),
  'sensitive.ethnicity': sensitive('a', 'Nguồn gốc chủng tộc, dân tộc', 'Racial or ethnic origin'),
  'sensitive.belief': sensitive('b', 'Quan điểm chính trị, tôn giáo, tín ngưỡng', 'Political or religious views, belief'),
  'sensitive.private-life': sensitive(
    'c',
    'Đời sống riêng tư, bí mật cá nhân, bí mật gia đình',
    'Private life, personal and family secrets',
  ),
  'sensitive.health': sensitive('d', 'Tình trạng sức khỏe', 'Health'),
  'sensitive.biometric': sensitive('đ', 'Dữ liệu sinh trắc học', 'Biometric data'),
  'sensitive.genetic': sensitive('đ', 'Đặc điểm di truyền', 'Genetic characteristics'),
  'sensitive.sexual': sensitive('e', 'Đời sống tình dục, xu hướng tình dục', 'Sexual life and orientation'),
  'sensitive.crime': sensitive('g', 'Dữ liệu về tội phạm, vi phạm pháp luật', 'Crime and violations of law'),
  'sensitive.location': sensitive('h', 'Vị trí qua dịch vụ định vị', 'Location from positioning services'),
  'sensitive.credential': sensitive(
    'i',
    'Tên đăng nhập, mật khẩu tài khoản định danh điện tử',
    'Login and password of an electronic identity',
  ),
  'sensitive.id-image': sensitive('i', 'Hình ảnh thẻ căn cước, căn cước công dân, chứng minh nhân dân', 'Image of an identity card'),
  'sensitive.financial': sensitive(
    'k',
    'Thông tin khách hàng ngân hàng, tín dụng, chứng khoán, bảo hiểm; tài khoản, thẻ, giao dịch',
    'Bank, credit, securities and insurance customers; accounts, cards, transactions',
  ),
  'sensitive.behaviour': sensitive(
    'l',
    'Hành vi sử dụng viễn thông, mạng xã hội, dịch vụ trực tuyến',
    'Behaviour on telecom, social networks, online',
  ),
  'sensitive.other': sensitive('m', 'Dữ liệu khác mà luật yêu cầu giữ bí mật', 'Other data that a law keeps secret'),
} as const satisfies Record<string, KindEntry>;

export type PersonalDataKind = keyof typeof personalDataKinds;

/** `undefined` when the text names no kind. */
export function findPersonalDataKind(text: string): PersonalDataKind | undefined {
  return Object.hasOwn(personalDataKinds, text) ? (text as PersonalDataKind) : undefined; // a key of the table
}
