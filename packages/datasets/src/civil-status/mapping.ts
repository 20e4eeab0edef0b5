import type { Mapping } from '@lienthong/core';
import { ethnicGroups, oldIdCard, personalId } from '@lienthong/dictionary';
import { codeOf, decoded, identifier } from '../mapping/steps.ts';

/** What `mapping.yaml` cannot say. */
export const computed: Mapping['properties'] = {
  hoTen: decoded('ho_ten', 'tcvn3'),
  danToc: codeOf('dan_toc', ethnicGroups, '2020-01-01', 'tcvn3'),
  soDinhDanh: identifier('so_ddcn', personalId, 'repair'),
  hoTenMe: decoded('ho_ten_me', 'tcvn3'),
  soGiayToMe: identifier('cmnd_me', oldIdCard, 'normalise'),
};
