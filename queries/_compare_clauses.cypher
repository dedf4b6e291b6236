// title: 用于比较的条款
// title_en: Clauses of a document, as they are compared
// param document: document (required) 文件 | Document
// column id: 标识 | Id
// column path: 路径 | Path
// column heading: 标题 | Heading
// column text: 原文 | Text
// column kind: 类别 | Kind
// column start: 起 | Start
// column body: 正文起 | Body start
// column starts: 责任表述起 | Statement starts
// column ends: 责任表述止 | Statement ends
// view: table
// example: document=云政办发〔2021〕35号

MATCH (c:Clause {document: $document})
RETURN c.id AS id, c.path AS path, c.heading AS heading, c.text AS text, c.kind AS kind, c.start AS start,
       coalesce(c.body_start, c.start) AS body, c.statement_starts AS starts, c.statement_ends AS ends
ORDER BY c.ordinal, id
