// title: 在已载入文件中未找到承接的任务
// title_en: Tasks that no loaded document takes up, or drafts alone
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column clause: 任务 | Task
// column heading: 任务标题 | Heading
// column path: 编号路径 | Number path
// column drafts: 仅见于草案 | Found in drafts only
// column quote: 任务原文 | Text
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: document=岚政发〔2021〕12号

MATCH (t:Task {document: $document})
OPTIONAL MATCH (c:Clause)-[:IMPLEMENTS]->(t)
OPTIONAL MATCH (o:Document {id: c.document})
WITH t, o ORDER BY o.id
WITH t, collect(DISTINCT CASE coalesce(o.status, 'issued') WHEN 'issued' THEN null ELSE o.id END) AS drafts,
     sum(CASE WHEN o IS NULL OR coalesce(o.status, 'issued') <> 'issued' THEN 0 ELSE 1 END) AS issued
WHERE issued = 0
MATCH (d:Document {id: $document})
RETURN t.id AS clause, t.heading AS heading, t.path AS path, drafts AS drafts, t.text AS quote, t.start AS start, t.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY t.ordinal, clause
