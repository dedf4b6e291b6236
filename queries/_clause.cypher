// title: 条款
// title_en: One clause by its id
// param id: text (required) 条款标识 | Clause id
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
// column document_title: 文件标题 | Document title
// view: record
// example: id=云政办发〔2021〕35号#二/（一）

MATCH (c:Clause {id: $id})
MATCH (d:Document {id: c.document})
RETURN c.id AS id, c.number AS number, c.path AS path, c.heading AS heading, c.kind AS kind, c.text AS text,
       c.start AS start, c.`end` AS `end`, c.deadlines AS deadlines, d.id AS document, d.title AS document_title
ORDER BY id
