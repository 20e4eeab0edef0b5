-- The register of who received what for which purpose is asked by the contract that was in force: which data it was, the contract says.
alter table lienthong.access_log add column contract_version text;
