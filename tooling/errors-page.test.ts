import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorCodes } from '../packages/core/src/errors/codes.ts';
import { errorsPage, errorsPageFile } from './errors-page.mjs';

it('describes every error code as the list has it today: else run `node tooling/errors-page.mjs`', () => {
  expect(readFileSync(errorsPageFile, 'utf8')).toBe(errorsPage(errorCodes));
  for (const code of Object.keys(errorCodes)) expect(errorsPage(errorCodes)).toContain(`## ${code}\n`);
});
