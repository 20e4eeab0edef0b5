import { healthCard, personalId, phone, provinces, socialInsuranceCode, taxCode, unitsAt } from '@lienthong/dictionary';
import type { Random } from '@lienthong/testbed';
import type { Dataset, Truth } from '../dataset.ts';
import { numbered } from '../generate/numbered.ts';
import { anySex, birthday, day, fullName, sexCode, timeOfDay } from '../generate/people.ts';
import { inEncoding } from '../generate/stored-text.ts';
import { fromIso, instantOf, localTimeOf, noDashes, optionalText, text } from '../generate/stored-values.ts';
import type { LegacyRow } from '../table.ts';
import { dirt } from './dirt.ts';
import { table } from './table.ts';

const provinceCodes = [...(unitsAt(provinces, '2025-06-30')?.byCode.keys() ?? [])];

/** What the old system writes for each state. */
const states = { 'dang-dong': '1', 'bao-luu': '2', 'huong-luong-huu': '3', 'da-xoa': 'D' } as const;

export const socialInsurance: Dataset = { name: 'social-insurance', table, truth, store, dirt };

function truth(random: Random, index: number): Truth {
  const sex = anySex(random);
  const started = day(random, 1995, 2024);
  return {
    maSoBhxh: socialInsuranceCode.generate(numbered(random, index, 8)),
    hoTen: fullName(random, sex),
    ngaySinh: birthday(random, 1950, 1977),
    gioiTinh: sexCode(sex),
    soDinhDanh: personalId.generate(random.next),
    soTheBhyt: random.chance(0.9) ? healthCard.generate(random.next) : undefined,
    maTinh: random.pick(provinceCodes),
    soDienThoai: random.chance(0.7) ? phone.generate(random.next) : undefined,
    mucLuong: random.chance(0.95) ? String(random.between(40, 400) * 100_000) : undefined,
    tuThang: started.slice(0, 7),
    maSoThueDonVi: taxCode.generate(random.next),
    tinhTrang: random.chance(0.8) ? 'dang-dong' : random.pick(['bao-luu', 'huong-luong-huu', 'da-xoa'] as const),
    capNhatLuc: instantOf(`${day(random, 2010, 2024)} ${timeOfDay(random)}`),
  };
}

function store(of: Truth, random: Random): LegacyRow {
  return {
    MA_SO: text(of['maSoBhxh']),
    HO_TEN: inEncoding(text(of['hoTen']), 'vni'),
    NGAY_SINH: noDashes(text(of['ngaySinh'])),
    GIOI_TINH: inEncoding(of['gioiTinh'] === '1' ? 'Nam' : 'Nữ', 'vni'),
    SO_CCCD: text(of['soDinhDanh']),
    SO_THE: optionalText(of['soTheBhyt'])?.replace(/^(..)(.)(..)(.{5})(.{5})$/, '$1 $2 $3 $4 $5') ?? '',
    MA_TINH: text(of['maTinh']),
    SDT: optionalText(of['soDienThoai'])?.replace(/^(.{4})(.{3})(.{3})$/, random.chance(0.3) ? '$1.$2.$3' : '$&') ?? null,
    MUC_LUONG: optionalText(of['mucLuong']) ?? '0',
    TU_THANG: fromIso(text(of['tuThang'])),
    MST_DV: text(of['maSoThueDonVi']),
    TT: states[text(of['tinhTrang']) as keyof typeof states], // the truth above knows no other
    NGAY_SUA: localTimeOf(text(of['capNhatLuc'])),
    GHI_CHU: random.chance(0.05) ? 'Chuyển từ sổ BHXH cũ; chờ xác minh' : null,
  };
}
