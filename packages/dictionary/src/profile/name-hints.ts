import { foldWords } from '@lienthong/core';
import type { ColumnKind } from './column-kind.ts';

/**
 * What the name of a column says of it, or else its comment. Several kinds: the name says one of them. A hint decides nothing
 * alone: values must agree.
 */
export function kindsOfName(name: string, comment: string | undefined): readonly ColumnKind[] {
  const byName = kindsOfWords(name);
  return byName.length > 0 || comment === undefined ? byName : kindsOfWords(comment);
}

type Hint = readonly [pattern: RegExp, ...kinds: readonly ColumnKind[]];

// Read from above: `ngay cap cccd` is a date, `ten dan toc` a name of the list, `gioi tinh` is no province. Written with blanks
// between words; `\b` also matches between them, and names without any blank, such as `socccd`, are there by themselves.
const hints: readonly Hint[] = [
  [/\bso ngay\b/, 'number'],
  [/\b(?:ngay|ngaysinh|ngaycap|dob|date|birthdate|birthday|thoi gian|thoi diem|nam sinh|namsinh)\b/, 'date'],
  [/\b(?:noi cap|noicap|co quan cap)\b/, 'text'],
  [/\b(?:dan toc|dantoc|ethnic|ethnicity)\b/, 'ethnic-group'],
  [/\b(?:quoc tich|quoctich|quoc gia|quocgia|nationality|country)\b/, 'country'],
  [/\b(?:ton giao|tongiao|religion)\b/, 'religion'],
  [/\b(?:hon nhan|honnhan|marital)\b/, 'marital-status'],
  [/\b(?:quan he|quanhe|kinship)\b/, 'kinship'],
  [/\b(?:gioi tinh|gioitinh|sex|gender)\b/, 'sex'],
  [/\b(?:so giay to|giay to|cmnd cccd|cccd cmnd|cmt cccd|cmndcccd)\b/, 'personal-id', 'old-id-card', 'passport'],
  [/\bdinh danh (?:bds|bat dong san|nha)\b/, 'real-estate-id'],
  [/\bdinh danh (?:don vi|co quan|to chuc)\b|\b(?:ma co quan|ma don vi|agency code)\b/, 'agency-code'],
  [/\b(?:cccd|socccd|dinh danh|sodinhdanh|ma dinh danh|can cuoc|cancuoc|personal id|citizen id)\b/, 'personal-id'],
  [/\b(?:cmnd|socmnd|cmtnd|cmt|chung minh)\b/, 'old-id-card'],
  [/\b(?:mst|ma so thue|masothue|tax code|tax id)\b/, 'tax-code'],
  [/\b(?:msdn|ma so doanh nghiep|ma doanh nghiep)\b/, 'enterprise-code'],
  [/\b(?:bhyt|sobhyt|bao hiem y te)\b/, 'health-card'],
  [/\b(?:bhxh|sobhxh|bao hiem xa hoi)\b/, 'social-insurance-code'],
  [/\b(?:ho chieu|hochieu|passport)\b/, 'passport'],
  [/\b(?:dien thoai|dienthoai|sodienthoai|sdt|so dt|dtdd|di dong|mobile|phone|tel)\b/, 'phone'],
  [/\b(?:e ?mail|thu dien tu)\b/, 'e-mail'],
  [/\b(?:bien so|bienso|bien kiem soat|bks)\b/, 'vehicle-plate'],
  [/\b(?:ma thua|mathua|thua dat)\b/, 'land-parcel'],
  // Of districts and communes no names are known here.
  [/^ten (?:\w+ )?(?:huyen|quan|xa|phuong)\b/, 'text'],
  [/\b(?:xa|maxa|phuong|phuongxa|commune|ward)\b/, 'commune'],
  [/\b(?:huyen|mahuyen|quan huyen|ma quan|district)\b/, 'district'],
  [/\b(?:tinh(?! trang| chat| hinh)|matinh|tinhthanh|thanh pho|province)\b/, 'province'],
  [/\b(?:ho ten|ho va ten|hoten|dia chi|diachi|ghi chu|ghichu|noi dung|mo ta)\b/, 'text'],
];

function kindsOfWords(text: string): readonly ColumnKind[] {
  const words = foldWords(text.slice(0, longest).replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2'));
  const [, ...kinds] = hints.find(([pattern]) => pattern.test(words)) ?? [undefined];
  return kinds;
}

/** Of a comment: what it is about stands at its beginning. */
const longest = 200;
