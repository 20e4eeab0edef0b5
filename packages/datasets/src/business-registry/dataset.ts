import { agencyCode, eMail, enterpriseCode, personalId, phone, provinces, unitsAt } from '@lienthong/dictionary';
import type { Random } from '@lienthong/testbed';
import type { Dataset, Truth } from '../dataset.ts';
import { numbered } from '../generate/numbered.ts';
import { anySex, day, fullName, timeOfDay } from '../generate/people.ts';
import { inEncoding } from '../generate/stored-text.ts';
import { instantOf, localTimeOf, optionalText, text } from '../generate/stored-values.ts';
import type { LegacyRow } from '../table.ts';
import { dirt } from './dirt.ts';
import { table } from './table.ts';

const provinceCodes = [...(unitsAt(provinces, '2025-07-01')?.byCode.keys() ?? [])];
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const kinds = {
  TNHH: 'CÔNG TY TNHH',
  CP: 'CÔNG TY CỔ PHẦN',
  DNTN: 'DOANH NGHIỆP TƯ NHÂN',
  HD: 'CÔNG TY HỢP DANH',
} as const;
const trades = ['THƯƠNG MẠI VÀ DỊCH VỤ', 'XÂY DỰNG', 'VẬN TẢI BIỂN', 'CHẾ BIẾN THỦY SẢN', 'DU LỊCH', 'CƠ KHÍ'];
const namesOfTrade = ['HẢI ĐĂNG', 'BÌNH MINH', 'PHƯƠNG ĐÔNG', 'SÔNG HỒNG', 'TRƯỜNG SƠN', 'ĐẠI THÀNH', 'NAM VIỆT', 'THỊNH PHÁT'];

/** What the old system writes for each state. */
const states = { 'dang-hoat-dong': '01', 'tam-ngung': '02', 'da-giai-the': '03' } as const;

export const businessRegistry: Dataset = { name: 'business-registry', table, truth, store, dirt };

function truth(random: Random, index: number): Truth {
  const kind = random.pick(['TNHH', 'TNHH', 'CP', 'DNTN', 'HD'] as const);
  return {
    // Six digits of the serial and a zero: where a serial has no check digit the dictionary takes the next one.
    maSoDoanhNghiep: enterpriseCode.generate(numbered(random, index, 6)),
    ten: `${kinds[kind]} ${random.pick(trades)} ${random.pick(namesOfTrade)}`,
    loaiHinh: kind,
    ngayDangKy: day(random, 1999, 2024),
    vonDieuLe: `${random.between(1, 9_000)}0000000`,
    maCoQuan: agencyCode.generate(random.next),
    maTinh: random.pick(provinceCodes),
    nguoiDaiDien: fullName(random, anySex(random)),
    soDinhDanhNguoiDaiDien: random.chance(0.9) ? personalId.generate(random.next) : undefined,
    soDienThoai: random.chance(0.9) ? phone.generate(random.next) : undefined,
    email: random.chance(0.6) ? eMail.generate(random.next) : undefined,
    tinhTrang: random.chance(0.8) ? 'dang-hoat-dong' : random.pick(['tam-ngung', 'da-giai-the'] as const),
    capNhatLuc: instantOf(`${day(random, 2012, 2025)} ${timeOfDay(random)}`),
  };
}

function store(of: Truth, random: Random): LegacyRow {
  const [year = '', month = '', dayOfMonth = ''] = text(of['ngayDangKy']).split('-');
  const [level1 = '', level2 = ''] = text(of['maCoQuan']).split('.');
  return {
    MA_DN: text(of['maSoDoanhNghiep']),
    TEN_DN: inEncoding(text(of['ten']), 'tcvn3'),
    LOAI_HINH: text(of['loaiHinh']),
    NGAY_DK: `${dayOfMonth}-${months[Number(month) - 1] ?? ''}-${year.slice(2)}`,
    VON_DL: text(of['vonDieuLe']),
    MA_CQ: `000.00.${level2}.${level1}`,
    MA_TINH: text(of['maTinh']),
    NGUOI_DD: random.chance(0.2) ? text(of['nguoiDaiDien']).replace(/ /g, '  ') : text(of['nguoiDaiDien']),
    SO_GT_NDD: optionalText(of['soDinhDanhNguoiDaiDien']) ?? '',
    DIEN_THOAI: optionalText(of['soDienThoai']) ?? '',
    EMAIL: optionalText(of['email']) ?? '',
    TRANG_THAI: states[text(of['tinhTrang']) as keyof typeof states], // the truth above knows no other
    NGAY_CN: localTimeOf(text(of['capNhatLuc'])),
    GHI_CHU: random.chance(0.05) ? 'Đã nộp báo cáo; chờ đối chiếu với cơ quan thuế' : null,
  };
}
