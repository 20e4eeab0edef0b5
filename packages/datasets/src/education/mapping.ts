import type { Mapping } from '@lienthong/core';
import { countries, ethnicGroups, personalId, religions } from '@lienthong/dictionary';
import { codeOf, identifier } from '../mapping/steps.ts';

/** What `mapping.yaml` cannot say. */
export const computed: Mapping['properties'] = {
  soDinhDanh: identifier('so_ddcn', personalId, 'repair'),
  danToc: codeOf('dan_toc', ethnicGroups, '2024-09-01'),
  tonGiao: codeOf('ton_giao', religions, '2024-09-01'),
  quocTich: codeOf('quoc_tich', countries, '2024-09-01'),
};
