import { finding } from '../finding.ts';
import { plateSeries } from './data/plate-series.ts';
import { define, judgement } from './define.ts';
import { lettersForDigits } from './findings.ts';
import { asCar, plainPlate } from './plain-plate.ts';
import { below, pick, randomDigits } from './random.ts';
import { mendDigits, type Repair } from './repairs.ts';

export type VehiclePlateParts = {
  readonly kind: 'civil' | 'diplomatic' | 'military';
  /** What stands in front of the number: province series with its letters, or the letters of the military. */
  readonly series: string;
  /** The province that had the series before 2025. */
  readonly province: string | undefined;
};

const wrongForm = finding(
  'error',
  'vehicle-plate-form',
  'A plate has two digits, one or two letters (of a motorbike also a letter and a digit) and four or five digits; military: two letters and two pairs.',
);
const twoReadings = finding(
  'error',
  'vehicle-plate-two-readings',
  'Without its separator the plate reads as that of a car with five digits, which is proposed, or of an old motorbike with four.',
);
const unknownSeries = finding('warning', 'vehicle-plate-series', 'The first two digits are no known series of a province.');
const needsRegister = finding(
  'needs-reference',
  'vehicle-plate-register',
  'Only the vehicle register tells whether the plate is given, its colour and its owner.',
);

const normalForm = /^(?:[1-9]\d(?:[A-Z]{1,2}|[A-Z][1-9]|MĐ[1-9]|TĐ)-\d{4,5}|[1-9]\d-(?:NG|NN|QT|CV)-\d{3}-\d\d|[A-Z]{2}-\d\d-\d\d)$/;
const plainJudgement = judgement([needsRegister]);
const unknownSeriesJudgement = judgement([unknownSeries, needsRegister]);

const provinceOfSeries = new Map(
  Object.entries(plateSeries.entries).flatMap(([province, series]) => series.split(' ').map((two) => [two, province] as const)),
);

const digitsInFront: Repair = {
  finding: lettersForDigits,
  apply: (text) => text.replace(/^(?:[1-9][OI]|[OI]\d)(?=[A-Z])/, mendDigits),
};

const digitsBehind: Repair = {
  finding: lettersForDigits,
  apply: (text) => text.replace(/(?<=^\d\d[A-Z]{1,2}\d?[- ])[\dOI.]{4,6}$/, mendDigits),
};

export const vehiclePlate = define<VehiclePlateParts>({
  name: 'vehicle-plate',
  title: { vi: 'Biển số xe', en: 'Vehicle plate' },
  maskKeeps: 'the two digits of the province series; of diplomatic and military plates nothing',
  synthetic: 'By its series 91, which no province has; it gets the warning of an unknown series.',
  judge(text) {
    if (text.length < 7 || text.length > 12 || !normalForm.test(text)) return undefined;
    const first = text.charCodeAt(0);
    return first >= 65 || provinceOfSeries.has(text.slice(0, 2)) ? plainJudgement : unknownSeriesJudgement;
  },
  plain: plainPlate,
  repairs: [digitsInFront, digitsBehind, { finding: twoReadings, apply: asCar }],
  wrongForm,
  take(normal) {
    const groups = normal.split('-');
    const kind = groups.length === 2 ? 'civil' : groups.length === 4 ? 'diplomatic' : 'military';
    return { kind, series: groups[0] ?? '', province: provinceOfSeries.get(normal.slice(0, 2)) };
  },
  hide: (normal) => (normal.split('-').length === 2 ? `${normal.slice(0, 2)}*-*****` : '***'),
  generate: (random) => `91${pick(random, ['A', 'C', 'H1', 'K2'])}-${String(below(random, 10))}${randomDigits(random, 4)}`,
});
