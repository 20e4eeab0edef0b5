import { eMail, ethnicGroups, personalId, religions } from '@lienthong/dictionary';
import type { Random } from '@lienthong/testbed';
import type { Dataset, Truth } from '../dataset.ts';
import { type CodeSpelling, mostly, someSpelling, spellingsOf } from '../generate/codes.ts';
import { anySex, day, nameParts, sexCode } from '../generate/people.ts';
import { decimal, fromIso, optionalText, text } from '../generate/stored-values.ts';
import type { LegacyRow } from '../table.ts';
import { dirt } from './dirt.ts';
import { table } from './table.ts';

const groups = spellingsOf(ethnicGroups, '2024-09-01');
const faiths = spellingsOf(religions, '2024-09-01');
const nationalities: readonly [CodeSpelling, ...CodeSpelling[]] = [
  { code: 'VN', spellings: ['Việt Nam', 'VN', 'VNM'] },
  { code: 'LA', spellings: ['Lào', 'LA', 'LAO'] },
  { code: 'KR', spellings: ['Hàn Quốc', 'KR', 'KOR'] },
];

export const education: Dataset = { name: 'education', table, truth, store, dirt };

function truth(random: Random, index: number): Truth {
  const sex = anySex(random);
  const { family, middle, given } = nameParts(random, sex);
  return {
    maHocSinh: `HS${String(index + 1).padStart(8, '0')}`,
    namHoc: '2024-2025',
    lop: `${random.between(1, 12)}A${random.between(1, 9)}`,
    hoTen: `${family} ${middle} ${given}`,
    ngaySinh: day(random, 2006, 2018),
    gioiTinh: sexCode(sex),
    soDinhDanh: personalId.generate(random.next),
    danToc: mostly(random, groups, 0.8).code,
    tonGiao: mostly(random, faiths, 0.85).code,
    quocTich: mostly(random, nationalities, 0.99).code,
    khuyetTat: random.chance(0.01),
    emailPhuHuynh: random.chance(0.5) ? eMail.generate(random.next) : undefined,
    diemTrungBinh: decimal(random.between(3, 9), random.digits(2)),
  };
}

function store(of: Truth, random: Random): LegacyRow {
  const words = text(of['hoTen']).split(' ');
  const keyboard = random.chance(0.3) ? 'NFD' : 'NFC';
  return {
    MA_HS: random.chance(0.1) ? `  ${text(of['maHocSinh'])} ` : text(of['maHocSinh']),
    NAM_HOC: text(of['namHoc']),
    LOP: text(of['lop']),
    HO_DEM: words.slice(0, -1).join(' ').normalize(keyboard),
    TEN: words.slice(-1).join('').normalize(keyboard),
    NGAY_SINH: fromIso(text(of['ngaySinh'])).replace(/..(..)$/, '$1'),
    GIOI_TINH: of['gioiTinh'] === '1' ? '0' : '1',
    SO_DDCN: text(of['soDinhDanh']),
    DAN_TOC: someSpelling(random, groups, text(of['danToc'])),
    TON_GIAO: someSpelling(random, faiths, text(of['tonGiao'])),
    QUOC_TICH: someSpelling(random, nationalities, text(of['quocTich'])),
    KT: of['khuyetTat'] === true ? 'x' : ' ',
    EMAIL_PH: optionalText(of['emailPhuHuynh']) ?? '',
    DIEM_TB: text(of['diemTrungBinh']),
    GHI_CHU: random.chance(0.05) ? 'Học sinh chuyển trường, học bạ gửi sau' : null,
  };
}
