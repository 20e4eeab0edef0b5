import { type Finding, noFindings } from '../../finding.ts';
import type { Kind } from './kind.ts';

const form = /^[+-]?\d+(?:[.,]\d+)?$/;
const zeroInFront = /^[+-]?0\d/;

const unreadable: readonly Finding[] = [
  {
    code: 'number-unreadable',
    severity: 'error',
    message: 'Not a plain number: a sign, a word, an exponent or separators of thousands. Say what it means before it is converted.',
  },
];

const leadingZero: readonly Finding[] = [
  {
    code: 'number-leading-zero',
    severity: 'warning',
    message: 'Digits with a zero in front are a code and no number: map the column as text, or the zero is lost.',
  },
];

export const numberKind: Kind = {
  fit: (text) => (form.test(text) ? (zeroInFront.test(text) ? 'nearly' : 'fits') : 'not'),
  start: () => ({ inspect: (text) => (form.test(text) ? (zeroInFront.test(text) ? leadingZero : noFindings) : unreadable) }),
};
