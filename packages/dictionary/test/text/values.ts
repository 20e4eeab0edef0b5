import { onsets } from '../../src/text/syllable/onsets.ts';
import { rhymes } from '../../src/text/syllable/rhymes.ts';
import { tonedRhymes } from '../../src/text/syllable/tones.ts';
import type { Random } from './random.ts';

const split = (text: string) => text.split(' ');
const lines = (text: string) => text.trim().split(/\s*;\s*/);

const families = split(
  'Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Lâm Trịnh Mai Đào Cao Tạ Hà Lương Tô Khổng Nghiêm Quách Lưu Chử Thạch Triệu Ông Âu Đậu Kiều Phùng',
);
const middles = split(
  'Văn Thị Hữu Đức Ngọc Minh Thanh Quốc Công Xuân Thành Đình Bá Thế Như Quang Hồng Kim Thu Bích Diệu Khắc Viết Tiến Thúy Gia Bảo Kỳ Mỹ',
);
const givens = split(
  'Anh Ánh Bình Cường Chi Châu Dũng Dung Duy Đạt Giang Hải Hạnh Hằng Hậu Hiền Hiếu Hiệp Hoa Hòa Hoà Hưng Hương Hùng Huệ Huy Khánh Kiên Lan Liên Linh Loan Long Lợi Mạnh Mỹ Nga Nghĩa Nhân Nhung Phong Phú Phúc Phương Phượng Quân Quý Quyên Sơn Tâm Tân Thảo Thắng Thủy Thuỷ Toàn Trang Trí Trung Trường Tuấn Tùng Tuyết Uyên Việt Vinh Yến Ước Ích Ẩn Ý Oanh Khuê Nguyệt Thoa Thuý Đông Đoan',
);
const streets = lines(
  'Trần Hưng Đạo; Lý Thường Kiệt; Nguyễn Huệ; Hai Bà Trưng; Điện Biên Phủ; Cách Mạng Tháng Tám; Võ Văn Kiệt; Lê Lợi; Quang Trung; Phan Đình Phùng; Giải Phóng; Tố Hữu; Xuân Thủy',
);
const wards = lines(
  'Bến Nghé; Tân Định; Phúc Xá; Trúc Bạch; Vĩnh Phúc; Cống Vị; Liễu Giai; Yên Phụ; Thới Hòa; Mỹ Lộc; Bình Hưng Hoà; An Khánh; Quảng Phú; Đức Trọng; Lộc Thủy; Hiệp Bình Chánh',
);
const provinces = lines(
  'Hà Nội; Hải Phòng; Đà Nẵng; Cần Thơ; Huế; Thanh Hóa; Khánh Hòa; Quảng Ninh; Đắk Lắk; Lâm Đồng; Bà Rịa - Vũng Tàu; Thừa Thiên Huế; Điện Biên; Lạng Sơn; Sóc Trăng; Cà Mau; Phú Thọ; Nghệ An; Hồ Chí Minh',
);
const offices = lines(
  'Sở Tài nguyên và Môi trường; Ủy ban nhân dân xã; Phòng Tư pháp; Chi cục Thuế khu vực; Bảo hiểm xã hội; Cục Đăng kiểm; Trường Tiểu học; Công ty TNHH một thành viên; Hợp tác xã nông nghiệp; Văn phòng đăng ký đất đai; Trạm y tế',
);
const minorities = lines(
  "H'Hen Niê; Y Ƀhăm Êban; Y Djăng Niê Kdăm; Čư M'gar; Buôn Čuôr Knia; K'Tien; Rơ Ô H'Ñĭm; Ksor Pŏ; Siu Klŏk; Đinh Y Bố; Pờ Xử Lừ; Giàng A Páo; Lò Thị Pản; Vàng Mí Sính; Krông Nô; Ayun Pa; Hđĩnh Bkrông; Êđê; Mnông; Gié Triêng; Bru - Vân Kiều; Y Ngông; Thạch Sô Phi; Châu Đa Ra; Mang Ră; A Lăng Brưu",
);
const english = lines(
  'annual report on land use; The quick brown fox; Ministry of Justice; Payment received (late); birth certificate no. 12; N/A; unknown; see remarks; data entry by staff, 2nd floor; Hanoi, Vietnam; it is what it is',
);
const western = lines(
  'José García; François Lefèvre; Jürgen Müller; Zoë Brontë; Ñuñez Peña; Søren Kierkegård; Renée Dupré; Björn Åkesson; Anaïs; João Gonçalves; Chloé Côté',
);
const measures = lines(
  '120 m²; 85,5 m²; 37 °C; 12 m³; 5 km²; Section § 4; ± 3 mm; 20 – 30; “quoted text”; it’s; 100 €; NBSP\u00a0here; end…',
);
const states = lines(
  'Nam; Nữ; Độc thân; Đã kết hôn; Ly hôn; Góa; Có hiệu lực; Hết hiệu lực; Đang xử lý; Chưa xác định; Kinh; Tày; Thái; Mường; Nùng; Đại học; Trung cấp; Cao đẳng; Không',
);
const sexes = ['Nam', 'Nữ'];

const foundRhymes = rhymes.any
  .flatMap(split)
  .flatMap(tonedRhymes)
  .filter(({ inPlace }) => inPlace);
const foundOnsets = Object.entries(onsets).flatMap(([onset, kind]) => (kind === 'any' && onset !== '' ? [onset] : []));

function fullName(random: Random): string {
  const middle = random.chance(0.9) ? ` ${random.pick(middles)}` : '';
  const second = random.chance(0.2) ? ` ${random.pick(givens)}` : '';
  return `${random.pick(families)}${middle}${second} ${random.pick(givens)}`;
}

function address(random: Random): string {
  const place = `${random.pick(['phường', 'xã', 'thị trấn'])} ${random.pick(wards)}, ${random.pick(['tỉnh', 'thành phố', 'TP.', 'T.'])} ${random.pick(provinces)}`;
  if (random.chance(0.3)) return `${random.pick(['Thôn', 'Ấp', 'Tổ dân phố', 'Khu phố'])} ${1 + random.below(20)}, ${place}`;
  return `${random.pick(['Số ', '', 'Nhà số '])}${1 + random.below(400)} ${random.pick(['đường', 'phố', 'Đường', 'ngõ 12'])} ${random.pick(streets)}, ${place}`;
}

/** Syllables that the rules allow and hardly a dictionary has: nothing in them is known by heart. */
function nonsense(random: Random): string {
  const word = () => random.pick(foundOnsets) + random.pick(foundRhymes).rhyme;
  return Array.from({ length: 2 + random.below(7) }, word).join(' ');
}

/** As people type: a letter too few or twice, abbreviations, remarks in brackets. */
function careless(random: Random): string {
  const text = random.chance(0.5) ? fullName(random) : address(random);
  const letters = [...text];
  if (random.chance(0.3)) letters.splice(random.below(letters.length), 1);
  if (random.chance(0.2)) letters.splice(random.below(letters.length), 0, random.pick(letters));
  return `${letters.join('')}${random.chance(0.2) ? random.pick([' (QĐ 12/UBND)', ' - HĐND', ' (Đ/c Bí thư)', ', KCN', ' *', ' 50.000đ']) : ''}`;
}

/** What a column may hold, in right Unicode. */
export const vietnamese = {
  'full names': fullName,
  'names in capitals': (random: Random) => fullName(random).toUpperCase(),
  'given names': (random: Random) => random.pick(givens),
  addresses: address,
  'offices and remarks': (random: Random) => `${random.pick(offices)} ${random.chance(0.5) ? random.pick(wards) : address(random)}`,
  'mostly ASCII': (random: Random) => (random.chance(0.1) ? fullName(random) : random.pick(english)),
  'any syllables': nonsense,
  'typed carelessly': careless,
  'short lists': (random: Random) => random.pick(states),
} as const;

/** A column of one marked word: only a word that is known by heart tells one encoding from another. */
export const sex = (random: Random): string => random.pick(sexes);

export const clean = {
  'minority names': (random: Random) => (random.chance(0.5) ? fullName(random) : random.pick(minorities)),
  'minority names only': (random: Random) => random.pick(minorities),
  english: (random: Random) => random.pick(english),
  codes: (random: Random) => `H${random.below(99)}.${random.below(1e6)}/${random.pick(['UBND', 'QĐ', 'KS', 'BTP'])}-${random.below(1e4)}`,
  'ASCII codes': (random: Random) => `${random.pick(['A', 'B', 'X?', 'Z-'])}${random.below(1e9)}`,
  'western names': (random: Random) => random.pick(western),
  'measures and typed signs': (random: Random) => random.pick(measures),
} as const;
