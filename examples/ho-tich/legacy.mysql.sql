-- Một hệ thống hộ tịch cũ trên MySQL hoặc MariaDB. The civil-status table of legacy.sql as an old system on MySQL or MariaDB has it:
-- the same dirt, and the names in columns of latin1 that hold TCVN3, as programs with .VnTime fonts wrote them ("NguyÔn" is Nguyễn).
-- All persons are made up: call ho_tich.them(1, 1000) adds a thousand of them. There is no compound statement in this file, so that
-- every client can run it: mysql --default-character-set=utf8mb4 < legacy.mysql.sql

create database ho_tich character set utf8mb4;
create table ho_tich.cong_dan (
  so_dinh_danh varchar(20) not null primary key comment 'Số định danh cá nhân, có nơi còn nhập CMND 9 số',
  ho varchar(30) character set latin1,
  ten_dem varchar(60) character set latin1,
  ten varchar(30) character set latin1,
  ngay_sinh varchar(12) comment 'dd/MM/yyyy, có khi chỉ MM/yyyy hoặc yyyy',
  gioi_tinh varchar(10) comment 'Nam/Nữ; dữ liệu chuyển từ hệ cũ ghi 1/0',
  dan_toc char(2),
  ma_xa varchar(5) not null,
  dia_chi text,
  dien_thoai varchar(20),
  tinh_trang smallint not null default 1,
  le_phi decimal(15,2),
  ghi_chu text,
  ngay_cap_nhat datetime(6) not null default current_timestamp(6),
  nguoi_cap_nhat varchar(30)
) comment 'Công dân';

-- Adds the persons with these numbers (1 to 999999); what each is like follows from its number, and about 1.7 of a hundred are wrong
-- somewhere. The limits keep every step a table of its own, computed once for each person.
create procedure ho_tich.them(tu int, den int)
insert ignore into ho_tich.cong_dan
with chu_so as (
  select 0 as d union all select 1 union all select 2 union all select 3 union all select 4
  union all select 5 union all select 6 union all select 7 union all select 8 union all select 9
),
nguoi as (
  select tu + a.d + b.d + c.d + e.d + f.d + g.d as n
  from (select 100000 * d as d from chu_so) g
  join (select 10000 * d as d from chu_so) f on g.d + f.d <= den - tu
  join (select 1000 * d as d from chu_so) e on g.d + f.d + e.d <= den - tu
  join (select 100 * d as d from chu_so) c on g.d + f.d + e.d + c.d <= den - tu
  join (select 10 * d as d from chu_so) b on g.d + f.d + e.d + c.d + b.d <= den - tu
  join chu_so a on g.d + f.d + e.d + c.d + b.d + a.d <= den - tu
),
bam as (select n, sha2(n, 256) as h from nguoi limit 999999),
-- Thirteen random numbers from 0 to below 1.
ngau_nhien as (
  select n,
    conv(substr(h, 1, 5), 16, 10) / 1048576e0 as r1, conv(substr(h, 6, 5), 16, 10) / 1048576e0 as r2,
    conv(substr(h, 11, 5), 16, 10) / 1048576e0 as r3, conv(substr(h, 16, 5), 16, 10) / 1048576e0 as r4,
    conv(substr(h, 21, 5), 16, 10) / 1048576e0 as r5, conv(substr(h, 26, 5), 16, 10) / 1048576e0 as r6,
    conv(substr(h, 31, 5), 16, 10) / 1048576e0 as r7, conv(substr(h, 36, 5), 16, 10) / 1048576e0 as r8,
    conv(substr(h, 41, 5), 16, 10) / 1048576e0 as r9, conv(substr(h, 46, 5), 16, 10) / 1048576e0 as r10,
    conv(substr(h, 51, 5), 16, 10) / 1048576e0 as r11, conv(substr(h, 56, 5), 16, 10) / 1048576e0 as r12,
    conv(substr(h, 61, 4), 16, 10) / 65536e0 as r13
  from bam limit 999999
),
sinh as (
  select ngau_nhien.*, r1 < 0.5 as nam, date_add('1935-01-01', interval floor(r2 * 32000) day) as sinh from ngau_nhien limit 999999
)
select
  case when r3 >= 0.006 and r3 < 0.009 then concat('1', lpad(n, 8, '0'))
    else concat(elt(1 + floor(r4 * 16), '001','008','025','031','036','038','040','046','048','052','066','074','079','087','092','096'),
      if(sinh < '2000-01-01', 0, 2) + if(nam, 0, 1), date_format(sinh, '%y'), lpad(n, 6, '0')) end,
  if(r3 >= 0.009 and r3 < 0.011, null, concat(if(r4 < 0.02, '  ', ''),
    elt(1 + floor(r5 * 20), 'NguyÔn','NguyÔn','NguyÔn','TrÇn','TrÇn','Lª','Ph¹m','Hoµng','Huúnh','Phan','Vò','Vâ','§Æng','Bïi','§ç','Hå','Ng«','D­¬ng','Lý','T«n N÷'))),
  if(r3 >= 0.009 and r3 < 0.011, ' ', if(nam,
    elt(1 + floor(r6 * 8), 'V¨n','H÷u','§øc','Quèc','Minh','Xu©n','C«ng','§×nh'),
    elt(1 + floor(r6 * 8), 'ThÞ','ThÞ','ThÞ Ngäc','Thanh','Thïy','Mü','DiÖu','Quúnh'))),
  if(r3 >= 0.009 and r3 < 0.011, '', concat(if(nam,
    elt(1 + floor(r7 * 12), 'Hïng','Dòng','TuÊn','Th¾ng','Ph­íc','NghÜa','§¹t','Tr­êng','Léc','B¶o','ViÖt','¢n'),
    elt(1 + floor(r7 * 12), 'H­¬ng','Th¶o','¦íc','HuyÒn','NguyÖt','Tr©m','YÕn','Ph­îng','LÖ','Thñy','H»ng','TuyÕt')), if(r4 < 0.02, ' ', ''))),
  case when r3 < 0.003 then elt(1 + floor(r6 * 4), '31/02/1987', '00/00/1962', 'không rõ', '1/13/2001')
    when r8 < 0.94 then date_format(sinh, '%d/%m/%Y') when r8 < 0.97 then date_format(sinh, '%m/%Y') else date_format(sinh, '%Y') end,
  case when r3 >= 0.003 and r3 < 0.006 then elt(1 + floor(r6 * 3), '?', '3', 'x') when r3 >= 0.015 and r3 < 0.016 then null
    when r9 < 0.80 then if(nam, 'Nam', 'Nữ') when r9 < 0.90 then if(nam, '1', '0') when r9 < 0.95 then if(nam, 'NAM', 'NỮ')
    else if(nam, ' Nam ', 'nu') end,
  case when r10 < 0.86 then '01' when r10 < 0.87 then null else lpad(2 + floor((r10 - 0.87) * 400), 2, '0') end,
  case when r3 >= 0.011 and r3 < 0.013 then elt(1 + floor(r6 * 3), '', 'HN01', '12') else lpad(1 + floor(r11 * 3321), 5, '0') end,
  -- One of these has its accents as separate characters, which is no fault.
  concat('Số ', 1 + floor(r12 * 400), ', ', elt(1 + floor(r13 * 7), 'đường Lê Lợi','đường Trần Hưng Đạo','phố Hai Bà Trưng','thôn Đông','ấp 3','tổ dân phố 7','bản Phiêng')),
  case when r3 >= 0.013 and r3 < 0.015 then elt(1 + floor(r6 * 3), '090-123', '+84 90', 'không') when r13 < 0.4 then concat('09', lpad(floor(r12 * 99999999), 8, '0')) end,
  case when r3 >= 0.016 and r3 < 0.017 then 9 when r12 < 0.93 then 1 when r12 < 0.998 then 2 else 3 end,
  if(r11 < 0.7, floor(r10 * 40) * 1000 + if(r9 < 0.1, 0.50, 0), null),
  if(r6 < 0.02, repeat('chuyển từ sổ giấy; ', 1 + floor(r7 * 20)), null),
  timestampadd(microsecond, r5 * 6000e0 * 86400e6, '2009-01-01'),
  concat('cb', floor(r4 * 40))
from sinh;
