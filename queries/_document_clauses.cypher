// title: 文件的条款
// title_en: A document's clauses, with their text
// param document: text (required) 文件标识 | Document id
// column id: 标识 | Id
// column number: 编号 | Printed number
// column path: 编号路径 | Number path
// column heading: 标题 | Heading
// column kind: 类别 | Kind
// column text: 原文 | Text
// column start: 起 | Start
// column end: 止 | End
// column deadlines: 时限 | Deadlines
// column document: 文件 | Document
// view: table
// example: document=云政办发〔2021〕35号

MATCH (c:Clause {document: $document})
RETURN c.id AS id, c.number AS number, c.path AS path, c.heading AS heading, c.kind AS kind, c.text AS text,
       c.start AS start, c.`end` AS `end`, c.deadlines AS deadlines, c.document AS document
ORDER BY start, c.ordinal, id
