import { finding } from '../finding.ts';
import { define, judgement } from './define.ts';
import { leadingZeroLost } from './findings.ts';
import { pieces, plainDashes, trimmed } from './formatting.ts';
import { below, pick } from './random.ts';
import type { Repair } from './repairs.ts';

export type LandParcelParts = {
  /** Five digits, of the code list that was in force on the day of the key: old codes came to name other communes in 2025. */
  readonly commune: string;
  readonly mapSheet: number;
  readonly parcel: number;
};

const wrongForm = finding(
  'error',
  'land-parcel-form',
  'The key of a parcel is the commune code of five digits, the number of the map sheet and the number of the parcel.',
);
const zero = finding('error', 'land-parcel-zero', 'Map sheets and parcels are numbered from one.');
const vintage = finding(
  'warning',
  'land-parcel-vintage',
  'Without a day the commune code can mean two communes: codes came to name other ones in 2025. Say of which day the key is.',
);
const needsRegister = finding('needs-reference', 'land-parcel-register', 'Only the land register tells whether commune and parcel exist.');

const normalForm = /^\d{5}_(?:0|[1-9]\d{0,4})_(?:0|[1-9]\d{0,5})$/;
const judged = judgement([needsRegister]);
const judgedWithoutDay = judgement([vintage, needsRegister]);
const zeroJudgement = judgement([zero]);

const communeZeros: Repair = {
  finding: leadingZeroLost,
  apply: (text) => text.replace(/^\d{1,4}(?=_)/, (commune) => commune.padStart(5, '0')),
};

export const landParcel = define<LandParcelParts>({
  name: 'land-parcel',
  title: { vi: 'Mã thửa đất (xã, tờ bản đồ, thửa)', en: 'Key of a land parcel' },
  maskKeeps: 'the commune code',
  synthetic: 'By its commune code 99999, which the code lists never held.',
  judge(text, at) {
    if (text.length < 9 || text.length > 18 || !normalForm.test(text)) return undefined;
    if (text.charCodeAt(6) === 48 || text.endsWith('_0')) return zeroJudgement;
    return at === undefined ? judgedWithoutDay : judged;
  },
  plain(text) {
    const groups = trimmed(text)
      .split(/[_/;|]/)
      .flatMap(pieces);
    const numbers = groups.length === 3 && groups.every((group) => /^\d+$/.test(group));
    return numbers ? groups.map((group, index) => (index === 0 ? group : withoutZeros(group))).join('_') : trimmed(plainDashes(text));
  },
  repairs: [communeZeros],
  wrongForm,
  take(normal) {
    const [commune = '', sheet, parcel] = normal.split('_');
    return { commune, mapSheet: Number(sheet), parcel: Number(parcel) };
  },
  hide: (normal) => `${normal.slice(0, 5)}_***`,
  generate: (random) => `99999_${String(1 + below(random, 400))}_${pick(random, ['', '1', '2'])}${String(1 + below(random, 999))}`,
});

function withoutZeros(number: string): string {
  return number.replace(/^0+(?=\d)/, '');
}
