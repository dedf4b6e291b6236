// title: 自行增加的任务
// title_en: Tasks of a document's own, without a higher clause
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// param parent: document (optional) 只与此上级文件比对 | Only against this higher document
// column clause: 任务 | Task
// column heading: 任务标题 | Heading
// column path: 编号路径 | Number path
// column quote: 任务原文 | Text
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: document=云政办发〔2021〕35号; parent=岚政发〔2021〕12号

MATCH (t:Task {document: $document})
OPTIONAL MATCH (t)-[:IMPLEMENTS]->(p:Clause)
WHERE $parent IS NULL OR p.document = $parent
WITH t, count(p) AS found
WHERE found = 0
MATCH (d:Document {id: $document})
RETURN t.id AS clause, t.heading AS heading, t.path AS path, t.text AS quote, t.start AS start, t.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY t.ordinal, clause
