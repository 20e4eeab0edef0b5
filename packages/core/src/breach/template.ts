/** An empty file of facts, with what to write where: for those who report a breach, in Vietnamese. */
export const breachTemplate = `# Thông báo vi phạm quy định bảo vệ dữ liệu cá nhân: những điều chỉ con người biết.
# Nền tảng tự điền loại dữ liệu, số lượng bản ghi và ai đã nhận.
# Điều chưa biết thì để trống: báo cáo sẽ nêu tên từng điều còn thiếu, không tự điền.
# KHÔNG ghi số định danh, số điện thoại, thư điện tử hay giá trị nào của chủ thể dữ liệu vào tệp này.
# Thời điểm ghi kèm múi giờ, ví dụ 2026-03-01T08:00:00+07:00.

detectedAt:      # phát hiện lúc nào; thời hạn báo tính từ đây
occurredFrom:    # xảy ra từ lúc nào
occurredTo:      # đến lúc nào; để trống: đến khi phát hiện

place:           # địa điểm, hệ thống, ví dụ "Trung tâm dữ liệu của Sở, máy chủ sao lưu"
act:             # hành vi vi phạm; viết nhiều dòng thì dùng dấu |
persons:         # tổ chức, cá nhân liên quan đến hành vi; không nêu chủ thể dữ liệu

# Dữ liệu liên quan, mỗi tập dữ liệu một mục.
concerned:
  - dataset:     # mã hợp đồng, ví dụ ho-tich.cong-dan
    exposed:     # stored: dữ liệu nằm trên nền tảng; received: dữ liệu đến trong khoảng thời gian; read: dữ liệu bên khai thác đã đọc
    publishers:  # chỉ các cơ quan công bố này, ví dụ [H26.12]; để trống: tất cả
    sources:     # chỉ các nguồn này; để trống: tất cả
    recipients:  # chỉ với read: chỉ các cơ quan khai thác này, ví dụ [G01]
    properties:  # chỉ các trường này, ví dụ [hoTen, ngaySinh]; để trống: mọi trường đã công bố
    from:        # chỉ với received và read; để trống: thời gian xảy ra ở trên
    to:

# Bộ phận hoặc người được giao bảo vệ dữ liệu cá nhân.
contact:
  unit:
  person:
  phone:         # đặt trong ngoặc kép, ví dụ "024 3825 0000"
  email:

consequences:    # hậu quả, thiệt hại đã và có thể xảy ra
measures:        # biện pháp đã và sẽ thực hiện để khắc phục, giảm thiểu
repairedAt:      # khắc phục xong lúc nào; hồ sơ được giữ nhiều năm kể từ đây
`;
