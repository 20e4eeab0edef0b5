-- Một hệ thống hộ tịch cũ. A civil-status table as an old system has it: a date in a text column, three ways to write the
-- sex, names in three columns, blanks, decomposed accents, and one to two of a hundred rows that are wrong.
-- All persons are made up: select ho_tich.them(1, 1000) adds a thousand of them.

create schema ho_tich;
create table ho_tich.cong_dan (
  so_dinh_danh varchar(20) primary key,
  ho varchar(30),
  ten_dem varchar(60),
  ten varchar(30),
  ngay_sinh varchar(12),
  gioi_tinh varchar(10),
  dan_toc char(2),
  ma_xa varchar(5) not null,
  dia_chi text,
  dien_thoai varchar(20),
  tinh_trang smallint not null default 1,
  le_phi numeric(15,2),
  ghi_chu text,
  ngay_cap_nhat timestamp not null default localtimestamp,
  nguoi_cap_nhat varchar(30)
);
comment on table ho_tich.cong_dan is 'Công dân';
comment on column ho_tich.cong_dan.so_dinh_danh is 'Số định danh cá nhân, có nơi còn nhập CMND 9 số';
comment on column ho_tich.cong_dan.ngay_sinh is 'dd/MM/yyyy, có khi chỉ MM/yyyy hoặc yyyy';
comment on column ho_tich.cong_dan.gioi_tinh is 'Nam/Nữ; dữ liệu chuyển từ hệ cũ ghi 1/0';

-- One of the texts, by a number from 0 to 1.
create function ho_tich.chon(texts text[], r double precision) returns text language sql immutable
  return texts[1 + floor(r * array_length(texts, 1))::int];

-- Person number n with the random numbers of one row; about 1.7 of a hundred are wrong somewhere.
create function ho_tich.nguoi(n int, r double precision[]) returns ho_tich.cong_dan language plpgsql immutable as $$
declare
  p ho_tich.cong_dan;
  nam boolean := r[1] < 0.5;
  sinh date := date '1935-01-01' + floor(r[2] * 32000)::int;
  sai double precision := r[3];
begin
  p.so_dinh_danh := ho_tich.chon(array['001','008','025','031','036','038','040','046','048','052','066','074','079','087','092','096'], r[4])
    || (case when sinh < date '2000-01-01' then 0 else 2 end + case when nam then 0 else 1 end)
    || to_char(sinh, 'YY') || lpad(n::text, 6, '0');
  p.ho := ho_tich.chon(array['Nguyễn','Nguyễn','Nguyễn','Trần','Trần','Lê','Phạm','Hoàng','Huỳnh','Phan','Vũ','Võ','Đặng','Bùi','Đỗ','Hồ','Ngô','Dương','Lý','Tôn Nữ'], r[5]);
  p.ten_dem := case when nam then ho_tich.chon(array['Văn','Hữu','Đức','Quốc','Minh','Xuân','Công','Đình'], r[6])
                    else ho_tich.chon(array['Thị','Thị','Thị Ngọc','Thanh','Thùy','Mỹ','Diệu','Quỳnh'], r[6]) end;
  p.ten := case when nam then ho_tich.chon(array['Hùng','Dũng','Tuấn','Thắng','Phước','Nghĩa','Đạt','Trường','Lộc','Bảo','Việt','Ân'], r[7])
                else ho_tich.chon(array['Hương','Thảo','Ước','Huyền','Nguyệt','Trâm','Yến','Phượng','Lệ','Thủy','Hằng','Tuyết'], r[7]) end;
  p.ngay_sinh := case when r[8] < 0.94 then to_char(sinh, 'DD/MM/YYYY') when r[8] < 0.97 then to_char(sinh, 'MM/YYYY') else to_char(sinh, 'YYYY') end;
  p.gioi_tinh := case when r[9] < 0.80 then case when nam then 'Nam' else 'Nữ' end
                      when r[9] < 0.90 then case when nam then '1' else '0' end
                      when r[9] < 0.95 then case when nam then 'NAM' else 'NỮ' end
                      else case when nam then ' Nam ' else 'nu' end end;
  p.dan_toc := case when r[10] < 0.86 then '01' when r[10] < 0.87 then null else lpad((2 + floor((r[10] - 0.87) * 400))::int::text, 2, '0') end;
  p.ma_xa := lpad((1 + floor(r[11] * 3321))::int::text, 5, '0');
  p.dia_chi := 'Số ' || (1 + floor(r[12] * 400))::int || ', ' || ho_tich.chon(array['đường Lê Lợi','đường Trần Hưng Đạo','phố Hai Bà Trưng','thôn Đông','ấp 3','tổ dân phố 7','bản Phiêng'], r[13]);
  p.dien_thoai := case when r[13] < 0.4 then '09' || lpad(floor(r[12] * 99999999)::int::text, 8, '0') end;
  p.tinh_trang := case when r[12] < 0.93 then 1 when r[12] < 0.998 then 2 else 3 end;
  p.le_phi := case when r[11] < 0.7 then floor(r[10] * 40) * 1000 + case when r[9] < 0.1 then 0.50 else 0 end end;
  p.ghi_chu := case when r[6] < 0.02 then repeat('chuyển từ sổ giấy; ', 1 + floor(r[7] * 20)::int) end;
  p.ngay_cap_nhat := timestamp '2009-01-01' + r[5] * interval '6000 days';
  p.nguoi_cap_nhat := 'cb' || floor(r[4] * 40)::int;
  -- Habits that are no faults: blanks, accents as separate characters.
  if r[4] < 0.02 then p.ho := '  ' || p.ho; p.ten := p.ten || ' '; end if;
  if r[5] > 0.985 then p.ten := normalize(p.ten, NFD); end if;
  -- Faults, about 1.7 of a hundred.
  if sai < 0.003 then p.ngay_sinh := ho_tich.chon(array['31/02/1987','00/00/1962','không rõ','1/13/2001'], r[6]);
  elsif sai < 0.006 then p.gioi_tinh := ho_tich.chon(array['?','3','x'], r[6]);
  elsif sai < 0.009 then p.so_dinh_danh := '1' || lpad(n::text, 8, '0');
  elsif sai < 0.011 then p.ho := null; p.ten_dem := ' '; p.ten := '';
  elsif sai < 0.013 then p.ma_xa := ho_tich.chon(array['','HN01','12'], r[6]);
  elsif sai < 0.015 then p.dien_thoai := ho_tich.chon(array['090-123','+84 90','không'], r[6]);
  elsif sai < 0.016 then p.gioi_tinh := null;
  elsif sai < 0.017 then p.tinh_trang := 9;
  end if;
  return p;
end $$;

-- Adds the persons with these numbers (1 to 999999); the random numbers of the session decide what they are like.
create function ho_tich.them(tu int, den int) returns bigint language sql as $$
  with added as (
    insert into ho_tich.cong_dan
    -- A function in FROM is called once for each row; (f()).* would call it once for each column.
    select person.* from generate_series(tu, den) as n,
      lateral ho_tich.nguoi(n, (select array_agg(random()) from generate_series(1, 13) where n is not null)) as person
    on conflict do nothing
    returning 1)
  select count(*) from added
$$;
