import { finding } from '../finding.ts';
import { realEstateId as decree } from './data/effects.ts';
import { define, judgement } from './define.ts';
import { plainDashes, withoutBlanks } from './formatting.ts';
import { randomDigits } from './random.ts';
import { capitals } from './text.ts';

const wrongForm = finding(
  'error',
  'real-estate-id-form',
  'At most forty characters: capital letters, digits, dots and hyphens, one letter or digit at least.',
);
const early = finding('warning', 'real-estate-id-before-its-day', 'On the day of the check no such identifiers were given out yet.');
const needsRegister = finding(
  'needs-reference',
  'real-estate-id-register',
  'The inner layout is not checked: only the housing information system, which makes the identifier, can read it.',
);

const normalForm = /^(?=[.-]*[0-9A-Z])[0-9A-Z.-]{1,40}$/;
const judged = judgement([needsRegister]);
const earlyJudgement = judgement([early, needsRegister]);

/** Opaque: it is taken as given and never put together here. */
export const realEstateId = define<Record<never, never>>({
  name: 'real-estate-id',
  title: { vi: 'Mã định danh điện tử sản phẩm bất động sản', en: 'Real-estate product identifier' },
  maskKeeps: 'nothing',
  synthetic: 'By its beginning, SYNTHETIC.',
  judge(text, at) {
    if (text.length > 40 || !normalForm.test(text)) return undefined;
    return at !== undefined && at < decree.effectiveFrom ? earlyJudgement : judged;
  },
  plain: (text) => capitals(plainDashes(withoutBlanks(text))),
  repairs: [],
  wrongForm,
  take: () => ({}),
  hide: () => '***',
  generate: (random) => `SYNTHETIC-${randomDigits(random, 12)}`,
});
