import { expect, it } from 'vitest';
import { readDefinition } from './table-definition.ts';

it('reads columns and cascading keys of what the servers print', () => {
  const statement = [
    'CREATE TABLE `ho so` (',
    "  `id` int NOT NULL COMMENT 'FOREIGN KEY (`x`) REFERENCES `y` (`z`) ON DELETE CASCADE',",
    '  `mã ``lạ` varchar(9) DEFAULT NULL,',
    '  `cha_id` int DEFAULT NULL,',
    '  PRIMARY KEY (`id`),',
    '  KEY `cha_id` (`cha_id`),',
    '  CONSTRAINT `a` FOREIGN KEY (`cha_id`) REFERENCES `cha` (`id`) ON DELETE CASCADE,',
    '  CONSTRAINT `b` FOREIGN KEY (`mã ``lạ`, `cha_id`) REFERENCES `kho (2)`.`bảng ``)` (`m)ã`, `id`) ON DELETE SET NULL ON UPDATE CASCADE,',
    '  CONSTRAINT `c` FOREIGN KEY (`cha_id`) REFERENCES `cha` (`id`) ON DELETE NO ACTION ON UPDATE SET NULL,',
    '  CONSTRAINT `d` FOREIGN KEY (`cha_id`) REFERENCES `cha` (`id`) ON DELETE RESTRICT,',
    '  CONSTRAINT `e` FOREIGN KEY (`cha_id`) REFERENCES `cha` (`id`)',
    ') ENGINE=InnoDB DEFAULT CHARSET=utf8mb4',
  ].join('\n');
  expect(readDefinition(statement, 'kho')).toEqual({
    columns: ['id', 'mã `lạ', 'cha_id'],
    cascading: [
      { name: 'a', parent: { schema: 'kho', name: 'cha' }, columns: ['id'], onDelete: true, onUpdate: false },
      { name: 'b', parent: { schema: 'kho (2)', name: 'bảng `)' }, columns: ['m)ã', 'id'], onDelete: true, onUpdate: true },
      { name: 'c', parent: { schema: 'kho', name: 'cha' }, columns: ['id'], onDelete: false, onUpdate: true },
    ],
  });
});
