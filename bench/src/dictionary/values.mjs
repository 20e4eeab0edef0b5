/** Numbers that are the same in every run (Mulberry32). */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const split = (text) => text.split(' ');
const families = split(
  'Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Lâm Trịnh Mai Đào Cao Tạ Hà Lương',
);
const middles = split('Văn Thị Hữu Đức Ngọc Minh Thanh Quốc Công Xuân Thành Đình Bá Thế Như Quang Hồng Kim Thu Bích Diệu');
const givens = split(
  'Anh Ánh Bình Cường Chi Châu Dũng Duy Đạt Giang Hải Hạnh Hằng Hiền Hoa Hòa Hưng Hương Khánh Lan Linh Long Mạnh Nga Nhung',
);
const places = [
  'Bến Nghé',
  'Tân Định',
  'Phúc Xá',
  'Trúc Bạch',
  'Liễu Giai',
  'Yên Phụ',
  'Thới Hòa',
  'Bình Hưng Hoà',
  'Đức Trọng',
  'Lộc Thủy',
];
const provinces = ['Hà Nội', 'Hải Phòng', 'Đà Nẵng', 'Cần Thơ', 'Thanh Hóa', 'Đắk Lắk', 'Lâm Đồng', 'Thừa Thiên Huế', 'Phú Thọ', 'Nghệ An'];
const english = split('annual report on land use received late birth certificate of the ministry see remarks unknown data entry by staff');

/** What columns hold, each from a source of numbers. All of it is made up. */
export const makers = {
  name: (random) => [families, middles, givens].map((words) => pick(random, words)).join(' '),
  address: (random) =>
    `Số ${1 + below(random, 400)} đường ${pick(random, places)}, phường ${pick(random, places)}, ${pick(random, provinces)}`,
  remark: (random) => until(200, () => pick(random, random() < 0.5 ? middles : givens).toLowerCase()),
  ascii: (random) => until(20, () => pick(random, english)),
};

export function pick(random, list) {
  return list[below(random, list.length)];
}

export function below(random, limit) {
  return Math.floor(random() * limit);
}

export function digits(random, count) {
  return Array.from({ length: count }, () => below(random, 10)).join('');
}

function until(length, word) {
  let text = word();
  while (text.length < length) text += ` ${word()}`;
  return text;
}
