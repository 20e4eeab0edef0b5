/** Family names by rough frequency: the common ones stand more than once. */
export const familyNames = [
  'Nguyễn',
  'Nguyễn',
  'Nguyễn',
  'Nguyễn',
  'Trần',
  'Trần',
  'Lê',
  'Lê',
  'Phạm',
  'Phạm',
  'Hoàng',
  'Huỳnh',
  'Phan',
  'Vũ',
  'Võ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Hồ',
  'Ngô',
  'Dương',
  'Lý',
  'Đinh',
  'Lương',
  'Mai',
  'Trịnh',
  'Đoàn',
  'Hà',
  'Tạ',
  'Thạch',
  'Quách',
  'Tôn Nữ',
  'Âu Dương',
  "H'",
  'Y',
];

export const middleNames = {
  male: ['Văn', 'Hữu', 'Đức', 'Quốc', 'Minh', 'Thành', 'Xuân', 'Công', 'Đình', 'Ngọc'],
  female: ['Thị', 'Thị', 'Thị', 'Ngọc', 'Thanh', 'Thùy', 'Mỹ', 'Diệu', 'Quỳnh', 'Ánh'],
};

export const givenNames = {
  male: ['Hùng', 'Dũng', 'Tuấn', 'Thắng', 'Phước', 'Nghĩa', 'Khải', 'Đạt', 'Trường', 'Huỳnh', 'Lộc', 'Bảo', 'Việt', 'Ân', 'Ƀlơ', 'Ñăp'],
  female: ['Hương', 'Thảo', 'Ước', 'Huyền', 'Nguyệt', 'Trâm', 'Yến', 'Phượng', 'Lệ', 'Thủy', 'Hằng', 'Ngân', 'Tuyết', 'Vỹ', 'Kđăm', 'Čil'],
};

/** First three digits of personal numbers: "0" and the code of the old 63 provinces. */
export const provinceCodes = (
  '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 048 ' +
  '049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096'
).split(' ');

/** Codes of the 54 ethnic groups; 01 (Kinh) is most of the people. */
export const ethnicGroups = Array.from({ length: 54 }, (_, index) => String(index + 1).padStart(2, '0'));

export const streets = [
  'Lê Lợi',
  'Trần Hưng Đạo',
  'Nguyễn Huệ',
  'Hai Bà Trưng',
  'Điện Biên Phủ',
  'Phan Đình Phùng',
  'Cách Mạng Tháng Tám',
  'Lý Thường Kiệt',
];

export const places = [
  'phường Ba Đình',
  'xã Sóc Sơn',
  'phường Thủ Đức',
  'xã Cần Giờ',
  'phường Hải Châu',
  'xã Ea Súp',
  'đặc khu Phú Quốc',
  'xã Đồng Văn',
];

/** What clerks write into free text, and what breaks careless parsers. */
export const notes = [
  'Đã đối chiếu bản gốc',
  'Người khai: bà "Tư" – hàng xóm',
  "Tên gọi khác: H'Hen Niê",
  'Cột 1\tCột 2\tCột 3',
  'Dòng thứ nhất\nDòng thứ hai\r\nDòng thứ ba',
  'Đường dẫn C:\\ho_tich\\2003\\\\quyen-1',
  'Liên hệ 📞 sau 17h 👨‍👩‍👧‍👦',
  '{"nguon": "so giay", "trang": 12}',
  '\\N',
  'a; b, c | d',
  '100% đúng; giá $1 & <b>không</b>',
];
