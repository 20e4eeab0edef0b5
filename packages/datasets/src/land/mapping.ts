import type { Mapping } from '@lienthong/core';
import { oldIdCard } from '@lienthong/dictionary';
import { decoded, identifier } from '../mapping/steps.ts';

/** What `mapping.yaml` cannot say. */
export const computed: Mapping['properties'] = {
  chuSuDung: decoded('chu_sd', 'vps'),
  soGiayTo: identifier('so_giay_to', oldIdCard, 'normalise'),
};
