/** VNI-Windows as data. A row: the letter, and the bytes behind it with the letters that the two make. Upper case is 20 (hex) lower. */
export interface VniBase {
  /** The byte of the lower-case letter that stands first. */
  readonly byte: number;
  /** The bytes that follow it, lower case, and what they make of it. */
  readonly marked: Readonly<Record<number, string>>;
}

const tone = { acute: 0xf9, grave: 0xf8, hook: 0xfb, tilde: 0xf5, dot: 0xef } as const;
const hat = { plain: 0xe2, acute: 0xe1, grave: 0xe0, hook: 0xe5, tilde: 0xe3, dot: 0xe4 } as const;
const breve = { plain: 0xea, acute: 0xe9, grave: 0xe8, hook: 0xfa, tilde: 0xfc, dot: 0xeb } as const;

/** In the order acute, grave, hook, tilde, dot. */
function toned(letters: string): Readonly<Record<number, string>> {
  return zip([tone.acute, tone.grave, tone.hook, tone.tilde, tone.dot], letters);
}

/** In the order plain, acute, grave, hook, tilde, dot. */
function withMark(mark: typeof hat | typeof breve, letters: string): Readonly<Record<number, string>> {
  return zip([mark.plain, mark.acute, mark.grave, mark.hook, mark.tilde, mark.dot], letters);
}

function zip(bytes: readonly number[], letters: string): Readonly<Record<number, string>> {
  return Object.fromEntries(bytes.map((byte, index) => [byte, letters.charAt(index)]));
}

export const vniBases: readonly VniBase[] = [
  { byte: 0x61, marked: { ...toned('áàảãạ'), ...withMark(hat, 'âấầẩẫậ'), ...withMark(breve, 'ăắằẳẵặ') } },
  { byte: 0x65, marked: { ...toned('éèẻẽẹ'), ...withMark(hat, 'êếềểễệ') } },
  { byte: 0x6f, marked: { ...toned('óòỏõọ'), ...withMark(hat, 'ôốồổỗộ') } },
  { byte: 0x75, marked: toned('úùủũụ') },
  // ỵ is a byte of its own.
  { byte: 0x79, marked: zip([tone.acute, tone.grave, tone.hook, tone.tilde], 'ýỳỷỹ') },
  { byte: 0xf4, marked: toned('ớờởỡợ') },
  { byte: 0xf6, marked: toned('ứừửữự') },
];

/** Letters of one byte, lower case. */
export const vniSingles: Readonly<Record<number, string>> = {
  0xf4: 'ơ',
  0xf6: 'ư',
  0xf1: 'đ',
  0xec: 'ì',
  0xed: 'í',
  0xe6: 'ỉ',
  0xf3: 'ĩ',
  0xf2: 'ị',
  0xee: 'ỵ',
};
