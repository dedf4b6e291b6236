// title: 某机构负责的任务
// title_en: What an agency is responsible for
// param agency: agency (required) 机构名称 | Agency name
// param document: document (optional) 只看此文件 | Only this document
// param year: year (optional) 只看此年成文的文件 | Only documents of this year
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column surface: 文中名称 | Name in the text
// column open_list: 列举未尽 | Open list
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: agency=岚江省教育厅

MATCH (a:Agency {id: $agency})-[e:RESPONSIBLE_FOR]->(c:Clause)
MATCH (d:Document {id: c.document})
WHERE ($document IS NULL OR d.id = $document)
  AND ($year IS NULL OR d.date STARTS WITH toString($year))
RETURN c.id AS clause, c.heading AS heading, c.path AS path, e.surface AS surface,
       coalesce(e.open_list, false) AS open_list, e.quote AS quote, e.start AS start, e.`end` AS `end`,
       d.id AS document, d.title AS title, d.number AS number
ORDER BY document, c.ordinal, clause, start, e.id
