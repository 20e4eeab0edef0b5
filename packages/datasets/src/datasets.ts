import { businessRegistry } from './business-registry/dataset.ts';
import { computed as businessRegistryMapping } from './business-registry/mapping.ts';
import { civilStatus } from './civil-status/dataset.ts';
import { computed as civilStatusMapping } from './civil-status/mapping.ts';
import type { Dataset, DatasetName } from './dataset.ts';
import { education } from './education/dataset.ts';
import { computed as educationMapping } from './education/mapping.ts';
import { land } from './land/dataset.ts';
import { computed as landMapping } from './land/mapping.ts';
import { socialInsurance } from './social-insurance/dataset.ts';
import { computed as socialInsuranceMapping } from './social-insurance/mapping.ts';

export const datasets: Readonly<Record<DatasetName, Dataset>> = {
  'civil-status': civilStatus,
  'social-insurance': socialInsurance,
  land,
  education,
  'business-registry': businessRegistry,
};

export const computedMappings = {
  'civil-status': civilStatusMapping,
  'social-insurance': socialInsuranceMapping,
  land: landMapping,
  education: educationMapping,
  'business-registry': businessRegistryMapping,
} as const;
