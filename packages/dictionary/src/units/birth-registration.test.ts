import { describe, expect, it } from 'vitest';
import { birthRegistrationPlace, birthRegistrationPlaces } from './birth-registration.ts';

describe('codes of birth registration', () => {
  it('are 63, three digits each, and keep the names of their time', () => {
    expect(birthRegistrationPlaces).toHaveLength(63);
    expect(birthRegistrationPlaces.every(({ code }) => /^0\d\d$/.test(code))).toBe(true);
    expect(birthRegistrationPlace('015')).toMatchObject({ name: 'Yên Bái' });
    expect(birthRegistrationPlace('046')).toMatchObject({ name: 'Thừa Thiên Huế' });
  });

  it('are not guessed from a code of a unit', () => {
    for (const code of ['01', '1', '003', '028', '', '0011'])
      expect(birthRegistrationPlace(code)).toMatchObject({ code: 'birth-registration-code-unknown' });
  });
});
