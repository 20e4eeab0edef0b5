/**
 * Syllables that fill the columns of registers: family and middle names, frequent given names, words of addresses, sexes and other short
 * lists. A column of a few words (`Nam`, `Nữ`) is told by them; in longer columns the rules of the syllable are enough.
 */
export const commonSyllables: ReadonlySet<string> = new Set(
  [
    'nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn lâm trịnh mai đào cao tạ hà lương tô thái phùng vương',
    'văn thị hữu đức ngọc minh thanh quốc công xuân thành đình bá thế như quang hồng kim thu bích diệu',
    'anh ánh bình cường chi châu dũng dung duy đạt giang hải hạnh hằng hậu hiền hiếu hiệp hoa hòa hoà hưng hương hùng huệ huy khánh kiên',
    'lan liên linh loan long lợi mạnh mỹ nam nga nghĩa nhân nhung phong phú phúc phương phượng quân quý quyên sơn sáng tâm tân thảo thắng',
    'thủy thuỷ thùy thuý thúy tiến toàn trang trí trung trường tuấn tuyết tùng uyên việt vinh yến',
    'tỉnh huyện quận phường xã thị trấn thành phố đường số nhà ngõ ngách hẻm thôn ấp tổ dân khu ủy uỷ ban nhân tòa toà án bộ sở phòng chi cục',
    'nội hồ chí minh đà nẵng cần thơ hải huế bắc trung nam đông tây giáo giấy tư pháp',
    'nữ nam có không đã chưa độc thân kết hôn ly goá góa kinh mường tày thái dao mông hoa khác cử thạc sĩ tiến đại học cấp hiệu lực hết hạn',
    'và của các cho được với là những người một trong này về năm ngày tháng giờ từ đến',
  ]
    .join(' ')
    .split(' '),
);
