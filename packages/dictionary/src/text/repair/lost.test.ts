import { expect, it } from 'vitest';
import { looksLost } from './lost.ts';

it.each(['Nguy?n V?n A', '?inh', 'Ph??ng', 'L? Th? Hoa', 'Tr?n'])('%s lost letters', (text) => {
  expect(looksLost(text)).toBe(true);
});

it.each(['Ai?', 'Sao? Không biết', 'https://a.vn/x?id=1', 'Hà Nội', '?', '??', '12?5', 'A ? B', 'Có? Rồi.'])('%s did not', (text) => {
  expect(looksLost(text)).toBe(false);
});
