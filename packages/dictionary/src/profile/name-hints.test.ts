import { expect, it } from 'vitest';
import type { ColumnKind } from './column-kind.ts';
import { kindsOfName } from './name-hints.ts';

const cases: readonly (readonly [name: string, ...kinds: readonly ColumnKind[]])[] = [
  ['so_cccd', 'personal-id'],
  ['SoCCCD', 'personal-id'],
  ['soDinhDanh', 'personal-id'],
  ['SỐ_ĐỊNH_DANH', 'personal-id'],
  ['ngay_cap_cccd', 'date'],
  ['noi_cap_cmnd', 'text'],
  ['so_ngay_nghi', 'number'],
  ['cmnd_cccd', 'personal-id', 'old-id-card', 'passport'],
  ['so_cmnd', 'old-id-card'],
  ['mst', 'tax-code'],
  ['dien_thoai', 'phone'],
  ['email', 'e-mail'],
  ['e_mail', 'e-mail'],
  ['gioi_tinh', 'sex'],
  ['ma_tinh', 'province'],
  ['tinh_trang'],
  ['ma_xa', 'commune'],
  ['ten_xa', 'text'],
  ['ten_dan_toc', 'ethnic-group'],
  ['ten_tinh', 'province'],
  ['tinh_trang_hon_nhan', 'marital-status'],
  ['ma_dinh_danh_co_quan', 'agency-code'],
  ['ho_ten', 'text'],
  ['col17'],
];

it.each(cases)('%s', (name, ...kinds) => {
  expect(kindsOfName(name, undefined)).toEqual(kinds);
});

it('asks the comment only where the name says nothing', () => {
  expect(kindsOfName('col17', 'Số điện thoại của chủ hộ')).toEqual(['phone']);
  expect(kindsOfName('mst', 'Số điện thoại của chủ hộ')).toEqual(['tax-code']);
});
