// Một hệ thống hộ tịch cũ trên MongoDB. The civil status of legacy.mysql.sql as an old program keeps it in documents: the same made-up
// persons by the same numbers with the same dirt, among it names in TCVN3 that a driver took for Latin-1 ("NguyÔn" is Nguyễn). The address
// is a document of its own, and what nobody filled in is missing in one field and null in another.
// `node legacy.mongodb.mjs 1 1000` prints a thousand persons as Extended JSON, one a line.

import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** What `createCollection` takes. Fees are int32 where they are whole and double where not: the validator says what they are together. */
export const collectionOptions = { validator: { $jsonSchema: { bsonType: 'object', properties: { le_phi: { bsonType: 'number' } } } } };

const provinces = ['001', '008', '025', '031', '036', '038', '040', '046', '048', '052', '066', '074', '079', '087', '092', '096'];
// As .VnTime fonts show them: `\xad` is the byte of ư in TCVN3.
const familyNames = [
  'NguyÔn',
  'NguyÔn',
  'NguyÔn',
  'TrÇn',
  'TrÇn',
  'Lª',
  'Ph¹m',
  'Hoµng',
  'Huúnh',
  'Phan',
  'Vò',
  'Vâ',
  '§Æng',
  'Bïi',
  '§ç',
  'Hå',
  'Ng«',
  'D\xad¬ng',
  'Lý',
  'T«n N÷',
];
const middleNames = {
  male: ['V¨n', 'H÷u', '§øc', 'Quèc', 'Minh', 'Xu©n', 'C«ng', '§×nh'],
  female: ['ThÞ', 'ThÞ', 'ThÞ Ngäc', 'Thanh', 'Thïy', 'Mü', 'DiÖu', 'Quúnh'],
};
const givenNames = {
  male: ['Hïng', 'Dòng', 'TuÊn', 'Th¾ng', 'Ph\xadíc', 'NghÜa', '§¹t', 'Tr\xadêng', 'Léc', 'B¶o', 'ViÖt', '¢n'],
  female: ['H\xad¬ng', 'Th¶o', '¦íc', 'HuyÒn', 'NguyÖt', 'Tr©m', 'YÕn', 'Ph\xadîng', 'LÖ', 'Thñy', 'H»ng', 'TuyÕt'],
};
// The accents of one of these are separate characters, which is no fault.
const streets = [
  'đường Lê Lợi',
  'đường Trần Hưng Đạo',
  'phố Hai Bà Trưng',
  'thôn Đông'.normalize('NFD'),
  'ấp 3',
  'tổ dân phố 7',
  'bản Phiêng',
];
const wrong = {
  birth: ['31/02/1987', '00/00/1962', 'không rõ', '1/13/2001'],
  sex: ['?', '3', 'x'],
  commune: ['', 'HN01', '12'],
  phone: ['090-123', '+84 90', 'không'],
};

/** The document of the person with this number, from 1 to 999,999; about 1.7 of a hundred are wrong somewhere. */
export function legacyPerson(number) {
  const r = randomNumbers(number);
  const isMale = r[1] < 0.5;
  const born = new Date(Date.UTC(1935, 0, 1 + Math.floor(r[2] * 32_000)));
  return {
    _id: personalNumber(number, r, born, isMale),
    ...name(r, isMale),
    ngay_sinh: birth(r, born),
    ...optional('gioi_tinh', sex(r, isMale)),
    dan_toc: r[10] < 0.86 ? '01' : r[10] < 0.87 ? null : digits(2 + Math.floor((r[10] - 0.87) * 400), 2),
    dia_chi: {
      so_nha: `Số ${1 + Math.floor(r[12] * 400)}`,
      duong: chosen(streets, r[13]),
      ma_xa: isFaulty(r, 0.011, 0.013) ? chosen(wrong.commune, r[6]) : digits(1 + Math.floor(r[11] * 3321), 5),
    },
    ...optional('dien_thoai', phone(r)),
    tinh_trang: isFaulty(r, 0.016, 0.017) ? 9 : r[12] < 0.93 ? 1 : r[12] < 0.998 ? 2 : 3,
    ...optional('le_phi', r[11] < 0.7 ? Math.floor(r[10] * 40) * 1000 + (r[9] < 0.1 ? 0.5 : 0) : undefined),
    ...optional('ghi_chu', r[6] < 0.02 ? 'chuyển từ sổ giấy; '.repeat(1 + Math.floor(r[7] * 20)) : undefined),
    // MongoDB keeps instants: the clock on the wall was Vietnam's.
    ngay_cap_nhat: new Date(Date.parse('2009-01-01T00:00:00+07:00') + Math.floor(r[5] * 6000 * 86_400_000)),
    nguoi_cap_nhat: `cb${Math.floor(r[4] * 40)}`,
  };
}

function personalNumber(number, r, born, isMale) {
  if (isFaulty(r, 0.006, 0.009)) return `1${digits(number, 8)}`;
  const year = born.getUTCFullYear();
  return `${chosen(provinces, r[4])}${(year < 2000 ? 0 : 2) + (isMale ? 0 : 1)}${digits(year % 100, 2)}${digits(number, 6)}`;
}

function name(r, isMale) {
  if (isFaulty(r, 0.009, 0.011)) return { ho: null, ten_dem: ' ', ten: '' };
  const sloppy = r[4] < 0.02;
  return {
    ho: (sloppy ? '  ' : '') + chosen(familyNames, r[5]),
    ten_dem: chosen(middleNames[isMale ? 'male' : 'female'], r[6]),
    ten: chosen(givenNames[isMale ? 'male' : 'female'], r[7]) + (sloppy ? ' ' : ''),
  };
}

function birth(r, born) {
  if (isFaulty(r, 0, 0.003)) return chosen(wrong.birth, r[6]);
  const [day, month, year] = [digits(born.getUTCDate(), 2), digits(born.getUTCMonth() + 1, 2), String(born.getUTCFullYear())];
  return r[8] < 0.94 ? `${day}/${month}/${year}` : r[8] < 0.97 ? `${month}/${year}` : year;
}

// Three generations of software, three ways to write it.
function sex(r, isMale) {
  if (isFaulty(r, 0.003, 0.006)) return chosen(wrong.sex, r[6]);
  if (isFaulty(r, 0.015, 0.016)) return undefined;
  if (r[9] < 0.8) return isMale ? 'Nam' : 'Nữ';
  if (r[9] < 0.9) return isMale ? '1' : '0';
  if (r[9] < 0.95) return isMale ? 'NAM' : 'NỮ';
  return isMale ? ' Nam ' : 'nu';
}

function phone(r) {
  if (isFaulty(r, 0.013, 0.015)) return chosen(wrong.phone, r[6]);
  return r[13] < 0.4 ? `09${digits(Math.floor(r[12] * 99_999_999), 8)}` : undefined;
}

/** Each fault has its own share of the persons. */
function isFaulty(r, from, to) {
  return r[3] >= from && r[3] < to;
}

/** A field, or none. */
function optional(field, value) {
  return value === undefined ? {} : { [field]: value };
}

function chosen(texts, random) {
  return texts[Math.floor(random * texts.length)];
}

function digits(number, width) {
  return String(number).padStart(width, '0');
}

/** Thirteen numbers from 0 to below 1, from index 1 on: as legacy.mysql.sql draws them. */
function randomNumbers(number) {
  const hash = createHash('sha256').update(String(number)).digest('hex');
  const drawn = Array.from({ length: 12 }, (_, index) => Number.parseInt(hash.slice(index * 5, index * 5 + 5), 16) / 0x10_0000);
  return [0, ...drawn, Number.parseInt(hash.slice(60), 16) / 0x1_0000];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [from, to] = process.argv.slice(2).map(Number);
  if (!(from >= 1 && to <= 999_999)) throw new Error('say which persons: node legacy.mongodb.mjs 1 1000');
  for (let number = from; number <= to; number++) {
    const { ngay_cap_nhat: updated, ...person } = legacyPerson(number);
    process.stdout.write(`${JSON.stringify({ ...person, ngay_cap_nhat: { $date: updated.toISOString() } })}\n`);
  }
}
