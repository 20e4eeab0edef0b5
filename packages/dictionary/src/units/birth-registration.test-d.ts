import { type BirthRegistrationCode, birthRegistrationPlace } from './birth-registration.ts';
import { findUnit, unitMeaning } from './look-up.ts';
import { findUnitsByName } from './look-up-name.ts';
import { provinces } from './provinces.ts';
import type { UnitIndex } from './register.ts';
import { translateUnit, unitTranslation } from './translate.ts';

import { unitMeanings } from './unit-meanings.ts';

declare const birthCode: BirthRegistrationCode;
declare const columnValue: string;
declare const units: UnitIndex;

unitMeaning(provinces, columnValue, '2025-07-01');
birthRegistrationPlace(columnValue);

// @ts-expect-error where a birth was registered is no residence
unitMeaning(provinces, birthCode, '2025-07-01');
// @ts-expect-error nor does it have meanings as a unit
unitMeanings(provinces, birthCode);
// @ts-expect-error nor is it in a version
findUnit(units, birthCode);
// @ts-expect-error nor does it become another unit
translateUnit(provinces, birthCode, '2025-06-30', '2025-07-01');
// @ts-expect-error nor in a column
unitTranslation(provinces, '2025-06-30', '2025-07-01')(birthCode);
// @ts-expect-error nor is it the unit above
findUnitsByName(units, columnValue, { parent: birthCode });
