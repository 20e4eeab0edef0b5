import type { Mapping } from '@lienthong/core';
import { healthCard, personalId, phone } from '@lienthong/dictionary';
import { decoded, identifier, wordOf } from '../mapping/steps.ts';

/** What `mapping.yaml` cannot say. */
export const computed: Mapping['properties'] = {
  hoTen: decoded('ho_ten', 'vni'),
  gioiTinh: wordOf('gioi_tinh', 'vni', { Nam: '1', Nữ: '2' }),
  soDinhDanh: identifier('so_cccd', personalId, 'repair'),
  soTheBhyt: identifier('so_the', healthCard, 'repair'),
  soDienThoai: identifier('sdt', phone, 'repair', '2018-12-01'),
  mucLuong: { columns: ['muc_luong'], compute: (wage) => (wage === '0' ? null : wage) },
};
