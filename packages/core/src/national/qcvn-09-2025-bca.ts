import type { NationalProfile } from './profile.ts';

/**
 * The message of QCVN 09:2025/BCA as far as public implementations show it: the text of the regulation could not be read when this was
 * written. A correction is an edit of this file, with another revision; nothing of it stands anywhere else.
 */
export const qcvn09: NationalProfile = {
  id: 'qcvn-09-2025-bca',
  revision: 'draft-1',
  source: 'Thông tư 08/2025/TT-BCA, QCVN 09:2025/BCA: by its official summary, four public implementations and one sector’s data model',
  effectiveFrom: '2025-08-10',
  groups: {
    source: { name: 'NguonDuLieu', meaning: 'Who sends, and what kind of data.', certainty: 'implementations' },
    state: { name: 'TrangThaiDuLieu', meaning: 'What happened to the record.', certainty: 'implementations' },
    data: { name: 'DuLieuTiepNhan', meaning: 'The record.', certainty: 'implementations' },
  },
  origin: {
    id: {
      name: 'IdNguonDuLieu',
      meaning: 'Id of the sending system.',
      certainty: 'implementations',
      ask: 'Which id has the National Data Center given to this system?',
    },
    name: { name: 'TenNguonDuLieu', meaning: 'Name of the sending system.', certainty: 'implementations' },
    dataType: {
      name: 'MaLoaiDuLieu',
      meaning: 'Agency code, `_` and a number: `G02_001`.',
      certainty: 'implementations',
      ask: 'Which code was assigned to this dataset?',
    },
  },
  state: {
    event: { name: 'SuKien', meaning: 'NEW, UPDATE or CANCEL.', certainty: 'implementations', maxLength: 10 },
    version: {
      name: 'PhienBan',
      meaning: 'A whole number above zero that the sender raises; the receiver ignores what is not above the highest it has.',
      certainty: 'implementations',
      ask: 'How many bits has the column that stores it? Does a lower one get an answer, or is it dropped without a word?',
    },
    updatedAt: {
      name: 'ThoiGianCapNhat',
      meaning: '`YYYY-MM-DDTHH:mm:ss` without zone: when the record was added to its source, or changed there last.',
      certainty: 'implementation',
      ask: 'Is it Vietnam’s time (UTC+7)?',
    },
    effectiveDate: {
      name: 'NgayHieuLuc',
      meaning: 'From when on the record holds.',
      certainty: 'implementation',
      ask: 'Is it required, and is it a day or a time?',
    },
  },
  data: {
    recordId: { name: 'IdBanGhi', meaning: 'Unique; the primary key of the receiver.', certainty: 'implementation', maxLength: 150 },
    dataId: {
      name: 'MaDinhDanhDuLieu',
      meaning: 'The identifier of what the record is about, such as a personal number.',
      certainty: 'implementations',
      ask: 'Is it required, and what has to stand in it for this dataset?',
    },
    attachments: { name: 'PhanPhoi', meaning: 'Files that belong to the record.', certainty: 'implementations' },
  },
  attachment: {
    id: { name: 'Id', meaning: 'Id of the file.', certainty: 'implementation' },
    name: { name: 'TenTep', meaning: 'Name of the file.', certainty: 'implementation' },
    version: { name: 'PhienBan', meaning: 'Version of the file.', certainty: 'implementation' },
    checksum: { name: 'MaKiemTra', meaning: 'Holds the checksum.', certainty: 'implementation' },
    checksumValue: {
      name: 'GiaTri',
      meaning: 'The checksum.',
      certainty: 'implementation',
      ask: 'By which algorithm, and in hexadecimal digits or base64?',
    },
    url: { name: 'DuongDanTaiXuong', meaning: 'Where it is fetched.', certainty: 'implementation' },
  },
  events: {
    new: { name: 'NEW', meaning: 'The record is there.', certainty: 'implementation' },
    update: {
      name: 'UPDATE',
      meaning: 'Its content changed.',
      certainty: 'implementation',
      ask: 'A copy of the specification prints `UPdate`: are capitals compared?',
    },
    cancel: {
      name: 'CANCEL',
      meaning: 'It no longer holds. There is no deletion.',
      certainty: 'implementation',
      ask: 'Is IdBanGhi enough of a record that is gone at its source?',
    },
    again: {
      name: 'NEW',
      meaning: 'A record that was cancelled and is there again.',
      certainty: 'ours',
      ask: 'Is a cancelled record taken up again by NEW or by UPDATE?',
    },
  },
  xml: {
    record: { name: 'Root', meaning: 'One record.', certainty: 'implementation' },
    batch: { name: 'DanhSach', meaning: 'Several records.', certainty: 'implementation' },
    namespace: undefined,
  },
  zone: { name: '+07:00', meaning: 'Of times without zone.', certainty: 'ours' },
  versionOrigin: {
    name: '2025-01-01T00:00:00Z',
    meaning: 'Versions are seconds since this moment, or one above the last one of the record.',
    certainty: 'ours',
  },
  maxVersion: 2_147_483_647,
  fields: [
    {
      name: 'SoDinhDanh',
      meaning: 'Personal identification number.',
      certainty: 'implementation',
      maxLength: 12,
      aliases: ['sodinhdanh', 'sodinhdanhcanhan', 'soddcn', 'socccd', 'cccd', 'personalid'],
      semanticType: 'personal-id',
    },
    {
      name: 'GioiTinh',
      meaning: 'Sex: one digit.',
      certainty: 'implementation',
      ask: 'Which digit means what?',
      maxLength: 1,
      aliases: ['gioitinh', 'sex', 'gender'],
      codeList: 'sex',
    },
    {
      name: 'DanToc',
      meaning: 'Ethnic group.',
      certainty: 'implementation',
      maxLength: 3,
      aliases: ['dantoc', 'madantoc', 'ethnicgroup'],
      codeList: 'ethnic-group',
    },
    {
      name: 'QuocTich',
      meaning: 'Nationality: two letters.',
      certainty: 'implementation',
      maxLength: 2,
      aliases: ['quoctich', 'maquoctich', 'nationality'],
      codeList: 'country',
    },
    {
      name: 'MaTinh',
      meaning: 'Province.',
      certainty: 'implementation',
      ask: 'Of which version of the list of units?',
      maxLength: 2,
      aliases: ['matinh', 'tinh', 'provincecode'],
      codeList: 'province',
    },
    {
      name: 'MaXa',
      meaning: 'Commune.',
      certainty: 'implementation',
      ask: 'Of which version of the list of units?',
      maxLength: 5,
      aliases: ['maxa', 'xa', 'communecode'],
      codeList: 'commune',
    },
  ],
  partialDates: [
    {
      aliases: ['ngaysinh', 'ngaythangnamsinh', 'birthdate', 'dateofbirth'],
      day: { name: 'NgayThangNamSinh', meaning: 'Date of birth, `YYYY-MM-DD`.', certainty: 'implementation', maxLength: 10 },
      month: { name: 'ThangNamSinh', meaning: 'Month and year of birth, `YYYY-MM`.', certainty: 'implementation', maxLength: 7 },
      year: { name: 'NamSinh', meaning: 'Year of birth, `YYYY`.', certainty: 'implementation', maxLength: 4 },
    },
  ],
};
