import type { TextEncoding } from '../encodings.ts';
import { tcvn3, tcvn57121 } from '../tables/tcvn.ts';
import { viscii } from '../tables/viscii.ts';
import { vps } from '../tables/vps.ts';
import { cp1258 } from '../tables/windows.ts';
import type { Codec } from './codec.ts';
import { singleByteCodec } from './single-byte.ts';
import { decomposedCodec, utf8Codec } from './utf-8.ts';
import { viqrCodec } from './viqr.ts';
import { vniCodec } from './vni.ts';

export const codecs: Readonly<Record<TextEncoding, Codec>> = {
  'utf-8': utf8Codec,
  decomposed: decomposedCodec,
  tcvn3: singleByteCodec(tcvn3),
  'tcvn5712-1': singleByteCodec(tcvn57121),
  vni: vniCodec,
  viscii: singleByteCodec(viscii),
  vps: singleByteCodec(vps),
  cp1258: singleByteCodec(cp1258),
  viqr: viqrCodec,
};
