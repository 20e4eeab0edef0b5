import { ethnicGroups, oldIdCard, personalId } from '@lienthong/dictionary';
import type { Random } from '@lienthong/testbed';
import type { Dataset, Truth } from '../dataset.ts';
import { mostly, someSpelling, spellingsOf } from '../generate/codes.ts';
import { anySex, birthday, day, fullName, sexCode } from '../generate/people.ts';
import { inEncoding } from '../generate/stored-text.ts';
import { fromIso, noDashes, numberText, optionalText, scan, text } from '../generate/stored-values.ts';
import type { LegacyRow } from '../table.ts';
import { dirt } from './dirt.ts';
import { table } from './table.ts';

const groups = spellingsOf(ethnicGroups, '2020-01-01');

// Of the list before 2025-07-01, of the one after, and of both.
const communes = ['00004', '00008', '00025', '00229', '01279', '06970', '06978', '11948', '19742', '26734', '26740', '31117'];

export const civilStatus: Dataset = { name: 'civil-status', table, truth, store, dirt };

function truth(random: Random, index: number): Truth {
  const sex = anySex(random);
  const born = birthday(random, 1955, 2019);
  return {
    maDonVi: random.pick(communes),
    quyenSo: `KS-${1998 + (index % 22)}`,
    soDangKy: index + 1,
    hoTen: fullName(random, sex),
    ngaySinh: born,
    gioiTinh: sexCode(sex),
    danToc: mostly(random, groups, 0.85).code,
    soDinhDanh: random.chance(0.9) ? personalId.generate(random.next) : undefined,
    hoTenMe: random.chance(0.95) ? fullName(random, 'female') : undefined,
    soGiayToMe: random.chance(0.8) ? oldIdCard.generate(random.next) : undefined,
    ngayDangKy: day(random, Number(born.slice(0, 4)) + 1, 2020),
    trangThai: random.chance(0.99) ? 'hieu-luc' : 'da-huy',
  };
}

function store(of: Truth, random: Random, index: number): LegacyRow {
  const mother = optionalText(of['hoTenMe']);
  return {
    MA_DVHC: text(of['maDonVi']),
    QUYEN_SO: text(of['quyenSo']),
    SO_DK: numberText(of['soDangKy']),
    HO_TEN: inEncoding(text(of['hoTen']), 'tcvn3'),
    NGAY_SINH: fromIso(text(of['ngaySinh'])),
    GIOI_TINH: of['gioiTinh'] === '1' ? '1' : '0',
    DAN_TOC: inEncoding(someSpelling(random, groups, text(of['danToc'])), 'tcvn3'),
    SO_DDCN: optionalText(of['soDinhDanh'])?.replace(/^0+/, '') ?? null,
    HO_TEN_ME: mother === undefined ? '' : inEncoding(mother, 'tcvn3'),
    CMND_ME: optionalText(of['soGiayToMe']) ?? '',
    NGAY_DK: noDashes(text(of['ngayDangKy'])),
    XOA: of['trangThai'] === 'da-huy' ? 'X' : ' ',
    GHI_CHU: random.chance(0.1) ? random.pick(['Đã đối chiếu bản gốc', 'Đăng ký lại; sổ cũ bị ướt', 'Số 2\tbản sao "trích lục"']) : null,
    BAN_SCAN: scan(random, index),
  };
}
