const tones = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'];
const vowels = [...'aăâeêioôơuưy'].flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize('NFC')));

/** The 67 letters that Vietnamese adds to ASCII, in lower case. */
export const lowerLetters: readonly string[] = [...vowels, 'đ'].filter((letter) => letter > '\x7f');

/** The 134, both cases. */
export const letters: readonly string[] = [...lowerLetters, ...lowerLetters.map((letter) => letter.toUpperCase())];
