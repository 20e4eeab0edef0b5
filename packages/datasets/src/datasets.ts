import type { Mapping } from '@lienthong/core';
import { businessRegistry } from './business-registry/dataset.ts';
import { civilStatus } from './civil-status/dataset.ts';
import type { Dataset, DatasetName } from './dataset.ts';
import { education } from './education/dataset.ts';
import { land } from './land/dataset.ts';
import { socialInsurance } from './social-insurance/dataset.ts';

export const datasets: Readonly<Record<DatasetName, Dataset>> = {
  'civil-status': civilStatus,
  'social-insurance': socialInsurance,
  land,
  education,
  'business-registry': businessRegistry,
};

/**
 * What `lienthong.yaml` cannot say, to be put into its mapping by a TypeScript configuration: 0 for no wage. Blanks and days
 * that mean no value have a step that makes NULL of them; a number has none.
 */
export const computed: Readonly<Partial<Record<DatasetName, Mapping['properties']>>> = {
  'social-insurance': { mucLuong: { columns: ['muc_luong'], compute: (wage) => (wage === '0' ? null : wage) } },
};
