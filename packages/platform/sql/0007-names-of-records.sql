-- Whether national_records has what its sender calls each record of the stream. Until somebody uses another name, or cancels by name
-- alone, the names follow from the keys and need not be written down.
alter table lienthong.streams add column names_kept boolean not null default true;
alter table lienthong.streams alter column names_kept set default false;
