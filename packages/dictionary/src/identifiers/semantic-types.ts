import { agencyCode } from './agency-code.ts';
import { eMail } from './e-mail.ts';
import { enterpriseCode } from './enterprise-code.ts';
import { healthCard } from './health-card.ts';
import { landParcel } from './land-parcel.ts';
import { oldIdCard } from './old-id-card.ts';
import { passport } from './passport.ts';
import { personalId } from './personal-id.ts';
import { phone } from './phone.ts';
import { realEstateId } from './real-estate-id.ts';
import type { SemanticType } from './semantic-type.ts';
import { socialInsuranceCode } from './social-insurance-code.ts';
import { taxCode } from './tax-code.ts';
import { vehiclePlate } from './vehicle-plate.ts';

export const semanticTypes: readonly SemanticType[] = Object.freeze([
  personalId,
  oldIdCard,
  agencyCode,
  taxCode,
  enterpriseCode,
  socialInsuranceCode,
  healthCard,
  passport,
  phone,
  vehiclePlate,
  landParcel,
  realEstateId,
  eMail,
]);

const byName: ReadonlyMap<string, SemanticType> = new Map(semanticTypes.map((type) => [type.name, type]));

/** The semantic type of that name, as contracts write it in `semanticType`. */
export function semanticType(name: string): SemanticType | undefined {
  return byName.get(name);
}
