import { oldIdCard, realEstateId } from '@lienthong/dictionary';
import type { Random } from '@lienthong/testbed';
import type { Dataset, Truth } from '../dataset.ts';
import { address, anySex, day, fullName } from '../generate/people.ts';
import { inEncoding } from '../generate/stored-text.ts';
import { decimal, optionalText, scan, text } from '../generate/stored-values.ts';
import type { LegacyRow } from '../table.ts';
import { dirt } from './dirt.ts';
import { table } from './table.ts';

const parcelsOfSheet = 800;

export const land: Dataset = { name: 'land', table, truth, store, dirt };

function truth(random: Random, index: number): Truth {
  const issued = day(random, 1994, 2024);
  const certified = random.chance(0.9);
  return {
    // The commune of the dictionary's own made-up parcels; sheets and parcels are counted, so that none comes twice.
    maThua: `99999_${1 + Math.floor(index / parcelsOfSheet)}_${1 + (index % parcelsOfSheet)}`,
    dienTich: decimal(random.between(20, 9_999), random.digits(1)),
    loaiDat: random.pick(['ONT', 'ODT', 'LUC', 'CLN', 'RSX']),
    chuSuDung: fullName(random, anySex(random)),
    soGiayTo: random.chance(0.8) ? oldIdCard.generate(random.next) : undefined,
    // Two letters and six digits until 2024-07, eight after it.
    soGiayChungNhan: certified ? `${random.pick(['AB', 'BC', 'CD'])}${random.digits(issued < '2024-08-01' ? 6 : 8)}` : undefined,
    ngayCap: certified ? issued : undefined,
    diaChi: address(random),
    maNha: random.chance(0.1) ? realEstateId.generate(random.next) : undefined,
    tinhTrang: random.chance(0.98) ? 'con-hieu-luc' : 'da-thu-hoi',
  };
}

function store(of: Truth, random: Random, index: number): LegacyRow {
  const [commune = '', sheet = '', parcel = ''] = text(of['maThua']).split('_');
  const certificate = optionalText(of['soGiayChungNhan']);
  return {
    MA_XA: commune,
    SO_TO: sheet,
    SO_THUA: parcel,
    DIEN_TICH: text(of['dienTich']),
    LOAI_DAT: of['loaiDat'] === 'ONT' && random.chance(0.3) ? 'T' : text(of['loaiDat']),
    CHU_SD: inEncoding(text(of['chuSuDung']), 'vps'),
    SO_GIAY_TO: optionalText(of['soGiayTo']) ?? '',
    SERI_GCN: certificate?.slice(0, 2) ?? null,
    SO_GCN: certificate?.slice(2) ?? null,
    NGAY_CAP: optionalText(of['ngayCap']) ?? '1900-01-01',
    DIA_CHI: text(of['diaChi']).normalize('NFD'),
    MA_NHA: optionalText(of['maNha']) ?? null,
    THU_HOI: of['tinhTrang'] === 'da-thu-hoi' ? '1' : '0',
    BAN_VE: scan(random, index),
  };
}
