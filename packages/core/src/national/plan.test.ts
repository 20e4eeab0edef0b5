import { describe, expect, it } from 'vitest';
import type { Contract, Property } from '../contract/contract.ts';
import type { NationalOptions } from './options.ts';
import { planNational } from './plan.ts';

function property(name: string, part: Partial<Property> = {}): Property {
  return {
    ...{ name, title: undefined, type: { kind: 'string' }, required: false, classification: 'internal', semanticType: undefined },
    ...{ codeList: undefined, rules: {}, protection: undefined, ...part },
  };
}

const stream = { agency: 'H26.12', source: 'ho-tich', dataset: 'ho-tich.khai-sinh' };

function planned(properties: readonly Property[], options: Partial<NationalOptions> = {}) {
  const contract: Contract = {
    ...{
      dataset: stream.dataset,
      version: '1.0.0',
      title: undefined,
      status: 'active',
      properties,
      primaryKey: [properties[0]?.name ?? ''],
    },
    ...{ personalData: undefined, freshnessSeconds: undefined, authoritativePublisher: undefined },
  };
  const { plan, problems, proposals } = planNational({ contract, stream, options: { dataType: 'G15_001', ...options } });
  const targets = plan?.fields.map(({ property: name, target }) => `${name} → ${typeof target === 'string' ? target : target.day.name}`);
  return { targets, problems: problems.map(({ level, path, message }) => `${level} ${path}: ${message}`), proposals, plan };
}

describe('the plan of a national message', () => {
  it('takes the names of the regulation where a property bears them, its own in their manner elsewhere', () => {
    const { targets, problems, proposals } = planned([
      property('soDinhDanh', { semanticType: 'personal-id', rules: { pattern: '^[0-9]{12}$' } }),
      property('hoTen'),
      property('ngaySinh', { type: { kind: 'partial-date' } }),
      property('gioi_tinh', { codeList: 'sex', rules: { enum: ['0', '1', '2'] } }),
      property('maDonVi', { codeList: 'commune' }),
    ]);
    expect(targets).toEqual([
      ...['soDinhDanh → SoDinhDanh', 'hoTen → HoTen', 'ngaySinh → NgayThangNamSinh', 'gioi_tinh → GioiTinh', 'maDonVi → MaDonVi'],
    ]);
    expect(problems).toEqual([]);
    expect(proposals.map(({ reason }) => reason)).toEqual(['regulation', 'own', 'regulation', 'regulation', 'own']);
    // A commune by another name: told, not assumed.
    expect(proposals.at(-1)?.alternatives).toEqual(['MaXa']);
  });

  it('goes by the options, and leaves out what they leave out', () => {
    const { targets } = planned([property('ma'), property('hoTen'), property('ghiChu')], { fields: { hoTen: 'HoVaTen', ghiChu: false } });
    expect(targets).toEqual(['ma → Ma', 'hoTen → HoVaTen']);
  });

  it('names every problem at once', () => {
    const { plan, problems } = planned(
      [property('ma'), property('hoTen'), property('ho_ten'), property('id-ban-ghi'), property('capNhat'), property('dong')],
      { dataType: 'ho tich', updatedAt: 'capNhat', dataId: 'khong', fields: { dong: 'Đóng', la: 'La' }, attachments: 'ma' },
    );
    expect(plan).toBeUndefined();
    expect(problems).toEqual([
      'error fields.la: the published contract has no property `la`',
      'error dataId: the published contract has no property `khong`',
      'error updatedAt: `capNhat` is no timestamp',
      'error attachments: `ma` is no json',
      'error dataType: must be an agency code, `_` and the number that the receiver assigned',
      'error fields.ho_ten: `HoTen` is taken by `hoTen`, and receivers do not tell capitals apart',
      'error fields.id-ban-ghi: `IdBanGhi` is taken by the message itself, and receivers do not tell capitals apart',
      'error fields.dong: `Đóng` cannot be a field: letters and digits of ASCII, the first a capital',
    ]);
  });

  it('warns where the contract promises less than the field of the regulation holds', () => {
    const { plan, problems } = planned([
      property('soDinhDanh', { rules: { maxLength: 20 } }),
      property('danToc', { codeList: 'ethnic-group@2019' }),
    ]);
    expect(plan).toBeDefined();
    expect(problems).toEqual([
      'warning fields.soDinhDanh: SoDinhDanh holds a `personal-id`, which the contract does not declare of `soDinhDanh`',
      'warning fields.soDinhDanh: SoDinhDanh holds 12 characters (qcvn-09-2025-bca), and the contract lets `soDinhDanh` be longer',
      'warning fields.danToc: DanToc holds 3 characters (qcvn-09-2025-bca), and the contract lets `danToc` be longer',
    ]);
  });

  it('sends of a protected property what its contract publishes in its place, and nothing of a dropped one', () => {
    const { targets } = planned([property('ma'), property('soDinhDanh', { protection: { method: 'drop' } })]);
    expect(targets).toEqual(['ma → Ma']);
  });
});
