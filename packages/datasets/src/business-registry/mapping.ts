import type { Mapping } from '@lienthong/core';
import { agencyCode, enterpriseCode, phone } from '@lienthong/dictionary';
import { decoded, identifier } from '../mapping/steps.ts';

/** What `mapping.yaml` cannot say. */
export const computed: Mapping['properties'] = {
  maSoDoanhNghiep: identifier('ma_dn', enterpriseCode, 'normalise'),
  ten: decoded('ten_dn', 'tcvn3'),
  // The code of the old form, with its candidate in the new one.
  maCoQuan: identifier('ma_cq', agencyCode, 'repair', '2025-07-01'),
  soDienThoai: identifier('dien_thoai', phone, 'normalise'),
};
